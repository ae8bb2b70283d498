//! Checks the tickets of a running stack.

use super::failed;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use docket_app::doctor;
use docket_cloud::Store;

/// Returns the route `POST /doctor`, which checks every ticket of the table.
pub(crate) fn doctor_routes(store: Store) -> Router {
    Router::new()
        .route("/doctor", post(examine))
        .with_state(store)
}

async fn examine(State(store): State<Store>) -> Response {
    match doctor::examine(&store).await {
        Ok(report) => Json(report).into_response(),
        Err(error) => failed(&error),
    }
}
