//! A problem as the API shows it.

use docket_texts::FieldMessage;
use serde::Serialize;

/// A problem, as in RFC 9457.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Problem"))]
pub(crate) struct ProblemAnswer {
    /// The kind of problem, as an address that stays the same.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The problem in short.
    pub(crate) title: String,
    /// The status of the answer.
    pub(crate) status: u16,
    /// What is wrong, and what to do.
    pub(crate) detail: String,
    /// The fields, parameters or headers that are wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(with = "Vec<FieldErrorAnswer>"))]
    pub(crate) errors: Vec<FieldMessage>,
}

/// A field that is wrong.
#[cfg(test)]
#[derive(Debug, schemars::JsonSchema)]
#[schemars(rename = "FieldError")]
#[expect(dead_code, reason = "stands for a type of another crate")]
struct FieldErrorAnswer {
    /// The name of the field, parameter or header, such as `requester.email`.
    field: String,
    /// What is wrong with it, and what to do.
    message: String,
}
