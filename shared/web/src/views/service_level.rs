//! What the clocks of a ticket show, as the API tells it.

use docket_domain::clock::{ClockState, Reading};
use serde::Serialize;

/// What the clock of one metric of a ticket shows, and why.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ServiceLevel"))]
pub struct ServiceLevelAnswer {
    /// What is measured.
    #[cfg_attr(test, schemars(extend("enum" = ["first_response", "next_response", "resolution"])))]
    metric: &'static str,
    /// The ID of the service level that counts.
    level: String,
    /// The ID of the calendar whose hours count. `null` for the desk's own hours, or if every hour counts.
    calendar: Option<String>,
    /// The state of the clock. `breached` stays when the metric is fulfilled later.
    #[cfg_attr(test, schemars(extend("enum" = ["running", "paused", "met", "breached"])))]
    state: &'static str,
    /// The time at which the clock began.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    started_at: String,
    /// The time that the service level gives, in seconds of the time that counts.
    target_seconds: i64,
    /// The time at which that is used up. `null` while the clock stands still before that.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    target_at: Option<String>,
    /// The time that is left, in seconds. Negative once the target has passed.
    remaining_seconds: i64,
    /// The time at which the metric was fulfilled, if that was in time.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    met_at: Option<String>,
    /// The time at which the target passed, if the metric was not fulfilled before.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    breached_at: Option<String>,
    /// The time at which the metric was fulfilled, in time or not.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    fulfilled_at: Option<String>,
    /// The time that counted before the first of `spans`, in seconds.
    counted_before_seconds: i64,
    /// The newest parts of its time, at most 50, the oldest first.
    spans: Vec<SpanAnswer>,
}

/// A part of a clock's time.
#[derive(Debug, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(rename = "ServiceLevelSpan")
)]
struct SpanAnswer {
    /// The start.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    from: String,
    /// The end.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    to: String,
    /// Whether it counted, or why it did not: out of business hours, the requester had to answer, somebody else had to act, or the
    /// ticket was done.
    #[cfg_attr(test, schemars(extend("enum" = ["counted", "closed", "waiting", "held", "done"])))]
    kind: &'static str,
}

impl ServiceLevelAnswer {
    /// Makes the answer for a metric.
    #[must_use]
    pub fn new(reading: &Reading<'_>) -> Self {
        let is_breached = reading.state == ClockState::Breached;
        let spans = reading.spans.iter().map(|span| SpanAnswer {
            from: span.time.from.to_string(),
            to: span.time.until.to_string(),
            kind: span.kind.name(),
        });
        let text = |at: jiff::Timestamp| at.to_string();
        Self {
            metric: reading.metric.name(),
            level: reading.level.id.to_string(),
            calendar: reading.calendar.map(|it| it.id.to_string()),
            state: reading.state.name(),
            started_at: text(reading.started_at),
            target_seconds: reading.target.as_secs(),
            target_at: reading.target_at.map(text),
            remaining_seconds: reading.remaining().as_secs(),
            met_at: reading.fulfilled_at.filter(|_| !is_breached).map(text),
            breached_at: reading.target_at.filter(|_| is_breached).map(text),
            fulfilled_at: reading.fulfilled_at.map(text),
            counted_before_seconds: reading.counted_before.as_secs(),
            spans: spans.collect(),
        }
    }
}
