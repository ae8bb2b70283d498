//! Problems with what is there, who asks, and how we are.

use super::types::Problem;
use http::StatusCode;

impl Problem {
    /// There is nothing at this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-not-found-detail",
        )
    }

    /// There is no such desk.
    #[must_use]
    pub fn no_desk() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-no-desk",
        )
        .about("desk", "field-desk")
    }

    /// There is no such ticket, or it is not open to this person: nobody learns which.
    #[must_use]
    pub fn no_ticket() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-no-ticket",
        )
        .about("id", "problem-no-ticket")
    }

    /// Nobody is signed in, and no key was given.
    #[must_use]
    pub fn sign_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign-in",
            "problem-sign-in",
            "problem-sign-in-detail",
        )
        .about("key", "problem-sign-in-detail")
    }

    /// The sign-in link was used or is too old.
    #[must_use]
    pub fn link_used() -> Self {
        Self::new(
            StatusCode::GONE,
            "link-used",
            "problem-link-used",
            "problem-link-used-detail",
        )
        .about("token", "problem-link-used-detail")
    }

    /// There is no such file on the ticket, or it is not for this person to see.
    #[must_use]
    pub fn no_file() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-no-file",
        )
        .about("file", "problem-no-file")
    }

    /// The file is not in the state that this needs; the text says in which it is.
    #[must_use]
    pub fn file_state(detail: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, "file-state", "problem-file", detail).about("file", detail)
    }

    /// Something harmful was found in the file.
    #[must_use]
    pub fn infected() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "infected",
            "problem-file",
            "problem-infected",
        )
        .about("file", "problem-infected")
    }

    /// The table is throttling, or the ticket is being changed by many at once.
    #[must_use]
    pub fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "problem-busy",
            "problem-busy-detail",
        )
    }

    /// Something went wrong on our side; what it was stands in the log.
    #[must_use]
    pub fn broken() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "broken",
            "problem-broken",
            "problem-broken-detail",
        )
    }
}
