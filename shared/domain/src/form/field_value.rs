//! The values of a topic's fields.

use super::read::{address, line, one_of};
use crate::desk::{Field, FieldType};
use crate::refusal::FieldProblem;
use crate::value::{ChoiceId, Prose};
use serde::{Deserialize, Serialize};

/// The checked value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// A text, the ID of a choice, an e-mail address, a web address or a date.
    Text(String),
    /// A decimal number as it was written, with a point before the decimals.
    Number(String),
    /// The IDs of several choices.
    Choices(Vec<ChoiceId>),
}

/// Checks the values that were given for a field. Only a field of type `choices` takes several.
pub(super) fn field_value(field: &Field, given: &[&str]) -> Result<FieldValue, FieldProblem> {
    if *field.kind == FieldType::Choices {
        let mut chosen = Vec::new();
        for value in given {
            let id = one_of(value, &field.choices)?;
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
    let text = match *field.kind {
        FieldType::LongText => Prose::new(value, max)?.to_string(),
        FieldType::Choice => one_of(value, &field.choices)?.to_string(),
        FieldType::Email => address(value)?.to_string(),
        FieldType::Number => return number(value).map(FieldValue::Number),
        FieldType::Date => (value.parse::<jiff::civil::Date>())
            .map_err(|_| FieldProblem::NotADate)?
            .to_string(),
        FieldType::Url => web_address(value, max)?,
        FieldType::Text | FieldType::Choices => line(value, max)?.to_string(),
    };
    Ok(FieldValue::Text(text))
}

/// Checks a decimal number, and changes a decimal comma into a point.
fn number(text: &str) -> Result<String, FieldProblem> {
    let text = text.replace(',', ".");
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits =
        |part: &str| (1..=15).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    if all_digits(whole) && all_digits(decimals) {
        Ok(text)
    } else {
        Err(FieldProblem::NotANumber)
    }
}

fn web_address(text: &str, max: usize) -> Result<String, FieldProblem> {
    let text = line(text, max)?;
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.as_str().strip_prefix(scheme))
        .unwrap_or("");
    if host.starts_with(|c: char| c.is_alphanumeric()) && !host.contains(char::is_whitespace) {
        Ok(text.to_string())
    } else {
        Err(FieldProblem::NotAUrl)
    }
}
