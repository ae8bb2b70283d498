//! The folder of mails.

use super::mail::Mail;
use std::io;
use std::path::PathBuf;
use std::time::SystemTime;

/// The folder of mails. Copies are the same mailbox.
#[derive(Debug, Clone)]
pub(crate) struct Mailbox {
    folder: PathBuf,
}

impl Mailbox {
    /// The mailbox in that folder, which is made if it is not there.
    pub(crate) fn open(folder: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Keeps a message under that name, so that a mail that is sent twice, by a crash between sending and noting it, is there once.
    pub(super) fn keep(&self, name: &str, message: &[u8]) -> io::Result<()> {
        let path = self.folder.join(format!("{name}.eml"));
        if !path.exists() {
            // Whoever is killed in the middle leaves no half a mail under its name.
            let unfinished = self.folder.join(format!("{name}.part"));
            std::fs::write(&unfinished, message)?;
            std::fs::rename(&unfinished, &path)?;
        }
        Ok(())
    }

    /// All mails, the oldest first.
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
