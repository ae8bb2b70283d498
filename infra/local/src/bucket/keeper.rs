//! The folder of objects. Each is one file, under its key.

use super::stored::{About, Opened, Unfinished};
use crate::durable;
use crate::names::BUCKET;
use docket_cloud::files::{STORED, parse_key, stored_key};
use docket_domain::TicketId;
use docket_domain::attachment::FileId;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The folder of what was removed and is held.
pub(crate) const HELD: &str = ".held";

/// The folder of objects, of those that are being written, and of uploads in parts.
#[derive(Debug, Clone)]
pub(crate) struct Keeper {
    objects: PathBuf,
    unfinished: PathBuf,
    uploads: PathBuf,
    held: PathBuf,
    /// The number of those who hold what is removed. Locked while something is moved there, and while it is emptied.
    holding: Arc<Mutex<usize>>,
}

/// As long as this is there, what is removed from the bucket can still be read. Then it is gone.
pub(crate) struct Hold {
    folder: PathBuf,
    holding: Arc<Mutex<usize>>,
}

impl Drop for Hold {
    fn drop(&mut self) {
        let mut holding = locked(&self.holding);
        *holding -= 1;
        if *holding == 0 {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

fn locked(holding: &Mutex<usize>) -> MutexGuard<'_, usize> {
    holding.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An upload in parts: what its object will be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Upload {
    pub(super) key: String,
    pub(super) about: About,
}

impl Keeper {
    /// Returns the folder as it is, to look at it.
    pub(crate) fn of(root: &Path) -> Self {
        Self {
            objects: root.join(BUCKET),
            unfinished: root.join(".unfinished"),
            uploads: root.join(".uploads"),
            held: root.join(HELD),
            holding: Arc::default(),
        }
    }

    /// Has what is removed from now on held.
    pub(crate) fn hold(&self) -> Hold {
        *locked(&self.holding) += 1;
        Hold {
            folder: self.held.clone(),
            holding: Arc::clone(&self.holding),
        }
    }

    /// Reads a ticket's file whole. Returns its length; the error says what is wrong.
    pub(crate) async fn check(&self, ticket: &TicketId, id: FileId) -> Result<u64, String> {
        let key = stored_key(ticket, id);
        match self.object(&key).await {
            Ok(Some(object)) => object.check().await.map_err(|error| error.to_string()),
            Ok(None) => Err("storage does not hold it".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Returns `true` if a ticket's file is stored.
    pub(crate) fn has(&self, ticket: &TicketId, id: FileId) -> bool {
        let place = self.place(&stored_key(ticket, id));
        place.is_some_and(|place| place.is_file())
    }

    /// Returns the files of tickets that are stored.
    pub(crate) fn stored(&self) -> Vec<(TicketId, FileId)> {
        let keys = keys(&self.objects, "").unwrap_or_default();
        let keys = keys.iter().filter(|key| key.starts_with(STORED));
        keys.filter_map(|key| parse_key(key)).collect()
    }

    /// Opens the folder, which is made if needed. What a killed process had begun to write is removed.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let keeper = Self::of(root);
        for left in [&keeper.unfinished, &keeper.held] {
            let _ = std::fs::remove_dir_all(left);
        }
        for folder in [&keeper.objects, &keeper.unfinished, &keeper.uploads] {
            durable::create_folder(folder)?;
        }
        for upload in std::fs::read_dir(&keeper.uploads)?.flatten() {
            if !upload.path().join("upload").exists() {
                let _ = std::fs::remove_dir_all(upload.path());
            }
        }
        Ok(keeper)
    }

    /// Returns the file of the object with this key. Docket makes all keys. Any other that could lead out of the folder is none.
    pub(super) fn place(&self, key: &str) -> Option<PathBuf> {
        let plain = |part: &str| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || ['-', '_', '.'].contains(&c);
            !part.is_empty() && !part.starts_with('.') && part.chars().all(allowed)
        };
        key.split('/').all(plain).then(|| self.objects.join(key))
    }

    /// Begins an object or a part.
    pub(super) fn begin(&self) -> io::Result<Unfinished> {
        Unfinished::begin(&self.unfinished)
    }

    /// Opens the object with this key.
    pub(super) async fn object(&self, key: &str) -> io::Result<Option<Opened>> {
        match self.place(key) {
            Some(place) => Opened::at(&place).await,
            None => Ok(None),
        }
    }

    /// Removes the object with this key.
    pub(super) fn remove(&self, key: &str) -> io::Result<()> {
        let Some(place) = self.place(key) else {
            return Ok(());
        };
        let holding = locked(&self.holding);
        if *holding > 0 && place.is_file() {
            let held = self.held.join(key);
            let folder = held.parent().map_or(Ok(()), durable::create_folder);
            folder.and_then(|()| std::fs::rename(&place, &held))?;
            return durable::flush_folder_of(&place);
        }
        drop(holding);
        match std::fs::remove_file(&place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Err(_) => Ok(()),
            Ok(()) => durable::flush_folder_of(&place),
        }
    }

    /// Begins an upload in parts. Returns its ID.
    pub(super) fn begin_upload(&self, upload: &Upload) -> io::Result<String> {
        let id = uuid::Uuid::new_v4().simple().to_string();
        let folder = self.uploads.join(&id);
        durable::create_folder(&folder)?;
        durable::write(&folder.join("upload"), &serde_json::to_vec(upload)?)?;
        Ok(id)
    }

    /// Returns an upload. Returns `None` when it has ended, or is of another object.
    pub(super) fn upload(&self, id: &str, key: &str) -> Option<Upload> {
        let file = self.upload_folder(id)?.join("upload");
        let upload: Upload = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
        (upload.key == key).then_some(upload)
    }

    /// Returns the file of a part.
    pub(super) fn part(&self, id: &str, number: i32) -> Option<PathBuf> {
        Some(self.upload_folder(id)?.join(number.to_string()))
    }

    /// Returns the parts of an upload by their numbers.
    pub(super) async fn parts(&self, id: &str) -> io::Result<Vec<(i32, Opened)>> {
        let mut parts = Vec::new();
        let Some(folder) = self.upload_folder(id) else {
            return Ok(parts);
        };
        for file in std::fs::read_dir(folder)? {
            let path = file?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            // Beside the parts is what the object will be.
            let Some(number) = name.and_then(|name| name.parse().ok()) else {
                continue;
            };
            if let Some(part) = Opened::at(&path).await? {
                parts.push((number, part));
            }
        }
        parts.sort_by_key(|(number, _)| *number);
        Ok(parts)
    }

    /// Ends an upload, and removes its parts.
    ///
    /// It ends at one instant: what is left of it, if this is broken off, the next start removes.
    pub(super) fn end_upload(&self, id: &str) {
        if let Some(folder) = self.upload_folder(id) {
            let ended = self.unfinished.join(uuid::Uuid::new_v4().to_string());
            if std::fs::rename(folder, &ended).is_ok() {
                let _ = std::fs::remove_dir_all(ended);
            }
        }
    }

    /// Returns `true` for the file of a part. A part that comes after the end of its upload has no folder.
    pub(super) fn is_part(&self, place: &Path) -> bool {
        place.starts_with(&self.uploads)
    }

    fn upload_folder(&self, id: &str) -> Option<PathBuf> {
        let plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric());
        plain.then(|| self.uploads.join(id))
    }
}

/// Returns the keys of all files in a folder.
pub(crate) fn keys(folder: &Path, begin: &str) -> io::Result<Vec<String>> {
    let mut keys = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        let key = match begin {
            "" => name,
            begin => format!("{begin}/{name}"),
        };
        let path: PathBuf = entry.path();
        match path.is_dir() {
            true => keys.extend(self::keys(&path, &key)?),
            false => keys.push(key),
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_leads_out_of_the_folder() {
        let keeper = Keeper {
            objects: "/o".into(),
            unfinished: "/n".into(),
            ..Keeper::of(Path::new("/u"))
        };
        assert_eq!(keeper.place("files/A-1/x"), Some("/o/files/A-1/x".into()));
        for key in [
            "",
            "/",
            "a//b",
            "../x",
            "a/../../x",
            ".x",
            "a/./b",
            "a\\b",
            "a\0b",
        ] {
            assert_eq!(keeper.place(key), None, "{key}");
        }
        assert_eq!(keeper.part("../..", 1), None);
    }
}
