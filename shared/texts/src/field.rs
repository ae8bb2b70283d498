//! The messages about fields that are wrong.

use crate::texts::Texts;
use docket_domain::account::{COLUMNS, ImportProblem};
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
            FieldProblem::NotATime => self.get("field-time"),
            FieldProblem::TicketIsDone => self.get("field-ticket-is-done"),
            FieldProblem::TooEarly => self.get("field-too-early"),
            FieldProblem::TooLate => self.get("field-too-late"),
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
            FieldProblem::NotAWebAddress => self.get("field-web-address"),
            FieldProblem::NotADomain => self.get("field-domain"),
            FieldProblem::PublicDomain { entry } => {
                self.with("field-public-domain", &[("entry", entry)])
            }
            FieldProblem::DomainTaken { entry, company } => self.with(
                "field-domain-taken",
                &[("entry", entry), ("company", company)],
            ),
            FieldProblem::NotAnId => self.get("field-id"),
            FieldProblem::NotATokenOfMail => self.get("field-token-of-mail"),
            FieldProblem::NotATicket => self.get("field-ticket"),
            FieldProblem::NoSuchTicket { ticket } => {
                self.with("field-no-such-ticket", &[("ticket", &ticket.to_string())])
            }
            FieldProblem::Taken => self.get("field-taken"),
            FieldProblem::NotThere => self.get("field-not-there"),
            FieldProblem::NotAPortal => self.get("field-portal"),
            FieldProblem::NotAnAdministrator { entry } => {
                self.with("field-not-an-administrator", &[("entry", entry)])
            }
            FieldProblem::NotEmpty => self.get("field-not-empty"),
            FieldProblem::AddressIsFinal => self.get("field-address-final"),
            FieldProblem::PartsNotAllowed => self.get("field-not-in-parts"),
        }
    }

    /// Returns the message about a line of a table of accounts: what is wrong, and what to do.
    #[must_use]
    pub fn import_problem(&self, problem: &ImportProblem) -> String {
        match problem {
            ImportProblem::NotUtf8 => self.get("import-not-utf8"),
            ImportProblem::OpenQuote => self.get("import-open-quote"),
            ImportProblem::NoEmailColumn => {
                self.with("import-no-email", &[("columns", &COLUMNS.join(", "))])
            }
            ImportProblem::UnknownColumn(name) => self.with(
                "import-unknown-column",
                &[("name", name), ("columns", &COLUMNS.join(", "))],
            ),
            ImportProblem::DoubledColumn(name) => {
                self.with("import-doubled-column", &[("name", name)])
            }
            ImportProblem::Cells { given, wanted } => self.with(
                "import-cells",
                &[
                    ("given", &given.to_string()),
                    ("wanted", &wanted.to_string()),
                ],
            ),
            ImportProblem::Doubled { first } => {
                self.with("import-doubled", &[("first", &first.to_string())])
            }
            ImportProblem::Cell(column, problem) => format!("{column}: {}", self.field(problem)),
        }
    }
}
