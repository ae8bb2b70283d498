//! The checksums of objects in parts, which `s3s-fs` does not store: one for each part, and a
//! composite one for the whole object.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io;
use std::path::PathBuf;

/// Stores the checksums as small files in a folder.
#[derive(Debug)]
pub(super) struct Composites(PathBuf);

/// The ETag and the checksum of an uploaded part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartSum {
    pub(super) etag: String,
    pub(super) sha256: String,
}

impl Composites {
    pub(super) fn open(folder: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    pub(super) fn keep_part(&self, upload: &str, number: i32, sum: &PartSum) -> io::Result<()> {
        let folder = self.place(upload);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(number.to_string()), serde_json::to_vec(sum)?)
    }

    pub(super) fn part(&self, upload: &str, number: i32) -> Option<PartSum> {
        let file = self.place(upload).join(number.to_string());
        serde_json::from_slice(&std::fs::read(file).ok()?).ok()
    }

    /// Deletes the checksums of an upload's parts.
    pub(super) fn forget_parts(&self, upload: &str) {
        let _ = std::fs::remove_dir_all(self.place(upload));
    }

    /// Stores the composite checksum of an object joined from these parts.
    pub(super) fn keep(&self, key: &str, parts: &[PartSum]) -> io::Result<()> {
        let mut all = Sha256::new();
        for part in parts {
            all.update(STANDARD.decode(&part.sha256).map_err(io::Error::other)?);
        }
        let sum = format!("{}-{}", STANDARD.encode(all.finalize()), parts.len());
        std::fs::write(self.place(key), sum)
    }

    pub(super) fn of(&self, key: &str) -> Option<String> {
        std::fs::read_to_string(self.place(key)).ok()
    }

    pub(super) fn forget(&self, key: &str) {
        let _ = std::fs::remove_file(self.place(key));
    }

    /// Returns the path of the file for a key or an upload ID.
    fn place(&self, name: &str) -> PathBuf {
        let digest = Sha256::digest(name.as_bytes());
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        self.0.join(hex)
    }
}
