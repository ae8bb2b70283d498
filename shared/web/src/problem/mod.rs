//! What went wrong, as RFC 9457 asks: `application/problem+json`, or a page for a browser.
//!
//! Handlers return a [`Problem`] by its named constructors or by `?` from a [`Refusal`], a [`docket_cloud::StoreError`], a
//! [`docket_cloud::store::CommitError`] or a [`docket_cloud::FilesError`]. The text of a 500 is fixed; what happened goes to the log.

mod from;

use crate::call::{Call, Response};
use crate::pages;
use crate::texts::Texts;
use bytes::Bytes;
use docket_domain::{FieldError, FieldProblem};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;

/// What went wrong with a request. Its texts are chosen when it is answered, in the reader's language.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: &'static str,
    values: Vec<(&'static str, String)>,
    errors: Vec<Wrong>,
}

#[derive(Debug, Clone)]
enum Wrong {
    Field(FieldError),
    /// A part of the address, which no form shows.
    Address {
        name: &'static str,
        text: &'static str,
    },
}

/// A problem as it is sent.
#[derive(Debug, Serialize)]
struct Body {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldMessage>,
}

/// What is wrong with a field, in words.
#[derive(Debug, Clone, Serialize)]
pub struct FieldMessage {
    /// The field's name as it is sent.
    pub field: String,
    /// What is wrong and the way out.
    pub message: String,
}

impl Problem {
    fn new(
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

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    fn about(mut self, name: &'static str, text: &'static str) -> Self {
        self.errors.push(Wrong::Address { name, text });
        self
    }

    /// There is nothing at this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-not-found-detail",
        )
    }

    /// There is no such desk.
    #[must_use]
    pub fn no_desk() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-no-desk",
        )
        .about("desk", "field-desk")
    }

    /// There is no such ticket, or it is not open to this person: nobody learns which.
    #[must_use]
    pub fn no_ticket() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-no-ticket",
        )
        .about("id", "problem-no-ticket")
    }

    /// The address holds something that cannot be a ticket ID.
    #[must_use]
    pub fn bad_ticket_id() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-malformed",
            "field-ticket-id",
        )
        .about("id", "field-ticket-id")
    }

    /// The address has a parameter that it does not take, or one that cannot be read.
    #[must_use]
    pub fn bad_parameter(name: &'static str, text: &'static str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-malformed",
            text,
        )
        .about(name, text)
    }

    /// A parameter of the address has a value that it cannot have.
    #[must_use]
    pub fn bad_query(name: &str, problem: FieldProblem) -> Self {
        let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
        let mut wrong = Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-malformed",
            "problem-fields-detail",
        );
        wrong
            .errors
            .push(Wrong::Field(FieldError::new(name, problem)));
        wrong
    }

    /// Nobody is signed in, and no key was given.
    #[must_use]
    pub fn sign_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "sign-in",
            "problem-sign-in",
            "problem-sign-in-detail",
        )
        .about("key", "problem-sign-in-detail")
    }

    /// The sign-in link was used or is too old.
    #[must_use]
    pub fn link_used() -> Self {
        Self::new(
            StatusCode::GONE,
            "link-used",
            "problem-link-used",
            "problem-link-used-detail",
        )
        .about("token", "problem-link-used-detail")
    }

    /// What was sent cannot be read.
    #[must_use]
    pub fn malformed(detail: &'static str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-malformed",
            detail,
        )
        .about("body", detail)
    }

    pub(crate) fn not_json(error: &serde_json::Error) -> Self {
        // Place and kind of the mistake, without the words around it, which are somebody's data.
        let kind = if error.is_eof() {
            "it ends too early"
        } else {
            "it is not well formed"
        };
        let reason = format!("{kind} (line {}, column {})", error.line(), error.column());
        Self::malformed("problem-not-json").with("reason", reason)
    }

    pub(crate) fn media_type() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type",
            "problem-media-type",
            "problem-media-type-detail",
        )
        .about("Content-Type", "problem-media-type-detail")
    }

    /// The body is larger than that many bytes.
    #[must_use]
    pub fn too_large(max: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "problem-too-large",
            "problem-too-large-detail",
        )
        .with("max", max.to_string())
        .about("body", "problem-too-large-detail")
    }

    /// A header does not keep to its rule.
    #[must_use]
    pub fn header(name: &'static str, rule: &'static str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            "problem-header",
            "problem-header-detail",
        )
        .with("name", name)
        .with("rule", rule)
        .about(name, "problem-header-detail")
    }

    /// The ticket is not at the version that `If-Match` asks for.
    #[must_use]
    pub fn stale() -> Self {
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            "stale",
            "problem-stale",
            "problem-stale-detail",
        )
        .about("If-Match", "problem-stale-detail")
    }

    /// The idempotency key was used for another request.
    #[must_use]
    pub fn key_reused() -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "key-reused",
            "problem-key-reused",
            "problem-key-reused-detail",
        )
        .about("Idempotency-Key", "problem-key-reused-detail")
    }

    /// Whether it is that the idempotency key was used for another request.
    #[must_use]
    pub fn is_key_reused(&self) -> bool {
        self.kind == "key-reused"
    }

    /// There is no such file on the ticket, or it is not for this person to see.
    #[must_use]
    pub fn no_file() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "problem-not-found",
            "problem-no-file",
        )
        .about("file", "problem-no-file")
    }

    /// The file is not in the state that this needs; the text says in which it is.
    #[must_use]
    pub fn file_state(detail: &'static str) -> Self {
        Self::new(StatusCode::CONFLICT, "file-state", "problem-file", detail).about("file", detail)
    }

    /// Something harmful was found in the file.
    #[must_use]
    pub fn infected() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "infected",
            "problem-file",
            "problem-infected",
        )
        .about("file", "problem-infected")
    }

    /// The table is throttling, or the ticket is being changed by many at once.
    #[must_use]
    pub fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "problem-busy",
            "problem-busy-detail",
        )
    }

    /// Something went wrong on our side; what it was stands in the log.
    #[must_use]
    pub fn broken() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "broken",
            "problem-broken",
            "problem-broken-detail",
        )
    }

    /// The fields that are wrong, if the fields are what is wrong: a page shows them beside its inputs.
    #[must_use]
    pub fn fields(&self, texts: &Texts) -> Option<Vec<FieldMessage>> {
        if self.is_key_reused() {
            return Some(vec![FieldMessage {
                field: crate::input::KEY_FIELD.to_owned(),
                message: texts.get("field-key-reused"),
            }]);
        }
        (self.kind == "fields").then(|| self.messages(texts))
    }

    fn messages(&self, texts: &Texts) -> Vec<FieldMessage> {
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

    fn values(&self) -> Vec<(&str, &str)> {
        self.values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }

    /// The answer.
    #[must_use]
    pub fn respond(&self, call: &Call) -> Response {
        let language = call.site_language();
        let texts = Texts::of(&language);
        let title = texts.get(self.title);
        let detail = texts.with(self.detail, &self.values());
        let mut response = if call.wants_html() {
            pages::problem(
                call,
                &language,
                self.status,
                &title,
                &detail,
                &self.messages(texts),
            )
        } else {
            let body = Body {
                kind: format!("{}/problems/{}", call.site(), self.kind),
                title,
                status: self.status.as_u16(),
                detail,
                errors: self.messages(texts),
            };
            let mut response =
                Response::new(Bytes::from(serde_json::to_vec(&body).unwrap_or_default()));
            let headers = response.headers_mut();
            headers.insert(
                CONTENT_TYPE,
                HeaderValue::from_static("application/problem+json"),
            );
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        };
        *response.status_mut() = self.status;
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}
