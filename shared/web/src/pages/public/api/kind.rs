//! The words for a schema.

use serde_json::Value;

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Words(String),
    Code(String),
    /// A type that the page shows.
    Type(String),
}

/// Splits a text into words and code, which stands between backticks.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let pieces = text.split('`').enumerate();
    let pieces = pieces.filter(|(_, piece)| !piece.is_empty());
    pieces
        .map(|(place, piece)| match place % 2 {
            0 => Piece::Words(piece.to_owned()),
            _ => Piece::Code(piece.to_owned()),
        })
        .collect()
}

/// Says in words what a schema allows.
pub(super) fn kind(schema: &Value) -> Vec<Piece> {
    if let Some(address) = schema.get("$ref").and_then(Value::as_str) {
        let name = address.rsplit('/').next().unwrap_or(address);
        return vec![Piece::Type(name.to_owned())];
    }
    if let Some(forms) = schema.get("anyOf").and_then(Value::as_array) {
        return joined(forms.iter().map(kind));
    }
    if let Some(only) = schema.get("const").and_then(Value::as_str) {
        return vec![Piece::Code(only.to_owned())];
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words = words.iter().filter_map(Value::as_str);
        return joined(words.map(|word| vec![Piece::Code(word.to_owned())]));
    }
    match schema.get("type") {
        Some(Value::Array(kinds)) => joined(
            kinds
                .iter()
                .filter_map(Value::as_str)
                .map(|kind| of_type(kind, schema)),
        ),
        Some(Value::String(kind)) => of_type(kind, schema),
        _ => vec![Piece::Words("any value".to_owned())],
    }
}

fn of_type(kind: &str, schema: &Value) -> Vec<Piece> {
    let number = |name: &str| schema.get(name).and_then(Value::as_u64);
    let words = |words: &str| vec![Piece::Words(words.to_owned())];
    match kind {
        "array" => {
            let mut list = match number("maxItems") {
                Some(most) => words(&format!("list of at most {most}: ")),
                None => words("list: "),
            };
            list.extend(schema.get("items").map(self::kind).unwrap_or_default());
            list
        }
        "integer" => match (number("minimum"), number("maximum")) {
            (Some(min), Some(max)) => words(&format!("whole number, {min} to {max}")),
            _ => words("whole number"),
        },
        "boolean" => words("true or false"),
        "string" => match schema.get("format").and_then(Value::as_str) {
            Some("email") => words("e-mail address"),
            Some("date-time") => words("time, as in RFC 3339"),
            Some("uuid") => words("UUID"),
            _ => match number("x-max-length").or_else(|| number("maxLength")) {
                Some(most) => words(&format!("text of at most {most} characters")),
                None => words("text"),
            },
        },
        other => words(other),
    }
}

fn joined(forms: impl Iterator<Item = Vec<Piece>>) -> Vec<Piece> {
    let mut joined = Vec::new();
    for form in forms {
        if !joined.is_empty() {
            joined.push(Piece::Words(" or ".to_owned()));
        }
        joined.extend(form);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_schema_is_said_in_words() {
        let said = |schema| {
            let pieces = kind(&schema).into_iter().map(|piece| match piece {
                Piece::Words(text) => text,
                Piece::Code(text) => format!("`{text}`"),
                Piece::Type(name) => format!("[{name}]"),
            });
            pieces.collect::<String>()
        };
        for (schema, words) in [
            (
                json!({ "type": ["string", "null"], "maxLength": 9 }),
                "text of at most 9 characters or null",
            ),
            (
                json!({ "type": "array", "items": { "$ref": "#/components/schemas/Event" } }),
                "list: [Event]",
            ),
            (
                json!({ "enum": ["a", "b"], "type": "string" }),
                "`a` or `b`",
            ),
            (
                json!({ "anyOf": [{ "type": "integer", "minimum": 1, "maximum": 5 }, { "const": "*" }] }),
                "whole number, 1 to 5 or `*`",
            ),
            (json!(true), "any value"),
        ] {
            assert_eq!(said(schema), words);
        }
        assert_eq!(
            pieces("a `b`"),
            [Piece::Words("a ".to_owned()), Piece::Code("b".to_owned())]
        );
    }
}
