//! Reads bodies as objects of named values.

use crate::problem::Problem;
use encoding_rs::WINDOWS_1252;
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
                let Value::Object(values) = object else {
                    continue;
                };
                (values, name.to_owned())
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

/// Reads a form for its texts alone. Bytes that are not UTF-8 are read as a page reads them that names
/// no encoding, so that a person finds most of their words again.
pub(crate) fn texts_of_form(body: &[u8]) -> Vec<(String, String)> {
    let read = |part: &[u8]| {
        let spaced: Vec<u8> = part
            .iter()
            .map(|byte| if *byte == b'+' { b' ' } else { *byte })
            .collect();
        let bytes: Vec<u8> = percent_encoding::percent_decode(&spaced).collect();
        match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => WINDOWS_1252
                .decode_without_bom_handling(error.as_bytes())
                .0
                .into_owned(),
        }
    };
    body.split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let mut next = || read(halves.next().unwrap_or_default());
            (next(), next())
        })
        .collect()
}
