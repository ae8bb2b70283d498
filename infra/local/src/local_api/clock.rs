//! Shows the stack's clock, and moves it ahead.

use super::problem::problem;
use super::state::LocalApi;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Span, SpanRelativeTo};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;

/// The furthest that the clock can be ahead: 100 years.
const FARTHEST: SignedDuration = SignedDuration::from_hours(24 * 366 * 100);

/// How long each of the two waits of a move takes at most. What is not done by then goes on without the caller.
const PATIENCE: Duration = Duration::from_millis(400);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance: String,
}

/// Answers with the current time of the stack.
pub(super) async fn now(State(local): State<LocalApi>) -> Response {
    Json(json!({ "now": local.clock.clock.now().to_string() })).into_response()
}

/// Moves the stack's clock ahead, after what happened before was handled. Answers within a second: `settled` tells whether everything
/// that is due by then was handled, too. If not, `POST /_local/settle` waits for it.
pub(super) async fn advance(State(local): State<LocalApi>, body: String) -> Response {
    let ahead = local.clock.clock.ahead();
    let by =
        length(&body).filter(|by| !by.is_negative() && *by <= FARTHEST && ahead + *by <= FARTHEST);
    let Some(by) = by else {
        let message = "Send {\"advance\": \"P14D\"}: a length of time in ISO 8601 (days, hours, minutes, seconds), not negative; the clock goes up to 100 years ahead.";
        return problem(StatusCode::BAD_REQUEST, "advance", message);
    };
    let before = timeout(PATIENCE, local.settled()).await;
    local.clock.advance(by);
    let due = timeout(PATIENCE, local.run_due()).await;
    let now = local.clock.clock.now().to_string();
    Json(json!({ "now": now, "settled": before.is_ok() && due.is_ok() })).into_response()
}

fn length(body: &str) -> Option<SignedDuration> {
    let Advance { advance } = serde_json::from_str(body).ok()?;
    let span: Span = advance.parse().ok()?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
}
