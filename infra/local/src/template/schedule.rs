//! The schedules of functions.

use super::error::{TemplateError, unfit};
use super::yaml::text;
use serde_json::{Value as Json, json};
use serde_norway::Value;
use std::time::Duration;

/// A schedule that calls a function at an interval.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    pub(crate) every: Duration,
    /// The event to call the function with.
    pub(crate) input: Json,
}

impl Schedule {
    pub(super) fn read(event: &Value) -> Result<Self, TemplateError> {
        let expression = text(event, &["Properties", "ScheduleExpression"])
            .or_else(|| text(event, &["Properties", "Schedule"]))
            .unwrap_or_default();
        let every = interval(expression)
            .ok_or_else(|| unfit(format!("the schedule `{expression}` is not a `rate(…)`")))?;
        let input = match text(event, &["Properties", "Input"]) {
            Some(input) => serde_json::from_str(input)
                .map_err(|error| unfit(format!("a schedule's input is not JSON: {error}")))?,
            None => json!({}),
        };
        Ok(Self { every, input })
    }
}

fn interval(expression: &str) -> Option<Duration> {
    let rate = expression.strip_prefix("rate(")?.strip_suffix(')')?;
    let (count, unit) = rate.split_once(' ')?;
    let count: u64 = count.parse().ok().filter(|count| *count > 0)?;
    let seconds = match unit.trim_end_matches('s') {
        "minute" => 60,
        "hour" => 60 * 60,
        "day" => 24 * 60 * 60,
        _ => return None,
    };
    count.checked_mul(seconds).map(Duration::from_secs)
}
