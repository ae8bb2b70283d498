//! The errors of the use cases.

use crate::limits::Reached;
use docket_cloud::store::CommitError;
use docket_cloud::{FilesError, StoreError};
use docket_domain::Refusal;
use docket_domain::ticket::EvolveError;

/// Something was not done, not even in part. The texts hold no personal data.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such ticket, or the caller may not see it. The answer is the same for both.
    #[error("there is no such ticket for this caller")]
    NoTicket,
    /// The desk of a ticket is no longer in the table.
    #[error("there is no desk `{0}` any more: apply its file again")]
    NoDesk(String),
    /// The ticket has no event with the ID that the caller gave, or a list no entry.
    #[error("there is no such event")]
    NoEvent,
    /// The caller sent no ticket key and has no session.
    #[error("the caller is not signed in")]
    NotSignedIn,
    /// The caller's key ended, some time after the ticket was done.
    #[error("the key of the ticket has ended")]
    KeyEnded,
    /// The ticket is not at the version that the caller asked for.
    #[error("the ticket is at another version")]
    Stale,
    /// A limit was reached.
    #[error("the limit {} is reached", .0.limit)]
    Limited(Reached),
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// Too many requests change the ticket at once. All attempts were used.
    #[error("the ticket is being changed by many at once")]
    Busy,
    /// The domain refused the command.
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
            CommitError::Conflict | CommitError::Exists | CommitError::Repeated => Self::Busy,
            CommitError::Store(error) => error.into(),
        }
    }
}
