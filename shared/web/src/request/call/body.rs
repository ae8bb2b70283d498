//! The body of a request.

use super::Call;
use crate::problem::Problem;
use crate::request::input::Input;
use crate::request::negotiate;
use docket_domain::Language;
use docket_texts::{FieldMessage, Texts};
use http::header::CONTENT_TYPE;

impl Call {
    /// Returns the body as it was sent.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.request.body()
    }

    /// Reads the body, as JSON or as a form.
    ///
    /// # Errors
    /// When the media type is neither, or the body does not match its media type.
    pub fn input(&self) -> Result<Input, Problem> {
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        if kind.is_none() && !self.body().is_empty() {
            return Err(Problem::media_type());
        }
        let fields = self
            .route
            .and_then(|route| route.promise.body)
            .unwrap_or_default();
        // Who has nothing to say need not say it.
        let body = match self.body() {
            [] if fields.iter().all(|field| !field.required) => b"{}",
            body => body,
        };
        Input::read(kind.as_deref().unwrap_or("application/json"), body, fields)
    }

    /// Returns the messages about the fields of a form, in this language, for its page to come back with.
    ///
    /// # Errors
    /// The problem itself, when a program sent the form or the problem is not about fields.
    pub fn form_messages(
        &self,
        language: &Language,
        problem: Problem,
    ) -> Result<Vec<FieldMessage>, Problem> {
        let messages = problem.fields(Texts::of(language));
        messages.filter(|_| self.wants_html()).ok_or(problem)
    }

    /// Returns the body, if it is of that media type.
    #[must_use]
    pub fn body_of_type(&self, media_type: &str) -> Option<&[u8]> {
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        kind.is_some_and(|kind| kind == media_type)
            .then(|| self.body())
    }

    /// Returns `true` when the body is an HTML form.
    #[must_use]
    pub fn is_form(&self) -> bool {
        let kind = self.header(CONTENT_TYPE).map(negotiate::media_type);
        kind.is_some_and(|kind| kind == crate::request::input::FORM)
    }
}
