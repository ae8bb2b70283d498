//! The places where desks are stored.

use super::folder::{DeskFile, DeskFolderError};
use super::running_stack::{ControlError, RunningStack};
use docket_cloud::{Store, StoreError};
use std::collections::BTreeMap;

/// A place where desks are stored.
#[derive(Debug)]
pub enum DeskPlace {
    /// A deployed table.
    Table(Store),
    /// A stack that runs on this machine.
    Stack(RunningStack),
}

/// The desks cannot be applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// The folder does not hold valid desks.
    #[error(transparent)]
    Folder(#[from] DeskFolderError),
    /// The table cannot be used.
    #[error("{0}; is the name of the table right, and may you read and write it?")]
    Store(#[from] StoreError),
    /// The running stack cannot be used.
    #[error(transparent)]
    Stack(#[from] ControlError),
}

impl DeskPlace {
    /// Returns the texts of the stored desk files, by the desks' IDs.
    pub(super) async fn sources(&self) -> Result<BTreeMap<String, String>, ApplyError> {
        let store = match self {
            Self::Stack(stack) => return Ok(stack.desks().await?),
            Self::Table(store) => store,
        };
        let mut sources = BTreeMap::new();
        for id in store.desks().await? {
            if let Some(source) = store.desk_source(&id).await? {
                sources.insert(id.to_string(), source);
            }
        }
        Ok(sources)
    }

    /// Stores desks. After an error, those before it stay stored.
    pub(super) async fn keep(&self, files: &[&DeskFile]) -> Result<(), ApplyError> {
        match self {
            Self::Stack(stack) => {
                for file in files {
                    stack.put_desk(file).await?;
                }
            }
            Self::Table(store) => {
                store.make_signing_key().await?;
                for file in files {
                    store.put_desk(&file.source).await?;
                }
            }
        }
        Ok(())
    }
}
