//! What each error of the domain and of the cloud is to a client.

use super::{Problem, Wrong};
use docket_cloud::store::CommitError;
use docket_cloud::{FilesError, StoreError};
use docket_domain::Refusal;
use http::StatusCode;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Fields(errors) => {
                let mut problem = Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "fields",
                    "problem-fields",
                    "problem-fields-detail",
                );
                problem.errors = errors.into_iter().map(Wrong::Field).collect();
                problem
            }
            Refusal::ForStaffOnly => Self::new(
                StatusCode::FORBIDDEN,
                "forbidden",
                "problem-forbidden",
                "problem-staff-only",
            )
            .about("internal", "problem-staff-only"),
            Refusal::MoveNotAllowed { possible } => {
                let possible: Vec<String> = possible.iter().map(ToString::to_string).collect();
                Self::new(
                    StatusCode::FORBIDDEN,
                    "forbidden",
                    "problem-forbidden",
                    "problem-move-not-allowed",
                )
                .with("possible", possible.join(", "))
                .about("status", "problem-move-not-allowed")
            }
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => {
                tracing::warn!(%error, "busy");
                Self::busy()
            }
            _ => {
                tracing::error!(%error, "broken");
                Self::broken()
            }
        }
    }
}

impl From<FilesError> for Problem {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::Busy(_) => {
                tracing::warn!(%error, "busy");
                Self::busy()
            }
            FilesError::Gone | FilesError::Refused(_) => {
                tracing::error!(%error, "broken");
                Self::broken()
            }
        }
    }
}

impl From<CommitError> for Problem {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => error.into(),
            CommitError::Conflict | CommitError::Repeated => Self::busy(),
        }
    }
}

impl From<docket_domain::ticket::EvolveError> for Problem {
    fn from(error: docket_domain::ticket::EvolveError) -> Self {
        StoreError::from(error).into()
    }
}
