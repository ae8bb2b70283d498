//! The probe's routes under `/_local`.

use crate::faults::{FaultSettings, Faults};
use crate::requests::Requests;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use docket_local::problem;
use serde_json::json;

/// The state that the routes share.
#[derive(Clone)]
pub(crate) struct Routes {
    pub(crate) faults: Faults,
    pub(crate) requests: Requests,
    /// The address of the table.
    pub(crate) table: String,
}

/// Makes the routes.
pub(crate) fn router(routes: Routes) -> Router {
    Router::new()
        .route("/_local/requests", get(requests))
        .route("/_local/table", get(table))
        .route("/_local/faults", post(faults))
        .with_state(routes)
}

/// Answers with the number of requests that the functions have made, by operation.
async fn requests(State(routes): State<Routes>) -> Response {
    Json(routes.requests.so_far()).into_response()
}

/// Answers with the table's address, and with the requests of each function.
async fn table(State(routes): State<Routes>) -> Response {
    let asked = routes.requests.by_function();
    Json(json!({ "endpoint": routes.table, "asked": asked })).into_response()
}

/// Sets the faults that the body describes, from now on.
async fn faults(State(routes): State<Routes>, body: String) -> Response {
    match serde_json::from_str::<FaultSettings>(&body) {
        Ok(day) if day.percent <= 100 => {
            routes.faults.set(&day);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => {
            let message = "Send {\"percent\": 10}: how many of a hundred requests to the table go wrong, 0 to 100; {\"no_mail_answers\": true}, {\"lost_commits\": 1}, or {\"bucket_refuses\": true}.";
            problem(StatusCode::BAD_REQUEST, "percent", message)
        }
    }
}
