//! The folder of messages.

use super::Message;
use crate::durable;
use std::io;
use std::path::PathBuf;
use uuid::Uuid;

/// The name of the folder.
pub(crate) const MESSAGES: &str = "topics";

/// The folder of messages. Copies share the same folder.
#[derive(Debug, Clone)]
pub(crate) struct Messages {
    folder: PathBuf,
}

impl Messages {
    /// Keeps messages in a folder, which is made with the first one.
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Stores a message, and returns its ID. It is on the disk when this returns.
    pub(super) fn keep(&self, message: &Message) -> io::Result<Uuid> {
        durable::create_folder(&self.folder)?;
        let id = Uuid::now_v7();
        let path = self.folder.join(format!("{id}.json"));
        durable::write(&path, &serde_json::to_vec(message)?)?;
        Ok(id)
    }

    /// Returns all messages, the oldest first.
    pub(crate) fn all(&self) -> io::Result<Vec<Message>> {
        if !self.folder.is_dir() {
            return Ok(Vec::new());
        }
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                paths.push(path);
            }
        }
        paths.sort();
        let read = |path: &PathBuf| Ok(serde_json::from_slice(&std::fs::read(path)?)?);
        paths.iter().map(read).collect()
    }
}
