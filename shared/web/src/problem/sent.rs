//! Problems with the request itself.

use super::types::{Problem, Wrong};
use docket_domain::{FieldError, FieldProblem};
use http::StatusCode;

impl Problem {
    /// The ticket ID in the address is not valid.
    #[must_use]
    pub fn bad_ticket_id() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-malformed",
            "field-ticket-id",
        )
        .about("id", "field-ticket-id")
    }

    /// A cursor is not one that this list or ticket gave out. `name` is that of its parameter.
    #[must_use]
    pub fn bad_cursor(name: &'static str) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "cursor",
            "problem-fields",
            "field-cursor",
        )
        .about(name, "field-cursor")
    }

    /// A parameter of the query is unknown, or its value is not valid.
    #[must_use]
    pub fn bad_query(name: &str, problem: FieldProblem) -> Self {
        let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
        let mut wrong = Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-malformed",
            "problem-fields-detail",
        );
        wrong
            .errors
            .push(Wrong::Field(FieldError::new(name, problem)));
        wrong
    }

    /// The path cannot be read.
    #[must_use]
    pub(crate) fn bad_path() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-malformed",
            "problem-not-utf8",
        )
        .about("path", "problem-not-utf8")
    }

    /// The request cannot be read.
    #[must_use]
    pub fn malformed(detail: &'static str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-malformed",
            detail,
        )
        .about("body", detail)
    }

    pub(crate) fn not_json(error: &serde_json::Error) -> Self {
        // Only the position and kind of the error are told. The words around it may be personal
        // data.
        let text = match error.is_eof() {
            true => "problem-json-end",
            false => "problem-not-json",
        };
        Self::malformed(text)
            .with("line", error.line().to_string())
            .with("column", error.column().to_string())
    }

    pub(crate) fn media_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type",
            "problem-media-type",
            "problem-media-type-detail",
        )
        .about("Content-Type", "problem-media-type-detail")
    }

    /// The request did not arrive in time.
    #[must_use]
    pub fn too_slow() -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "too-slow",
            "problem-too-slow",
            "problem-too-slow-detail",
        )
        .about("body", "problem-too-slow-detail")
    }

    /// The body is larger than `max` bytes.
    #[must_use]
    pub fn too_large(max: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "problem-too-large",
            "problem-too-large-detail",
        )
        .with("max", max.to_string())
        .about("body", "problem-too-large-detail")
    }

    /// A table of accounts is larger than `max` bytes.
    #[must_use]
    pub fn table_too_large(max: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "problem-table-too-large",
            "problem-table-too-large-detail",
        )
        .with("max", max.to_string())
        .about("body", "problem-table-too-large-detail")
    }

    /// A header does not match its rule.
    #[must_use]
    pub fn header(name: &'static str, rule: &'static str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-header",
            "problem-header-detail",
        )
        .with("name", name)
        .with("rule", rule)
        .about(name, "problem-header-detail")
    }

    /// The ticket is not at the version that `If-Match` requires.
    #[must_use]
    pub fn stale() -> Self {
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            "stale",
            "problem-stale",
            "problem-stale-detail",
        )
        .about("If-Match", "problem-stale-detail")
    }

    /// The idempotency key was used for another request.
    #[must_use]
    pub fn key_reused() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "key-reused",
            "problem-key-reused",
            "problem-key-reused-detail",
        )
        .about("Idempotency-Key", "problem-key-reused-detail")
    }

    /// Returns `true` when the problem is a reused idempotency key.
    #[must_use]
    pub fn is_key_reused(&self) -> bool {
        self.kind == "key-reused"
    }
}
