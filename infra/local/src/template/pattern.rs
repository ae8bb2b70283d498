//! Event patterns, of Lambda's filters and of EventBridge's rules.

use serde_json::{Value, json};

/// An event pattern with the features that the template uses: objects, exact values, prefixes, and what is there at all.
#[derive(Debug, Clone)]
pub(crate) struct Pattern(Value);

impl Pattern {
    pub(super) fn new(pattern: Value) -> Self {
        Self(pattern)
    }

    /// Returns `true` when an event matches the pattern.
    pub(crate) fn fits(&self, event: &Value) -> bool {
        fits(&self.0, event)
    }
}

fn fits(pattern: &Value, value: &Value) -> bool {
    match pattern {
        Value::Object(parts) => parts
            .iter()
            .all(|(name, part)| value.get(name).is_some_and(|value| fits(part, value))),
        // Of a list in the event, one has to match.
        Value::Array(_) if value.is_array() => {
            let values = value.as_array().into_iter().flatten();
            values.into_iter().any(|value| fits(pattern, value))
        }
        Value::Array(choices) => choices.iter().any(|choice| {
            let prefix = choice.get("prefix").and_then(Value::as_str);
            let begins = |prefix| value.as_str().is_some_and(|it| it.starts_with(prefix));
            choice == value || *choice == json!({ "exists": true }) || prefix.is_some_and(begins)
        }),
        _ => false,
    }
}
