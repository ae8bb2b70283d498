//! The folder of mails.

use super::mail::Mail;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

/// The folder of mails. Copies share the same folder.
#[derive(Debug, Clone)]
pub(crate) struct Mailbox {
    folder: PathBuf,
}

impl Mailbox {
    /// Opens the mailbox in a folder, which is created if needed.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Stores a message under a name. A mail that is sent twice, after a crash between sending and
    /// recording it, is stored once.
    pub(super) fn keep(&self, name: &str, message: &[u8]) -> io::Result<()> {
        let path = self.folder.join(format!("{name}.eml"));
        if !path.exists() {
            // A process that is killed here leaves no half mail under the final name.
            let unfinished = self.folder.join(format!("{name}.part"));
            std::fs::write(&unfinished, message)?;
            std::fs::rename(&unfinished, &path)?;
        }
        Ok(())
    }

    /// Returns all mails, the oldest first.
    pub(crate) fn mails(&self) -> io::Result<Vec<Mail>> {
        let mut files: Vec<(SystemTime, PathBuf)> = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "eml") {
                files.push((path.metadata()?.modified()?, path));
            }
        }
        files.sort();
        files
            .into_iter()
            .map(|(_, path)| Ok(Mail::read(&std::fs::read(path)?)))
            .collect()
    }
}
