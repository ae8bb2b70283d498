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

/// The furthest that the clock can be ahead: 100 years.
const FARTHEST: SignedDuration = SignedDuration::from_hours(24 * 366 * 100);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance: String,
}

/// Answers with the current time of the stack.
pub(super) async fn now(State(local): State<LocalApi>) -> Response {
    Json(json!({ "now": local.clock.clock.now().to_string() })).into_response()
}

/// Moves the stack's clock ahead. Answers after everything that is due by then was handled.
pub(super) async fn advance(State(local): State<LocalApi>, body: String) -> Response {
    let ahead = local.clock.clock.ahead();
    let by =
        length(&body).filter(|by| !by.is_negative() && *by <= FARTHEST && ahead + *by <= FARTHEST);
    let Some(by) = by else {
        let message = "Send {\"advance\": \"P14D\"}: a length of time in ISO 8601 (days, hours, minutes, seconds), not negative; the clock goes up to 100 years ahead.";
        return problem(StatusCode::BAD_REQUEST, "advance", message);
    };
    local.settled().await;
    local.clock.advance(by);
    local.run_due().await;
    now(State(local)).await
}

fn length(body: &str) -> Option<SignedDuration> {
    let Advance { advance } = serde_json::from_str(body).ok()?;
    let span: Span = advance.parse().ok()?;
    span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()
}
