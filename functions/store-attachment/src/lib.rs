//! What arrives in storage is looked at, and put on its ticket or aside; what a scanner finds in it is noted.
//!
//! The bucket and the scanners tell by events, each at least once. What an event asks for is done once: a file on its way is
//! put in its place by condition, and what was found in a file stands on the timeline or does not.

mod arrive;
mod event;
mod scan;

use docket_cloud::lambda::UnexpectedEvent;
use docket_cloud::store::CommitError;
use docket_cloud::{Cloud, Files, FilesError, SettingsError, StoreError};
use event::News;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// How often a change that met another one is decided again.
const ATTEMPTS: u32 = 12;

/// Waits a little before another attempt, longer each time: many files of a ticket may come at once.
async fn pause(attempt: u32) {
    if attempt > 0 {
        let (_, low) = Uuid::new_v4().as_u64_pair();
        let millis = low % (u64::from(attempt) * 30) + 1;
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}

/// An event was not handled; it comes again, and is set aside when it has failed too often.
#[derive(Debug, thiserror::Error)]
pub enum StoreAttachmentError {
    /// It is none that this function is for.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedEvent),
    /// The table failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bucket failed.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The ticket's desk is gone from the table.
    #[error("there is no desk `{0}` any more")]
    NoDesk(String),
    /// The ticket is being changed by many at once.
    #[error("the ticket is being changed by many at once")]
    Busy,
}

impl From<CommitError> for StoreAttachmentError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => error.into(),
            CommitError::Conflict | CommitError::Repeated => Self::Busy,
        }
    }
}

/// The function with what it needs. Copies share everything.
#[derive(Debug, Clone)]
pub struct StoreAttachment {
    cloud: Cloud,
    files: Files,
}

impl StoreAttachment {
    /// The function on that cloud, with that bucket.
    #[must_use]
    pub fn new(cloud: Cloud, files: Files) -> Self {
        Self { cloud, files }
    }

    /// The function as Lambda starts it.
    ///
    /// # Errors
    /// When the environment lacks a variable that `template.yaml` or Lambda sets.
    pub fn from_env() -> Result<Self, SettingsError> {
        let (cloud, aws) = Cloud::from_env()?;
        let files = Files::new(&aws, &cloud.settings);
        Ok(Self::new(cloud, files))
    }

    /// Handles one event.
    ///
    /// # Errors
    /// When it could not be handled.
    pub async fn handle(&self, event: Value) -> Result<Value, StoreAttachmentError> {
        let outcome = match event::read(event, self.files.bucket())? {
            News::Arrived { ticket, file } => self.arrived(&ticket, file).await?,
            News::Scanned { ticket, file, scan } => self.scanned(&ticket, file, scan).await?,
            News::Nothing => "nothing",
        };
        Ok(json!({ "outcome": outcome }))
    }
}
