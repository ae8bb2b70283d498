//! What arrives in storage is looked at, and put on its ticket or aside; what a scanner finds in it is noted.
//!
//! The bucket and the scanners tell by events, each at least once. What an event asks for is done once: a file on its way is
//! put in its place by condition, and what was found in a file stands on the timeline or does not.

mod bucket_event;

use bucket_event::BucketEvent;
use docket_app::AppError;
use docket_app::files::{Arrival, arrived, scanned};
use docket_cloud::lambda::UnexpectedEvent;
use docket_cloud::{Cloud, Files, SettingsError};
use serde_json::{Value, json};

/// An event was not handled; it comes again, and is set aside when it has failed too often.
#[derive(Debug, thiserror::Error)]
pub enum StoreAttachmentError {
    /// It is none that this function is for.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedEvent),
    /// What it asks for could not be done.
    #[error(transparent)]
    App(#[from] AppError),
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
        let (cloud, files) = (&self.cloud, &self.files);
        let outcome = match bucket_event::read(event, files.bucket())? {
            BucketEvent::Arrived { ticket, file } => {
                match arrived(cloud, files, &ticket, file).await? {
                    Arrival::Taken(state) => state.name(),
                    Arrival::NotAwaited => "not awaited",
                    Arrival::Gone => "gone",
                }
            }
            BucketEvent::Scanned { ticket, file, scan } => {
                scanned(cloud, &ticket, file, scan).await?;
                scan.name()
            }
            BucketEvent::Nothing => "nothing",
        };
        Ok(json!({ "outcome": outcome }))
    }
}
