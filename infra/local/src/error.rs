//! The errors of starting a stack.

use crate::database::TableFault;
use crate::template::TemplateError;
use docket_cloud::{AwsError, StoreError};
use std::path::{Path, PathBuf};

/// The stack could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// The template cannot run on one machine.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The template names a binary that is not built in.
    #[error(
        "the template names the binary `{0}`, which is not built in: add it to the list of functions"
    )]
    Function(String),
    /// The stack cannot listen on the address.
    #[error("the address cannot be listened on: {0}; choose another with --listen")]
    Listen(std::io::Error),
    /// The data folder cannot be used.
    #[error(
        "{} cannot be used: {reason}; see that you may write to it and that its disk has room, or choose another folder with --data",
        .folder.as_ref().map_or("the data folder".to_owned(), |folder| format!("`{}`", folder.display()))
    )]
    Data {
        /// The folder, where the caller knows it.
        folder: Option<PathBuf>,
        /// Why.
        reason: String,
    },
    /// Another stack uses the data folder.
    #[error("`{}` is in use by another Docket: stop it, or choose another folder with --data", .0.display())]
    InUse(PathBuf),
    /// A later version of Docket wrote the data folder.
    #[error(
        "a later version of Docket wrote the data folder: run that version, or choose another folder with --data"
    )]
    LaterFolder,
    /// The table does not fit the data folder.
    #[error(transparent)]
    Table(#[from] TableFault),
    /// The table cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The embedded services cannot be reached.
    #[error(transparent)]
    Aws(#[from] AwsError),
}

impl StackError {
    /// Makes the error for an unusable data folder.
    pub(crate) fn data(reason: impl std::fmt::Display) -> Self {
        Self::Data {
            folder: None,
            reason: reason.to_string(),
        }
    }

    /// Names the data folder, if the error is about it.
    pub(crate) fn in_folder(self, path: &Path) -> Self {
        match self {
            Self::Data { reason, .. } => Self::Data {
                folder: Some(path.to_owned()),
                reason,
            },
            other => other,
        }
    }
}
