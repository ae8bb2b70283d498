//! Messages of ntfy.

use super::Call;
use serde_json::{Value, json};

/// Makes a message of the highest priority, which is shown although the telephone is quiet, and the address that takes it. Source: "Publish as JSON"
/// and "Action buttons" at <https://docs.ntfy.sh/publish/>: it is sent to the server itself, and names the topic, which the channel's address ends
/// with.
pub(super) fn message(url: &str, call: &Call) -> (String, Value) {
    let url = url.trim_end_matches('/');
    let (server, topic) = url.rsplit_once('/').unwrap_or((url, ""));
    let action = call.acknowledge.as_ref().map(|(label, address)| {
        json!({
            "action": "http",
            "label": label,
            "url": address,
            "method": "POST",
            "headers": { "Content-Type": "application/json" },
            "body": "{}",
            "clear": true,
        })
    });
    let actions: Vec<Value> = action.into_iter().collect();
    let body = json!({
        "topic": topic,
        "title": call.title,
        "message": call.message,
        "priority": 5,
        "tags": ["rotating_light"],
        "click": call.page,
        "actions": actions,
    });
    (format!("{server}/"), body)
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    #[test]
    fn ntfy_is_told_the_topic_in_the_body() {
        let (address, body) = message("https://ntfy.example.com/base/topic/", &call());
        assert_eq!(address, "https://ntfy.example.com/base/");
        assert_eq!(
            (&body["topic"], &body["priority"]),
            (&json!("topic"), &json!(5))
        );
        assert_eq!(body["actions"][0]["method"], "POST");
    }
}
