//! Reads the fields of a request's body. Errors are collected, so that a person sees all of them at
//! once.

use super::body::{from_form, from_json};
use crate::problem::Problem;
use crate::routes::Field;
use crate::routes::inputs::{KEY_FIELD_NAME, TRAP_FIELD_NAME};
use docket_domain::attachment;
use docket_domain::form::Draft;
use docket_domain::ticket::Ticket;
use docket_domain::{EmailAddress, Expected, FieldError, FieldProblem, Refusal, clean};
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;
use std::str::FromStr;

/// The media type of an HTML form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The named values of a request. Reading a value removes it. The values that are left at the end
/// are unknown fields.
#[derive(Debug, Clone)]
pub struct Input {
    values: Map<String, Value>,
    mistakes: Vec<FieldError>,
    is_form: bool,
    fields: &'static [Field],
}

impl Input {
    /// Reads a body of a route that takes these fields.
    pub(crate) fn read(
        media_type: &str,
        body: &[u8],
        fields: &'static [Field],
    ) -> Result<Self, Problem> {
        let values = match media_type {
            "application/json" => from_json(body)?,
            FORM => from_form(body)?,
            _ => return Err(Problem::media_type()),
        };
        Ok(Self {
            values,
            mistakes: Vec::new(),
            is_form: media_type == FORM,
            fields,
        })
    }

    /// Takes a value out. A field that the table of routes does not promise is a fault of the handler.
    fn take(&mut self, name: &str) -> Option<Value> {
        let is_of = |field: &Field| match field.name.strip_prefix(name) {
            Some(rest) => rest.is_empty() || rest.starts_with('.'),
            None => false,
        };
        debug_assert!(self.fields.iter().any(is_of), "no route takes `{name}`");
        self.values.remove(name)
    }

    /// Returns the idempotency key in a form's field, if it is one.
    pub(crate) fn key_field(&mut self, is_key: fn(&str) -> bool) -> Option<String> {
        let key = self.text(KEY_FIELD_NAME);
        if key.is_empty() || is_key(&key) {
            return (!key.is_empty()).then_some(key);
        }
        let problem = FieldProblem::NotAnIdempotencyKey;
        self.mistakes.push(FieldError::new(KEY_FIELD_NAME, problem));
        None
    }

    /// Reads the field that no person sees. Filled in, it is a mistake like others.
    pub fn trap(&mut self) {
        if !self.text(TRAP_FIELD_NAME).is_empty() {
            let error = FieldError::new(TRAP_FIELD_NAME, FieldProblem::NotEmpty);
            self.mistakes.push(error);
        }
    }

    /// Returns a text. It is empty when the field was not sent.
    pub fn text(&mut self, name: &str) -> String {
        let value = self.take(name);
        text(name, value, &mut self.mistakes)
    }

    /// Returns what a form has in a field that belongs to another of its buttons. It is no part of what the route takes: in a JSON
    /// body it is an unknown field. It is empty when the field was not sent.
    #[must_use]
    pub fn beside(&self, name: &str) -> String {
        let value = self.values.get(name).filter(|_| self.is_form);
        let text = value.and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    }

    /// Returns a number as it was written, whether as a number of JSON or as a text. It is empty when it was not sent.
    pub fn number(&mut self, name: &str) -> String {
        let value = self.take(name);
        scalar(name, value, &mut self.mistakes)
    }

    /// Returns the version that the sender's page shows. `None` when it was not sent.
    pub fn version(&mut self) -> Option<u64> {
        let text = self.number("version");
        let version = text.parse().ok();
        let version = version.filter(|version| (1..=Ticket::MAX_VERSION).contains(version));
        if version.is_none() && !text.is_empty() {
            let max = Ticket::MAX_VERSION;
            let problem = FieldProblem::OutOfRange { min: 1, max };
            self.mistakes.push(FieldError::new("version", problem));
        }
        version
    }

    /// Reads an address that has to be there, as people paste it. Also returns it as it was typed.
    pub fn email(&mut self, name: &'static str) -> (String, Result<EmailAddress, Vec<FieldError>>) {
        let typed = self.text(name);
        let email = match clean::is_blank(&typed) {
            true => Err(FieldProblem::Missing),
            false => EmailAddress::pasted(&typed).map_err(|_| FieldProblem::NotAnAddress),
        };
        (
            typed,
            email.map_err(|problem| vec![FieldError::new(name, problem)]),
        )
    }

    /// Reads an ID that may be left out, to the letter: lists and programs send IDs, and nobody types them. Also returns it as it was
    /// sent.
    pub fn id<T: FromStr>(
        &mut self,
        name: &'static str,
    ) -> (String, Result<Option<T>, FieldError>) {
        let sent = self.text(name);
        let id = match sent.is_empty() {
            true => Ok(None),
            false => match sent.parse() {
                Ok(id) => Ok(Some(id)),
                Err(_) => Err(FieldError::new(name, FieldProblem::NotAnId)),
            },
        };
        (sent, id)
    }

    /// Returns a text. It is `None` when the field was not sent.
    pub fn text_if_sent(&mut self, name: &str) -> Option<String> {
        let is_sent = self.has(name);
        let text = self.text(name);
        is_sent.then_some(text)
    }

    /// Returns `true` if the field was sent, even empty.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|value| !value.is_null())
    }

    /// Returns a list of texts. A single text makes a list of one.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        let value = self.take(name);
        list(name, value, text, &mut self.mistakes)
    }

    /// Returns a boolean. It is `false` when the field was not sent. A form's check box sends `on`
    /// or `true`.
    pub fn flag(&mut self, name: &str) -> bool {
        match self.take(name) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(flag)) => flag,
            Some(Value::String(text)) if self.is_form => match text.as_str() {
                "true" | "on" | "1" => true,
                "false" | "off" | "0" | "" => false,
                _ => self.wrong_flag(name),
            },
            Some(_) => self.wrong_flag(name),
        }
    }

    /// A flag that cannot be read counts as set: an internal note must not become public when it is sent
    /// again.
    fn wrong_flag(&mut self, name: &str) -> bool {
        wrong_type(name, Expected::Flag, &mut self.mistakes);
        true
    }

    fn wrong<T: Default>(&mut self, name: &str, expected: Expected) -> T {
        wrong_type(name, expected, &mut self.mistakes);
        T::default()
    }

    fn object(&mut self, name: &str) -> Map<String, Value> {
        match self.take(name) {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(values)) => values,
            Some(_) => self.wrong(name, Expected::Object),
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// With all errors, and one for each unknown field of a JSON body.
    pub fn finish(self) -> Result<(), Refusal> {
        self.finish_with(Ok(()))
    }

    /// Ends the reading, and returns `outcome` when there was no error.
    ///
    /// # Errors
    /// With all errors: those of reading, one for each unknown field of a JSON body, and those in
    /// `outcome`.
    pub fn finish_with<T>(mut self, outcome: Result<T, Vec<FieldError>>) -> Result<T, Refusal> {
        // A form on another site may send its button, a captcha's answer, and more.
        let unknown = self.values.keys().filter(|_| !self.is_form);
        for name in unknown {
            let error = FieldError::new(said_back(name), FieldProblem::Unknown);
            self.mistakes.push(error);
        }
        match outcome {
            Ok(value) if self.mistakes.is_empty() => Ok(value),
            Ok(_) => Err(Refusal::Fields(self.mistakes)),
            Err(found) => {
                // A value of the wrong type also counts as missing. The first message about a field
                // is the better one.
                let unsaid =
                    |error: &FieldError| self.mistakes.iter().all(|m| m.field != error.field);
                let found: Vec<FieldError> = found.into_iter().filter(unsaid).collect();
                self.mistakes.extend(found);
                Err(Refusal::Fields(self.mistakes))
            }
        }
    }

    /// Reads the declaration of a file.
    pub fn file(&mut self) -> attachment::Declaration {
        attachment::Declaration {
            name: self.text("name"),
            size: self.number("size"),
            content_type: self.text("content_type"),
            sha256: self.text("sha256"),
            parts: self.texts("parts"),
            internal: self.flag("internal"),
        }
    }

    /// Reads the form for a new ticket.
    pub fn draft(&mut self) -> Draft {
        let mut requester = self.object("requester");
        let mut mistakes = Vec::new();
        let mut of_requester = |name: &str| {
            let value = requester.remove(name);
            text(&format!("requester.{name}"), value, &mut mistakes)
        };
        let (email, name) = (of_requester("email"), of_requester("name"));
        for unknown in requester.keys().filter(|_| !self.is_form) {
            let name = format!("requester.{}", said_back(unknown));
            mistakes.push(FieldError::new(name, FieldProblem::Unknown));
        }
        let fields: BTreeMap<String, Vec<String>> = self
            .object("fields")
            .into_iter()
            .map(|(name, value)| {
                let values = list(
                    &format!("fields.{}", said_back(&name)),
                    Some(value),
                    scalar,
                    &mut mistakes,
                );
                (name, values)
            })
            .collect();
        let context = self
            .object("context")
            .into_iter()
            .map(|(name, value)| {
                let value = scalar(
                    &format!("context.{}", said_back(&name)),
                    Some(value),
                    &mut mistakes,
                );
                (name, value)
            })
            .collect();
        self.mistakes.append(&mut mistakes);
        Draft {
            topic: self.text("topic"),
            email,
            name,
            subject: self.text("subject"),
            description: self.text("description"),
            priority: self.text("priority"),
            impact: self.text("impact"),
            fields,
            cc: self.texts("cc"),
            context,
            language: self.text("language"),
            by_form: self.is_form,
        }
    }
}

/// Shortens a field name that a client sent, so that it can be put into an error message.
fn said_back(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// Reads the value of a field of the desk's own. An account number may be a number in JSON, if it has
/// few enough digits to be read exactly.
fn scalar(name: &str, value: Option<Value>, mistakes: &mut Vec<FieldError>) -> String {
    match value {
        Some(Value::Number(number)) => exact(&number).unwrap_or_else(|| {
            wrong_type(name, Expected::Text, mistakes);
            String::new()
        }),
        other => text(name, other, mistakes),
    }
}

/// Returns a number as it was written. Returns `None` if it may have lost digits as it was read.
fn exact(number: &Number) -> Option<String> {
    if number.is_i64() || number.is_u64() {
        return Some(number.to_string());
    }
    let written = number.to_string();
    let digits = written.chars().filter(char::is_ascii_digit).count();
    let is_plain = !written.contains('e') && digits <= f64::DIGITS as usize;
    is_plain.then(|| {
        written
            .strip_suffix(".0")
            .map_or(written.clone(), str::to_owned)
    })
}

fn wrong_type(name: &str, expected: Expected, mistakes: &mut Vec<FieldError>) {
    mistakes.push(FieldError::new(name, FieldProblem::WrongType { expected }));
}

fn text(name: &str, value: Option<Value>, mistakes: &mut Vec<FieldError>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text,
        // A form sent it twice. All of it is shown again.
        Some(Value::Array(values)) => {
            wrong_type(name, Expected::Text, mistakes);
            let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            texts.join("\n")
        }
        Some(_) => {
            wrong_type(name, Expected::Text, mistakes);
            String::new()
        }
    }
}

fn list(
    name: &str,
    value: Option<Value>,
    read: fn(&str, Option<Value>, &mut Vec<FieldError>) -> String,
    mistakes: &mut Vec<FieldError>,
) -> Vec<String> {
    match value {
        Some(Value::Array(values)) => {
            let before = mistakes.len();
            let texts = values
                .into_iter()
                .map(|value| read(name, Some(value), mistakes))
                .collect();
            // One message for the field, however many of its entries are wrong.
            mistakes.truncate(before + 1);
            texts
        }
        other => match read(name, other, mistakes) {
            text if text.is_empty() => Vec::new(),
            text => vec![text],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes::inputs::TICKET;

    #[test]
    fn a_form_and_its_json_are_the_same() {
        let form = b"topic=bug&requester.email=a%40example.com&fields.where=browser&cc=b%40example.com&cc=c%40example.com";
        let json = br#"{"topic": "bug", "requester": {"email": "a@example.com"}, "fields": {"where": "browser"},
            "cc": ["b@example.com", "c@example.com"]}"#;
        let read = |kind, body: &[u8]| {
            let mut input = Input::read(kind, body, TICKET).unwrap();
            let draft = input.draft();
            input.finish().unwrap();
            draft
        };
        let by_form = Draft {
            by_form: true,
            ..read("application/json", json)
        };
        assert_eq!(read(FORM, form), by_form);
    }

    #[test]
    fn whatever_is_sent_nothing_panics() {
        for body in [
            "",
            "[]",
            "null",
            "{",
            "\u{0}",
            "{\"topic\":{}}",
            "fields=1&fields.x=2",
            "%",
            "a.b.c=1&.=&=",
            "{\"cc\":[[1]]}",
        ] {
            for kind in ["application/json", FORM, "text/xml"] {
                if let Ok(mut input) = Input::read(kind, body.as_bytes(), TICKET) {
                    let _ = input.draft();
                    let _ = input.finish();
                }
            }
        }
    }

    #[test]
    fn a_form_that_is_not_utf8_is_refused() {
        let read = |kind, body: &[u8]| Input::read(kind, body, TICKET);
        assert!(read(FORM, b"subject=%FF").is_err());
        assert!(read(FORM, b"subject=\xFF").is_err());
        assert!(read("application/json", b"{\"subject\": \"\xFF\"}").is_err());
    }
}
