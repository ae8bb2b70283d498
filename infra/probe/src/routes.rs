//! The probe's routes under `/_local`.

use crate::faults::{FaultSettings, Faults};
use crate::requests::Requests;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use docket_local::{LocalDatabase, problem};
use serde_json::json;

/// The path at which the table takes requests of the SDK.
const TABLE: &str = "/_local/dynamodb/";

/// The state that the routes share.
#[derive(Clone)]
pub(crate) struct Routes {
    pub(crate) faults: Faults,
    pub(crate) requests: Requests,
    /// The table, past all roles.
    pub(crate) table: LocalDatabase,
}

/// Makes the routes.
pub(crate) fn router(routes: Routes) -> Router {
    Router::new()
        .route("/_local/requests", get(requests))
        .route("/_local/table", get(table))
        .route(TABLE, post(ask_table))
        .route("/_local/faults", post(faults))
        .with_state(routes)
}

/// Answers with the number of requests that the functions have made, by operation.
async fn requests(State(routes): State<Routes>) -> Response {
    Json(routes.requests.so_far()).into_response()
}

/// Answers with the path of the table, and with the requests of each function.
async fn table(State(routes): State<Routes>) -> Response {
    let asked = routes.requests.by_function();
    Json(json!({ "path": TABLE, "asked": asked })).into_response()
}

/// Passes a request of the AWS SDK on to the table. `docket` itself has no such way.
async fn ask_table(State(routes): State<Routes>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target");
    let target = target.and_then(|target| target.to_str().ok());
    let operation = target.and_then(|target| target.split_once('.'));
    let operation = operation.map(|(_, operation)| operation.to_owned());
    let answered = routes
        .table
        .ask(operation.unwrap_or_default(), body.into())
        .await;
    let status = StatusCode::from_u16(answered.status).unwrap_or_default();
    let json = [(CONTENT_TYPE, "application/x-amz-json-1.0")];
    (status, json, answered.body).into_response()
}

/// Sets the faults that the body describes, from now on.
async fn faults(State(routes): State<Routes>, body: String) -> Response {
    match serde_json::from_str::<FaultSettings>(&body) {
        Ok(day) if day.percent <= 100 => {
            routes.faults.set(&day);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => {
            let message = "Send {\"percent\": 10}: how many of a hundred requests to the table go wrong, 0 to 100; {\"no_mail_answers\": true}, {\"mails_refused\": \"Throttling\"}, {\"lost_commits\": 1}, {\"bucket_refuses\": true}, {\"stopped\": \"docket-notify\"}, or {\"killed\": {\"function\": \"docket-notify\", \"request\": 3, \"carried_out\": true}}.";
            problem(StatusCode::BAD_REQUEST, "percent", message)
        }
    }
}
