//! Waits until all work is done.

use super::state::LocalApi;
use axum::extract::State;
use axum::http::StatusCode;

/// Calls every schedule now, and answers after everything that follows was handled.
pub(super) async fn settle(State(local): State<LocalApi>) -> StatusCode {
    local.run_due().await;
    StatusCode::NO_CONTENT
}
