//! Requests to the desks, as people write them.

use serde_json::{Value, json};

/// Each desk, with a topic of it.
pub(crate) const DESKS: [(&str, &str); 5] = [
    ("learnupon", "technical-problem"),
    ("smartplayer", "report-a-bug"),
    ("spaceos", "bug"),
    ("spotme", "access"),
    ("twin24", "chat-problem"),
];

/// Makes a request to that desk about that topic, with all that the topic's form requires.
pub(crate) fn request(desk: &str, topic: &str, email: &str) -> Value {
    let mut request = json!({
        "topic": topic,
        "requester": { "email": email, "name": "Requester" },
        "subject": "It does not work",
        "description": "First I did this.\nThen it did that: a red „…“.",
    });
    let more = match desk {
        "smartplayer" => json!({
            "impact": "major",
            "fields": { "operating_system": "tizen", "server_type": "cloud" },
        }),
        "spaceos" => json!({
            "priority": "high",
            "impact": "everyone",
            "fields": { "where": "browser", "symptoms": "A white page" },
        }),
        "twin24" => json!({ "fields": { "account_number": "77001" } }),
        _ => json!({}),
    };
    if let (Value::Object(request), Value::Object(more)) = (&mut request, more) {
        request.extend(more);
    }
    request
}

/// Makes the fields of a plain form of it.
pub(crate) fn form(request: &Value) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (name, value) in request.as_object().into_iter().flatten() {
        match value {
            Value::Object(_) => {
                let nested = form(value).into_iter();
                fields.extend(nested.map(|(end, value)| (format!("{name}.{end}"), value)));
            }
            Value::String(text) => fields.push((name.clone(), text.clone())),
            other => fields.push((name.clone(), other.to_string())),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_nested_fields_by_their_path() {
        let request = json!({ "topic": "bug", "requester": { "email": "a@example.com" } });
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut found = form(&request);
        found.sort();
        let email = field("requester.email", "a@example.com");
        assert_eq!(found, [email, field("topic", "bug")]);
    }
}
