//! The places where desks are stored.

use super::folder::{DeskFile, DeskFolderError};
use super::running_stack::{ControlError, RunningStack};
use crate::command_line::Target;
use docket_app::desks::{CompareOrder, Comparison, compare, put_all_right, rearrange};
use docket_cloud::store::{DeskChange, StoredFile};
use docket_cloud::{Aws, AwsError, Store, StoreError};
use docket_domain::DeskId;
use jiff::Timestamp;
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
    /// Returns the place that the command line names.
    pub(crate) fn of(target: Target) -> Result<Self, AwsError> {
        Ok(match target {
            Target::Table(table) => Self::Table(Store::new(Aws::from_env()?.dynamodb(), &table)),
            Target::Data(data) => Self::Stack(RunningStack::on(&data)),
        })
    }

    /// Returns the texts of the stored desk files, by the desks' IDs.
    pub(super) async fn files(&self) -> Result<BTreeMap<DeskId, StoredFile>, ApplyError> {
        let store = match self {
            Self::Stack(stack) => return Ok(stack.desks().await?),
            Self::Table(store) => store,
        };
        let mut files = BTreeMap::new();
        for id in store.desks().await? {
            if let Some(file) = store.desk_file(&id).await? {
                files.insert(id, file);
            }
        }
        Ok(files)
    }

    /// Stores desks, and puts their tickets where they belong. Returns the changes to settle later. After an error, those before
    /// it stay stored.
    pub(super) async fn keep(&self, files: &[&DeskFile]) -> Result<Vec<DeskChange>, ApplyError> {
        let mut unsettled = Vec::new();
        match self {
            Self::Stack(stack) => {
                for file in files {
                    stack.put_desk(file).await?;
                }
            }
            Self::Table(store) => {
                store.make_signing_key().await?;
                for file in files {
                    let change = store
                        .put_desk(&file.source, docket_logo::of(&file.desk))
                        .await?;
                    put_all_right(store, &change).await?;
                    unsettled.push(change);
                }
            }
        }
        unsettled.retain(|change| !change.is_settled());
        Ok(unsettled)
    }

    /// Puts the tickets where they belong that a function placed by an old file meanwhile.
    pub(super) async fn settle(&self, changes: &[DeskChange]) -> Result<(), ApplyError> {
        if let Self::Table(store) = self {
            for change in changes {
                rearrange(store, change).await?;
            }
        }
        Ok(())
    }

    /// Removes desks. After an error, those before it are removed.
    pub(super) async fn remove(&self, ids: &[DeskId]) -> Result<(), ApplyError> {
        for id in ids {
            match self {
                Self::Stack(stack) => stack.remove_desk(id).await?,
                Self::Table(store) => store.remove_desk(id, Timestamp::now()).await?,
            }
        }
        Ok(())
    }

    /// Compares desk files with the tickets that are there.
    pub(super) async fn compare(&self, order: CompareOrder) -> Result<Vec<Comparison>, ApplyError> {
        Ok(match self {
            Self::Stack(stack) => stack.compare(&order).await?,
            Self::Table(store) => compare(store, &order).await?,
        })
    }
}
