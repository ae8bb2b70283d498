//! Events of PagerDuty.

use super::{Call, End, Told};
use serde_json::{Value, json};

/// The most characters of a summary.
const SUMMARY: usize = 1_024;

/// Makes an event, with the integration key of a service. The page is its `dedup_key`, so that all calls of a page are one alert. Source: "Event Action
/// Behavior" and "PD-CEF" at <https://developer.pagerduty.com/docs/events-api-v2/overview/>.
pub(super) fn event(key: &str, told: Told<'_>) -> Value {
    match told {
        Told::Call(call) => trigger(key, call),
        Told::Ended(end, page) => {
            let action = match end {
                End::Acknowledged => "acknowledge",
                End::Resolved => "resolve",
            };
            json!({ "routing_key": key, "event_action": action, "dedup_key": page })
        }
    }
}

fn trigger(key: &str, call: &Call) -> Value {
    let summary: String = call.message.chars().take(SUMMARY).collect();
    json!({
        "routing_key": key,
        "event_action": "trigger",
        "dedup_key": call.about,
        "client": call.title,
        "client_url": call.page,
        "links": [{ "href": call.page, "text": call.title }],
        "payload": { "summary": summary, "source": "docket", "severity": "critical" },
    })
}
