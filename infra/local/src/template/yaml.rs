//! Reads values in CloudFormation's YAML.

use serde_norway::Value;

/// Returns the value at a path of names.
pub(super) fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, name| value.get(*name))
}

/// Returns the text at a path of names.
pub(super) fn text<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    at(value, path).and_then(Value::as_str)
}

/// Returns the number at a path of names. Returns `None` for a negative number too.
pub(super) fn number(value: &Value, path: &[&str]) -> Option<usize> {
    let number = at(value, path).and_then(Value::as_u64)?;
    usize::try_from(number).ok()
}

/// Returns `true` when the member with this name is `true`.
pub(super) fn flag(value: &Value, name: &str) -> bool {
    at(value, &[name]).and_then(Value::as_bool) == Some(true)
}

/// Returns the values of the list at a path of names. Returns none when there is no list.
pub(super) fn list<'v>(value: &'v Value, path: &[&str]) -> impl Iterator<Item = &'v Value> {
    let values = at(value, path).and_then(Value::as_sequence);
    values.into_iter().flatten()
}

/// Returns the texts of a list, or a single text that stands in place of a list.
pub(super) fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Sequence(texts)) => {
            let texts = texts.iter().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
