//! Input on a ticket's page.

use crate::problem::Problem;
use crate::request::Input;
use docket_domain::desk::Desk;
use docket_domain::ticket::Command;
use docket_domain::{Language, clean};
use docket_texts::FieldMessage;

/// Input on a ticket's page that was not sent: it was rejected, or stood beside the button that was pressed.
#[derive(Debug, Clone, Default)]
pub struct CommentDraft {
    /// The comment.
    pub comment: String,
    /// The ID of the new status that it belongs to; `None` for a plain comment.
    pub status: Option<String>,
    /// `true` when the comment is internal. It must not become public on the second try.
    pub internal: bool,
    /// The right address of the requester, or that of somebody to share the ticket with.
    pub email: String,
    /// The link to a remote session, and for how many minutes.
    pub session: (String, String),
    /// To whom the ticket is to be given, and what is written to the requester with it.
    pub assignment: (String, String),
    /// The mark that the requester gives, and what they write about it.
    pub rating: (String, String),
    /// The topic, the priority and the impact that the ticket is to have.
    pub details: [String; 3],
    /// The messages about invalid input.
    pub messages: Vec<FieldMessage>,
    /// The sequence of the first event that the writer had not seen.
    pub news: Option<u64>,
    /// The language in which the page is wanted, with all that was typed. Nothing is sent then.
    pub language: Option<Language>,
    /// The version that the writer has seen, if the page is to keep it. Whatever is new since then is told before anything is sent.
    pub seen_version: Option<u64>,
    /// The version that the act of the button led to.
    pub done_version: Option<u64>,
    /// The reason why an act was refused that takes nothing of the input.
    pub problem: Option<Problem>,
}

impl CommentDraft {
    /// Makes the draft of what stands on the page beside the button that was pressed. It must not be lost.
    #[must_use]
    pub fn beside(input: &Input) -> Self {
        let is_public = ["", "false"].contains(&input.beside("internal").as_str());
        Self {
            email: input.beside("email"),
            session: (input.beside("url"), input.beside("minutes")),
            assignment: (input.beside("assignee"), input.beside("message")),
            rating: (input.beside("score"), input.beside("comment")),
            details: ["topic", "priority", "impact"].map(|field| input.beside(field)),
            ..Self::comment(input.beside("body"), !is_public)
        }
    }

    /// Returns the language in which the page is to be shown with all that was typed. `None` if the form was sent.
    #[must_use]
    pub fn wanted_language(input: &Input, desk: &Desk) -> Option<Language> {
        let name = input.beside("show_in");
        let language = name.parse().unwrap_or_else(|_| desk.default_language());
        (!name.is_empty()).then_some(language)
    }

    /// Makes the draft of a comment.
    #[must_use]
    pub fn comment(comment: String, internal: bool) -> Self {
        Self {
            comment,
            internal,
            ..Self::default()
        }
    }

    /// Makes the draft of a change of status, with a comment.
    #[must_use]
    pub fn with_status(status: String, comment: String) -> Self {
        Self {
            status: Some(status),
            ..Self::comment(comment, false)
        }
    }

    /// Returns `true` if there is something that a person typed.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        [
            &self.comment,
            &self.email,
            &self.session.0,
            &self.assignment.1,
            &self.rating.1,
        ]
        .into_iter()
        .any(|text| !clean::is_blank(text))
    }

    /// Returns this draft without what a command takes.
    #[must_use]
    pub(crate) fn without(mut self, command: &Command) -> Self {
        if command.takes_comment() {
            self.comment.clear();
        }
        if matches!(
            command,
            Command::CorrectAddress { .. } | Command::Share { .. }
        ) {
            self.email.clear();
        }
        if matches!(command, Command::OfferRemoteSession { .. }) {
            self.session = Default::default();
        }
        if matches!(command, Command::Assign { .. }) {
            self.assignment = Default::default();
        }
        if matches!(command, Command::ChangeDetails(_)) {
            self.details = Default::default();
        }
        if matches!(command, Command::Rate { .. }) {
            self.rating = Default::default();
        }
        self
    }

    /// Returns this draft after an act that took none of it. `version` is the one that the act led to.
    #[must_use]
    pub(crate) fn after(mut self, version: Option<u64>) -> Self {
        self.done_version = version;
        self
    }

    /// Returns this draft with the reason why an act was refused that takes nothing of it.
    #[must_use]
    pub(crate) fn with_problem(mut self, problem: Problem) -> Self {
        self.problem = Some(problem);
        self
    }

    /// Returns this draft with the first event that the writer had not seen. Nothing was sent.
    #[must_use]
    pub(crate) fn behind(mut self, first: u64) -> Self {
        self.news = Some(first);
        self
    }

    /// Returns this draft with the reasons why it was rejected.
    #[must_use]
    pub(crate) fn refused(mut self, messages: Vec<FieldMessage>) -> Self {
        self.messages = messages;
        self
    }
}
