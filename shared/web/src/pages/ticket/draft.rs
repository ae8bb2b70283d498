//! What was typed on a ticket's page.

use docket_texts::FieldMessage;

/// What was typed on a ticket's page and was not taken.
#[derive(Debug, Clone, Default)]
pub struct CommentDraft {
    /// The comment.
    pub comment: String,
    /// The status of the move that it was typed for; none for a plain comment.
    pub status: Option<String>,
    /// Whether the comment was to stay inside: it must not become public on the second try.
    pub internal: bool,
    /// What is wrong with it.
    pub messages: Vec<FieldMessage>,
}

impl CommentDraft {
    /// A comment.
    #[must_use]
    pub fn comment(comment: String, internal: bool) -> Self {
        Self {
            comment,
            internal,
            ..Self::default()
        }
    }

    /// A move to that status, with a comment.
    #[must_use]
    pub fn with_status(status: String, comment: String) -> Self {
        Self {
            status: Some(status),
            ..Self::comment(comment, false)
        }
    }

    /// The same, with the reasons why it was not taken.
    #[must_use]
    pub(crate) fn refused(mut self, messages: Vec<FieldMessage>) -> Self {
        self.messages = messages;
        self
    }
}
