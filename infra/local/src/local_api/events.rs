//! Sends events to the bus.

use super::problem::problem;
use super::state::LocalApi;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// Sends an event to the bus, to try out the report of a scanner.
pub(super) async fn put(State(local): State<LocalApi>, body: String) -> Response {
    match serde_json::from_str::<Value>(&body) {
        Ok(event) if event.get("source").is_some() => {
            local.bus.put(&event);
            local.settled().await;
            StatusCode::NO_CONTENT.into_response()
        }
        _ => {
            let message = "Send an event as EventBridge has it: {\"source\": \"docket.scanner\", \"detail-type\": \"File Scanned\", \"detail\": {…}}.";
            problem(StatusCode::BAD_REQUEST, "source", message)
        }
    }
}
