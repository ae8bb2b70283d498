//! Events that functions hand to others. Like Lambda, this keeps each of them until it was handled: in a file.

use super::inbox::Inbox;
use crate::durable;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// The events that were handed over. Copies share them.
#[derive(Debug, Clone)]
pub(crate) struct HandedOver {
    folder: PathBuf,
    /// The queues of the functions that others may call, by their binaries.
    inboxes: Arc<BTreeMap<String, Inbox>>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    function: String,
    event: Value,
}

impl HandedOver {
    pub(super) fn new(folder: PathBuf, inboxes: BTreeMap<String, Inbox>) -> Self {
        let inboxes = Arc::new(inboxes);
        Self { folder, inboxes }
    }

    /// Keeps an event for a function, which is then called with it. Returns `false` when no function may call
    /// that one.
    pub(crate) fn put(&self, function: &str, event: Value) -> io::Result<bool> {
        let Some(inbox) = self.inboxes.get(function) else {
            return Ok(false);
        };
        durable::create_folder(&self.folder)?;
        // The names are in the order of time.
        let path = self.folder.join(format!("{}.json", Uuid::now_v7()));
        let kept = Kept {
            function: function.to_owned(),
            event,
        };
        durable::write(&path, &serde_json::to_vec(&kept)?)?;
        inbox.put_kept(kept.event, path);
        Ok(true)
    }

    /// Adds the events that were kept when the stack stopped.
    pub(crate) fn recover(&self) -> io::Result<()> {
        if !self.folder.exists() {
            return Ok(());
        }
        let files = std::fs::read_dir(&self.folder)?;
        let mut paths: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
        paths.sort();
        for path in paths {
            let kept = serde_json::from_slice::<Kept>(&std::fs::read(&path)?);
            let inbox = kept
                .as_ref()
                .ok()
                .and_then(|kept| self.inboxes.get(&kept.function));
            match (kept, inbox) {
                (Ok(kept), Some(inbox)) => inbox.put_kept(kept.event, path),
                // Half a file was never acknowledged.
                _ => std::fs::remove_file(&path)?,
            }
        }
        Ok(())
    }
}
