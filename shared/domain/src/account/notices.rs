//! What somebody may want no mails about.

use serde::{Deserialize, Serialize};

/// A kind of mail that a person can do without. A mail that asks for an act, such as the link to a new ticket, is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeTopic {
    /// Comments.
    Comments,
    /// Changes of the status.
    Status,
    /// Files.
    Files,
}

impl NoticeTopic {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Comments, Self::Status, Self::Files];

    /// Returns the name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Comments => "comments",
            Self::Status => "status",
            Self::Files => "files",
        }
    }
}
