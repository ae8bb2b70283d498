//! Turns the errors of the domain, the use cases and the cloud into problems.

use super::types::{Problem, Wrong};
use docket_app::AppError;
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
            Refusal::ForStaffOnly { field } => Self::new(
                StatusCode::FORBIDDEN,
                "forbidden",
                "problem-forbidden",
                "problem-staff-only",
            )
            .about(field, "problem-staff-only"),
            Refusal::NotAllowed => Self::new(
                StatusCode::FORBIDDEN,
                "forbidden",
                "problem-forbidden",
                "problem-not-allowed",
            )
            .about("key", "problem-not-allowed"),
            Refusal::SignInFirst => Self::sign_in_first(),
            Refusal::NeedsAccount => Self::needs_account(),
            Refusal::NeedsAdministrator => Self::needs_administrator(),
            Refusal::NeedsCompany => Self::needs_company(),
            Refusal::AccessEnded => Self::access_ended(),
            Refusal::PortalLeft => Self::portal_left(),
            Refusal::Confirmed => Self::confirmed(),
            Refusal::LinkSentOften => Self::link_sent_often(),
            Refusal::PastReopening => Self::new(
                StatusCode::CONFLICT,
                "past-reopening",
                "problem-past-reopening",
                "problem-past-reopening-detail",
            )
            .about("body", "problem-past-reopening-detail"),
            Refusal::NotPastReopening => Self::new(
                StatusCode::CONFLICT,
                "not-past-reopening",
                "problem-not-past-reopening",
                "problem-not-past-reopening-detail",
            )
            .about("body", "problem-not-past-reopening-detail"),
            Refusal::NotClosed => Self::new(
                StatusCode::CONFLICT,
                "not-closed",
                "problem-not-closed",
                "problem-not-closed-detail",
            )
            .about("score", "problem-not-closed-detail"),
            Refusal::RatedLongAgo => Self::new(
                StatusCode::CONFLICT,
                "rated",
                "problem-rated",
                "problem-rated-detail",
            )
            .about("score", "problem-rated-detail"),
            Refusal::IncidentClosed => Self::incident_closed(),
            Refusal::TooManyIncidents => Self::too_many_incidents(),
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
            StoreError::Later => {
                tracing::warn!(%error, "later");
                Self::later()
            }
            _ => {
                tracing::error!(%error, "broken");
                Self::internal_error()
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
                Self::internal_error()
            }
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NoTicket => Self::no_ticket(),
            AppError::NotSignedIn => Self::sign_in(),
            AppError::KeyEnded => Self::key_ended(),
            AppError::NoEvent => Self::bad_cursor("cursor"),
            AppError::Limited(reached) => Self::limited(reached),
            AppError::Stale => Self::stale(),
            AppError::KeyReused => Self::key_reused(),
            AppError::Busy => Self::busy(),
            AppError::Refused(refusal) => refusal.into(),
            AppError::Store(error) => error.into(),
            AppError::Files(error) => error.into(),
            AppError::NoDesk(_) => {
                tracing::error!(%error, "broken");
                Self::internal_error()
            }
        }
    }
}
