//! The folder of objects. Each is one file, under its key.

use super::stored::{About, Opened, Unfinished};
use crate::durable;
use crate::names::BUCKET;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// The folder of objects, of those that are being written, and of uploads in parts.
#[derive(Debug, Clone)]
pub(super) struct Keeper {
    objects: PathBuf,
    unfinished: PathBuf,
    uploads: PathBuf,
}

/// An upload in parts: what its object will be.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Upload {
    pub(super) key: String,
    pub(super) about: About,
}

impl Keeper {
    /// Opens the folder, which is made if needed. What a killed process had begun to write is removed.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let keeper = Self {
            objects: root.join(BUCKET),
            unfinished: root.join(".unfinished"),
            uploads: root.join(".uploads"),
        };
        let _ = std::fs::remove_dir_all(&keeper.unfinished);
        for folder in [&keeper.objects, &keeper.unfinished, &keeper.uploads] {
            durable::create_folder(folder)?;
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
    pub(super) fn end_upload(&self, id: &str) {
        let _ = self.upload_folder(id).map(std::fs::remove_dir_all);
    }

    fn upload_folder(&self, id: &str) -> Option<PathBuf> {
        let plain = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric());
        plain.then(|| self.uploads.join(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_leads_out_of_the_folder() {
        let keeper = Keeper {
            objects: "/o".into(),
            unfinished: "/n".into(),
            uploads: "/u".into(),
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
