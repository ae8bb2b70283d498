//! Values within CloudFormation's YAML.

use serde_norway::Value;

/// The value at that path of names.
pub(super) fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, name| value.get(*name))
}

/// The text at that path of names.
pub(super) fn text<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    at(value, path).and_then(Value::as_str)
}

/// The number at that path of names; `None` for a negative one as well.
pub(super) fn number(value: &Value, path: &[&str]) -> Option<usize> {
    let number = at(value, path).and_then(Value::as_u64)?;
    usize::try_from(number).ok()
}

/// The values of the list at that path of names; none when there is no list.
pub(super) fn list<'v>(value: &'v Value, path: &[&str]) -> impl Iterator<Item = &'v Value> {
    let values = at(value, path).and_then(Value::as_sequence);
    values.into_iter().flatten()
}

/// The texts of a list, or the one text that stands in place of a list.
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
