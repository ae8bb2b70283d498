//! Refusals under `/_local`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Makes a refusal as in RFC 9457, about one field.
#[must_use]
pub fn problem(status: StatusCode, field: &str, message: &str) -> Response {
    let body = json!({
        "type": "about:blank",
        "title": message,
        "status": status.as_u16(),
        "detail": message,
        "errors": [{ "field": field, "message": message }],
    });
    let kind = [("content-type", "application/problem+json")];
    (status, kind, body.to_string()).into_response()
}
