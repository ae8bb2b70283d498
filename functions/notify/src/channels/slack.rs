//! Messages of incoming webhooks of Slack, and of what takes the same.

use super::Call;
use serde_json::{Value, json};

/// Makes a message. Slack's marks are escaped as it asks. Source: "Formatting text" at <https://api.slack.com/reference/surfaces/formatting>.
pub(super) fn message(call: &Call) -> Value {
    let escaped = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    let (title, message) = (escaped(&call.title), escaped(&call.message));
    json!({ "text": format!("*{title}*\n{message}\n{}", call.page) })
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    #[test]
    fn no_words_of_a_stranger_are_marks_of_slack() {
        let message = message(&call());
        let text = message["text"].as_str().unwrap_or_default();
        assert!(
            text.contains("SOS-1: &lt;b&gt;Down&lt;/b&gt; &amp; out"),
            "{text}"
        );
    }
}
