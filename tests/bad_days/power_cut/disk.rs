//! A disk as a power cut may leave it: each file and each folder as it was at its last flush, and no better.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Files and folders, each as programs see it, and as it is on the disk for certain.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    files: Vec<File>,
    /// The names as programs see them.
    names: BTreeMap<PathBuf, Entry>,
    /// The names that are on the disk for certain.
    kept: BTreeMap<PathBuf, Entry>,
    /// What is known of each file at the begin of a flush that is under way, by who waits for it.
    under_way: BTreeMap<String, Flush>,
}

#[derive(Debug, Clone, Default)]
struct File {
    seen: Vec<u8>,
    kept: Vec<u8>,
    /// Where the next write without a place goes.
    at: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Folder,
    File(usize),
}

#[derive(Debug, Clone)]
enum Flush {
    File(usize, Vec<u8>),
    Folder(PathBuf, BTreeMap<PathBuf, Entry>),
}

impl Disk {
    pub(super) fn make_folder(&mut self, path: &Path) {
        self.names.insert(path.to_owned(), Entry::Folder);
    }

    /// A folder that was there before, and lasts.
    pub(super) fn has_folder(&mut self, path: &Path) {
        self.make_folder(path);
        self.kept.insert(path.to_owned(), Entry::Folder);
    }

    pub(super) fn open(&mut self, path: &Path, creates: bool, truncates: bool) {
        match self.names.get(path) {
            Some(Entry::File(file)) => {
                let file = &mut self.files[*file];
                file.at = 0;
                if truncates {
                    file.seen.clear();
                }
            }
            None if creates => {
                self.names
                    .insert(path.to_owned(), Entry::File(self.files.len()));
                self.files.push(File::default());
            }
            _ => {}
        }
    }

    fn file(&mut self, path: &Path) -> Option<&mut File> {
        match self.names.get(path) {
            Some(Entry::File(file)) => self.files.get_mut(*file),
            _ => None,
        }
    }

    /// Writes at a place, or behind what was written last.
    pub(super) fn write(&mut self, path: &Path, place: Option<usize>, bytes: &[u8]) {
        let Some(file) = self.file(path) else {
            return;
        };
        let place = place.unwrap_or(file.at);
        let end = place + bytes.len();
        file.seen.resize(file.seen.len().max(end), 0);
        file.seen[place..end].copy_from_slice(bytes);
        file.at = end;
    }

    pub(super) fn set_length(&mut self, path: &Path, length: usize) {
        if let Some(file) = self.file(path) {
            file.seen.resize(length, 0);
        }
    }

    pub(super) fn rename(&mut self, from: &Path, to: &Path) {
        let below = |path: &Path| path.starts_with(from);
        let moved: Vec<PathBuf> = self
            .names
            .keys()
            .filter(|path| below(path))
            .cloned()
            .collect();
        for path in moved {
            let entry = self.names.remove(&path).unwrap();
            let rest = path.strip_prefix(from).unwrap();
            let path = match rest.as_os_str().is_empty() {
                true => to.to_owned(),
                false => to.join(rest),
            };
            self.names.insert(path, entry);
        }
    }

    pub(super) fn remove(&mut self, path: &Path) {
        self.names.remove(path);
    }

    /// A flush begins: what was written until now is what it may promise.
    pub(super) fn begin_flush(&mut self, who: &str, path: &Path) {
        let flush = match self.names.get(path) {
            Some(Entry::File(file)) => Flush::File(*file, self.files[*file].seen.clone()),
            Some(Entry::Folder) => {
                let inside = self.names.iter();
                let inside = inside.filter(|(name, _)| name.parent() == Some(path));
                let inside = inside.map(|(name, entry)| (name.clone(), *entry));
                Flush::Folder(path.to_owned(), inside.collect())
            }
            None => return,
        };
        self.under_way.insert(who.to_owned(), flush);
    }

    /// It has ended.
    pub(super) fn end_flush(&mut self, who: &str) {
        match self.under_way.remove(who) {
            Some(Flush::File(file, content)) => self.files[file].kept = content,
            Some(Flush::Folder(folder, inside)) => {
                self.kept
                    .retain(|name, _| name.parent() != Some(folder.as_path()));
                self.kept.extend(inside);
            }
            None => {}
        }
    }

    /// Writes what a power cut leaves of one folder into another one.
    pub(super) fn rebuild(&self, folder: &Path, into: &Path) {
        std::fs::create_dir(into).unwrap();
        // A folder comes before what is in it.
        for (name, entry) in &self.kept {
            let Ok(rest) = name.strip_prefix(folder) else {
                continue;
            };
            let above = name.ancestors().skip(1);
            let mut above = above.take_while(|above| above.starts_with(folder) && *above != folder);
            let reached = above.all(|above| self.kept.contains_key(above));
            if rest.as_os_str().is_empty() || !reached {
                continue;
            }
            let path = into.join(rest);
            match entry {
                Entry::Folder => std::fs::create_dir(path).unwrap(),
                Entry::File(file) => std::fs::write(path, &self.files[*file].kept).unwrap(),
            }
        }
    }
}
