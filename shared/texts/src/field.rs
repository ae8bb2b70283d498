//! The messages about fields that are wrong.

use crate::texts::Texts;
use docket_domain::{Expected, FieldProblem};
use serde::Serialize;

/// The message about a field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldMessage {
    /// The field's name as it is sent: `requester.email`.
    pub field: String,
    /// The message: what is wrong, and what to do.
    pub message: String,
}

impl Texts {
    /// Returns the message for a problem with a field: what is wrong, and what to do.
    #[must_use]
    pub fn field(&self, problem: &FieldProblem) -> String {
        let list = |items: &[String]| {
            if items.is_empty() {
                self.get("none")
            } else {
                items.join(", ")
            }
        };
        match problem {
            FieldProblem::Missing => self.get("field-missing"),
            FieldProblem::TooLong { max } => {
                self.with("field-too-long", &[("max", &max.to_string())])
            }
            FieldProblem::TooMany { max } => {
                self.with("field-too-many", &[("max", &max.to_string())])
            }
            FieldProblem::LineBreak => self.get("field-line-break"),
            FieldProblem::NotAChoice { choices } => {
                self.with("field-choice", &[("choices", &list(choices))])
            }
            FieldProblem::NotAnAddress => self.get("field-address"),
            FieldProblem::NotAnAddressAmong { entry } => {
                self.with("field-address-among", &[("entry", entry)])
            }
            FieldProblem::AmbiguousNumber {
                thousands,
                decimals,
            } => self.with(
                "field-number-twice",
                &[("thousands", thousands), ("decimals", decimals)],
            ),
            FieldProblem::NotANumber => self.get("field-number"),
            FieldProblem::OutOfRange { min, max } => {
                let (min, max) = (min.to_string(), max.to_string());
                self.with("field-range", &[("min", &min), ("max", &max)])
            }
            FieldProblem::NotADate => self.get("field-date"),
            FieldProblem::NotAUrl => self.get("field-url"),
            FieldProblem::WrongType { expected } => self.get(match expected {
                Expected::Text => "field-type-text",
                Expected::Object => "field-type-object",
                Expected::Flag => "field-type-flag",
            }),
            FieldProblem::Unknown => self.get("field-unknown"),
            FieldProblem::Redirects => self.get("field-redirects"),
            FieldProblem::NoSuchMove { possible } => {
                let possible: Vec<String> = possible.iter().map(ToString::to_string).collect();
                self.with("field-move", &[("possible", &list(&possible))])
            }
            FieldProblem::AlreadyThere => self.get("field-already-there"),
            FieldProblem::NotApplicable => self.get("field-not-asked"),
            FieldProblem::ForStaffOnly => self.get("problem-staff-only"),
            FieldProblem::NoFilesHere => self.get("field-no-files"),
            FieldProblem::EmptyFile => self.get("field-empty-file"),
            FieldProblem::FileTooLarge { max } => {
                self.with("field-file-too-large", &[("most", &self.size(*max))])
            }
            FieldProblem::TooManyFiles { max } => {
                self.with("field-too-many-files", &[("max", &max.to_string())])
            }
            FieldProblem::TotalTooLarge { max, left } => {
                let (most, left) = (self.size(*max), self.size(*left));
                self.with("field-no-room", &[("most", &most), ("left", &left)])
            }
            FieldProblem::FileType { types } => {
                self.with("field-file-type", &[("types", &list(types))])
            }
            FieldProblem::NotADigest => self.get("field-digest"),
            FieldProblem::NotAnIdempotencyKey => self.get("field-idempotency-key"),
            FieldProblem::NotASignInLink => self.get("field-sign-in-link"),
            FieldProblem::PartsRequired { count, bytes } => {
                let (count, bytes) = (count.to_string(), bytes.to_string());
                self.with("field-in-parts", &[("count", &count), ("bytes", &bytes)])
            }
            FieldProblem::NotEmpty => self.get("field-not-empty"),
            FieldProblem::AddressIsFinal => self.get("field-address-final"),
            FieldProblem::PartsNotAllowed => self.get("field-not-in-parts"),
        }
    }
}
