//! The stand-in for Lambda: functions hand events to others, and wait for no answer.

use crate::asked::INVOCATION;
use crate::signature::is_signed;
use crate::triggers::HandedOver;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};

/// Returns the routes of the stand-in.
pub(crate) fn routes(events: HandedOver) -> Router {
    let path = format!("{}{{function}}{}", INVOCATION[0], INVOCATION[1]);
    Router::new().route(&path, post(invoke)).with_state(events)
}

async fn invoke(
    State(events): State<HandedOver>,
    Path(function): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    let refused = |status, code: &str| (status, json!({ "__type": code }).to_string());
    if !is_signed(&headers) {
        return refused(StatusCode::FORBIDDEN, "MissingAuthenticationTokenException");
    }
    let kind = headers.get("x-amz-invocation-type");
    let event: Result<Value, _> = serde_json::from_slice(&body);
    let (Some(b"Event"), Ok(event)) = (kind.map(|kind| kind.as_bytes()), event) else {
        return refused(StatusCode::BAD_REQUEST, "InvalidParameterValueException");
    };
    match events.put(&function, event) {
        Ok(true) => (StatusCode::ACCEPTED, String::new()),
        Ok(false) => refused(StatusCode::NOT_FOUND, "ResourceNotFoundException"),
        Err(error) => {
            tracing::error!(%error, "an event for a function could not be kept");
            refused(StatusCode::INTERNAL_SERVER_ERROR, "ServiceException")
        }
    }
}
