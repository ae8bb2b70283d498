//! Why something was not done.

use docket_cloud::store::CommitError;
use docket_cloud::{FilesError, StoreError};
use docket_domain::Refusal;
use docket_domain::ticket::EvolveError;

/// Something was not done, not even in part. The texts hold no data of people.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such ticket, or it is not open to the caller: nobody learns which.
    #[error("there is no such ticket for this caller")]
    NoTicket,
    /// The desk of a ticket is gone from the table.
    #[error("there is no desk `{0}` any more: apply its file again")]
    NoDesk(String),
    /// The caller gave no key and has no session.
    #[error("the caller is not signed in")]
    NotSignedIn,
    /// The ticket is not at the version that the caller asked for.
    #[error("the ticket is at another version")]
    Stale,
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// Too many change the ticket at once, for as long as was tried.
    #[error("the ticket is being changed by many at once")]
    Busy,
    /// The domain refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The table failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The bucket failed.
    #[error(transparent)]
    Files(#[from] FilesError),
}

impl From<EvolveError> for AppError {
    fn from(error: EvolveError) -> Self {
        StoreError::from(error).into()
    }
}

impl From<CommitError> for AppError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict | CommitError::Repeated => Self::Busy,
            CommitError::Store(error) => error.into(),
        }
    }
}
