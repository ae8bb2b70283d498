//! Inspects uploaded objects and stores or quarantines them. Records the reports of malware
//! scanners.
//!
//! The bucket and the scanners send events, each at least once. A repeated event changes nothing:
//! an upload is stored under a condition, and a report is not recorded twice.

mod bucket_event;

use bucket_event::BucketEvent;
use docket_app::AppError;
use docket_app::files::{UploadOutcome, inspect_upload, scanned};
use docket_cloud::lambda::UnexpectedEvent;
use docket_cloud::{Cloud, Files, SettingsError};
use serde_json::{Value, json};

/// An event was not handled. It is delivered again, and moved to the failure destination after too
/// many attempts.
#[derive(Debug, thiserror::Error)]
pub enum StoreAttachmentError {
    /// The event is not for this function.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedEvent),
    /// The event could not be carried out.
    #[error(transparent)]
    App(#[from] AppError),
}

/// The function with its services. Copies share everything.
#[derive(Debug, Clone)]
pub struct StoreAttachment {
    cloud: Cloud,
    files: Files,
}

impl StoreAttachment {
    /// Makes the function with these services.
    #[must_use]
    pub fn new(cloud: Cloud, files: Files) -> Self {
        Self { cloud, files }
    }

    /// Makes the function from the environment of Lambda.
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
            BucketEvent::Uploaded { ticket, file } => {
                match inspect_upload(cloud, files, &ticket, file).await? {
                    UploadOutcome::Inspected(state) => state.name(),
                    UploadOutcome::NotAwaited => "not awaited",
                    UploadOutcome::Gone => "gone",
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
