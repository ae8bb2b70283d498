//! Checks the data folder of a running stack.

use super::failed;
use crate::data_folder::DataFolder;
use crate::examine::examine;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use docket_cloud::{Clock, Store};

/// What is checked.
#[derive(Clone)]
pub(crate) struct DoctorControl {
    pub(crate) store: Store,
    pub(crate) data: DataFolder,
    pub(crate) clock: Clock,
}

impl DoctorControl {
    /// Returns the route `POST /doctor`, which checks everything.
    pub(crate) fn routes(self) -> Router {
        Router::new().route("/doctor", post(check)).with_state(self)
    }
}

async fn check(State(control): State<DoctorControl>) -> Response {
    match examine(&control.store, &control.data, Some(control.clock.now())).await {
        Ok(report) => Json(report).into_response(),
        Err(error) => failed(&error),
    }
}
