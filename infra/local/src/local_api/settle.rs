//! Waiting for consequences.

use super::state::LocalApi;
use axum::extract::State;
use axum::http::StatusCode;

/// Does what is due, and answers when it has happened and has been told.
pub(super) async fn settle(State(local): State<LocalApi>) -> StatusCode {
    local.run_due().await;
    StatusCode::NO_CONTENT
}
