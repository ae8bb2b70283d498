//! Reads bodies as objects of named values.

use crate::problem::Problem;
use serde_json::{Map, Value};

/// Reads a JSON object.
pub(super) fn from_json(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    let text = std::str::from_utf8(body).map_err(|_| Problem::malformed("problem-not-utf8"))?;
    // Some programs begin each text with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match serde_json::from_str(text) {
        Ok(Value::Object(values)) => Ok(values),
        Ok(_) => Err(Problem::malformed("problem-not-an-object")),
        Err(error) => Err(Problem::not_json(&error)),
    }
}

/// Reads a form as an object. `fields.chat_id=7` becomes `{"fields": {"chat_id": "7"}}`. A name
/// that occurs more than once becomes a list.
pub(super) fn from_form(body: &[u8]) -> Result<Map<String, Value>, Problem> {
    // The form decoder replaces bytes that are not UTF-8. So they are refused here, before they can
    // damage a person's text.
    let decoded: Vec<u8> = percent_encoding::percent_decode(body).collect();
    std::str::from_utf8(&decoded).map_err(|_| Problem::malformed("problem-not-utf8"))?;
    let mut values = Map::new();
    for (name, value) in form_urlencoded::parse(body) {
        let (object, name) = match name.split_once('.') {
            Some((object @ ("requester" | "fields" | "context"), name)) => {
                let object = values
                    .entry(object)
                    .or_insert_with(|| Value::Object(Map::new()));
                // A text of the same name gives way.
                if !object.is_object() {
                    *object = Value::Object(Map::new());
                }
                match object {
                    Value::Object(values) => (values, name.to_owned()),
                    _ => continue,
                }
            }
            _ => (&mut values, name.clone().into_owned()),
        };
        let value = Value::String(value.into_owned());
        match object.get_mut(&name) {
            None => {
                object.insert(name, value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Ok(values)
}
