//! A problem: its status, and the IDs of its messages.

use crate::routes::inputs::KEY_FIELD_NAME;
use docket_domain::FieldError;
use docket_texts::{FieldMessage, Texts};
use http::StatusCode;

/// An error of a request. Its messages are chosen when it is answered, in the reader's language.
#[derive(Debug, Clone)]
pub struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) kind: &'static str,
    pub(crate) title: &'static str,
    pub(crate) detail: &'static str,
    values: Vec<(&'static str, String)>,
    pub(super) errors: Vec<Wrong>,
}

#[derive(Debug, Clone)]
pub(super) enum Wrong {
    Field(FieldError),
    /// A part of the address or a header. No form shows it.
    Address {
        name: &'static str,
        text: &'static str,
    },
}

/// The name of the value with the address to go on to.
pub(super) const HOME: &str = "home";

/// The name of the value for the header `Retry-After`.
pub(super) const RETRY_AFTER: &str = "retry_after";

impl Problem {
    pub(super) fn new(
        status: StatusCode,
        kind: &'static str,
        title: &'static str,
        detail: &'static str,
    ) -> Self {
        Self {
            status,
            kind,
            title,
            detail,
            values: Vec::new(),
            errors: Vec::new(),
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    pub(super) fn about(mut self, name: &'static str, text: &'static str) -> Self {
        self.errors.push(Wrong::Address { name, text });
        self
    }

    /// Returns the messages about fields, for a page to show beside its inputs. Returns `None` when
    /// the problem is not about fields.
    #[must_use]
    pub(crate) fn fields(&self, texts: &Texts) -> Option<Vec<FieldMessage>> {
        if self.is_key_reused() {
            return Some(vec![FieldMessage {
                field: KEY_FIELD_NAME.to_owned(),
                message: texts.get("field-key-reused"),
            }]);
        }
        (self.kind == "fields").then(|| self.messages(texts))
    }

    /// Returns the messages of the problem, each with the name of what it is about.
    #[must_use]
    pub fn messages(&self, texts: &Texts) -> Vec<FieldMessage> {
        self.errors
            .iter()
            .map(|wrong| match wrong {
                Wrong::Field(error) => FieldMessage {
                    field: error.field.clone(),
                    message: texts.field(&error.problem),
                },
                Wrong::Address { name, text } => FieldMessage {
                    field: (*name).to_owned(),
                    message: texts.with(text, &self.values()),
                },
            })
            .collect()
    }

    /// Returns `true` if the caller has to sign in.
    #[must_use]
    pub fn asks_to_sign_in(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// Returns the address to go on to, if it is elsewhere.
    pub(crate) fn home(&self) -> Option<&str> {
        self.value(HOME)
    }

    /// Returns `true` if the caller may not open tickets at the desk, though they are signed in.
    pub(crate) fn is_not_admitted(&self) -> bool {
        ["needs-account", "needs-administrator"].contains(&self.kind)
    }

    /// Returns the methods that the address takes, for the header `Allow`.
    pub(crate) fn allowed(&self) -> Option<&str> {
        self.value("allowed")
    }

    /// Returns the seconds after which the same request may be taken, for the header `Retry-After`.
    pub(crate) fn retry_after(&self) -> Option<&str> {
        let is_busy = self.status == StatusCode::SERVICE_UNAVAILABLE;
        self.value(RETRY_AFTER).or(is_busy.then_some("2"))
    }

    fn value(&self, wanted: &str) -> Option<&str> {
        let mut values = self.values.iter();
        let (_, value) = values.find(|(name, _)| *name == wanted)?;
        Some(value)
    }

    pub(crate) fn values(&self) -> Vec<(&str, &str)> {
        self.values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }
}
