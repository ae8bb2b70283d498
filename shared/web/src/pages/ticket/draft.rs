//! Input on a ticket's page.

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
    /// The right address of the requester.
    pub email: String,
    /// The messages about invalid input.
    pub messages: Vec<FieldMessage>,
    /// The sequence of the first event that the writer had not seen.
    pub news: Option<u64>,
    /// `true` when the comment stood beside the button that was pressed, and belongs to none of what it does.
    pub is_beside: bool,
    /// The language in which the page is wanted, with all that was typed. Nothing is sent then.
    pub language: Option<Language>,
    /// The version that the act of the button led to.
    pub done: Option<u64>,
}

impl CommentDraft {
    /// Makes the draft of a comment.
    #[must_use]
    pub fn comment(comment: String, internal: bool) -> Self {
        Self {
            comment,
            internal,
            ..Self::default()
        }
    }

    /// Makes the draft of a comment beside another act.
    #[must_use]
    pub fn beside(comment: String, internal: bool) -> Self {
        Self {
            is_beside: true,
            ..Self::comment(comment, internal)
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

    /// Returns `true` if the page has to be shown again with the comment after an act that does not take it.
    #[must_use]
    pub(crate) fn is_to_be_kept(&self) -> bool {
        self.is_beside && !clean::is_blank(&self.comment)
    }

    /// Returns this draft after the act of the button beside it.
    #[must_use]
    pub(crate) fn after(mut self, version: u64) -> Self {
        self.done = Some(version);
        self.email = String::new();
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
