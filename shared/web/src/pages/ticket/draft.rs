//! Input on a ticket's page.

use docket_texts::FieldMessage;

/// Input on a ticket's page that was rejected.
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

    /// Makes the draft of a change of status, with a comment.
    #[must_use]
    pub fn with_status(status: String, comment: String) -> Self {
        Self {
            status: Some(status),
            ..Self::comment(comment, false)
        }
    }

    /// Makes the draft of a correction of the address.
    #[must_use]
    pub fn with_email(email: String) -> Self {
        Self {
            email,
            ..Self::default()
        }
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
