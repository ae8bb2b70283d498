//! The values of a topic's fields.

use super::read::{address, line, one_of};
use crate::desk::{Field, FieldType};
use crate::refusal::FieldProblem;
use crate::value::{ChoiceId, Prose, clean, decimal};
use serde::{Deserialize, Serialize};

/// The checked value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// A text, the ID of a choice, an e-mail address, a web address or a date.
    Text(String),
    /// A decimal number as it was written. [`decimal`] reads it.
    Number(String),
    /// The IDs of several choices.
    Choices(Vec<ChoiceId>),
}

/// Checks the values that were given for a field. Only a field of type `choices` takes several.
pub(super) fn field_value(field: &Field, given: &[&str]) -> Result<FieldValue, FieldProblem> {
    if *field.kind == FieldType::Choices {
        let mut chosen = Vec::new();
        for value in given {
            let id = one_of(clean::trimmed(value), &field.choices)?;
            if !chosen.contains(&id) {
                chosen.push(id);
            }
        }
        return Ok(FieldValue::Choices(chosen));
    }
    let [value] = given else {
        return Err(FieldProblem::TooMany { max: 1 });
    };
    let max = field.max_length();
    // The lines of a long text keep their indentation.
    let value = match *field.kind {
        FieldType::LongText => value,
        _ => clean::trimmed(value),
    };
    let text = match *field.kind {
        FieldType::LongText => Prose::new(value, max)?.to_string(),
        FieldType::Choice => one_of(value, &field.choices)?.to_string(),
        FieldType::Email => address(value)?.to_string(),
        FieldType::Number => return number(value).map(FieldValue::Number),
        FieldType::Date => date(value)?,
        FieldType::Url => web_address(value, max)?,
        FieldType::Text | FieldType::Choices => line(value, max)?.to_string(),
    };
    Ok(FieldValue::Text(text))
}

/// Checks a date in its one form. With a time, it would depend on a zone.
fn date(text: &str) -> Result<String, FieldProblem> {
    let date: Option<jiff::civil::Date> = text.parse().ok();
    let date = date.filter(|date| date.year() >= 0 && date.to_string() == text);
    Ok(date.ok_or(FieldProblem::NotADate)?.to_string())
}

/// Returns a number as it was written, if it can be read as one.
fn number(text: &str) -> Result<String, FieldProblem> {
    decimal(text)?;
    Ok(text.to_owned())
}

fn web_address(text: &str, max: usize) -> Result<String, FieldProblem> {
    let text = line(text, max)?;
    let (scheme, host) = text
        .as_str()
        .split_once("://")
        .ok_or(FieldProblem::NotAUrl)?;
    let scheme = scheme.to_ascii_lowercase();
    let is_host = host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if ["https", "http"].contains(&scheme.as_str())
        && is_host
        && !host.contains(char::is_whitespace)
    {
        Ok(format!("{scheme}://{host}"))
    } else {
        Err(FieldProblem::NotAUrl)
    }
}
