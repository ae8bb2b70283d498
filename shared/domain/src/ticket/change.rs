//! What can happen to a ticket.

use super::state::Ticket;
use crate::actor::{Actor, Requester};
use crate::attachment::{FileId, FileName, QuarantineReason};
use crate::form::FieldValue;
use crate::value::{
    ChoiceId, ContextId, EmailAddress, FieldId, Language, Line, MediaType, Prose, StatusId, TopicId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What happened to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// It was opened.
    Opened(Box<Opening>),
    /// Somebody said something.
    Commented {
        /// What they said.
        body: Prose,
        /// Whether only the desk's people see it.
        internal: bool,
    },
    /// It came into another status.
    StatusChanged {
        /// Where it was.
        from: StatusId,
        /// Where it is.
        to: StatusId,
        /// What was said with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<Prose>,
        /// What brought it about.
        cause: Cause,
    },
    /// A file was put on it.
    Attached {
        /// Its ID.
        file: FileId,
        /// What it is called.
        name: FileName,
        /// How many bytes it has.
        size: u64,
        /// What its content is.
        content_type: MediaType,
        /// Whether only the desk's people see it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
    },
    /// A file arrived that does not fit, and was set aside.
    AttachmentRefused {
        /// Its ID.
        file: FileId,
        /// What it is called.
        name: FileName,
        /// Why.
        reason: QuarantineReason,
        /// Who sent it.
        sender: EmailAddress,
    },
    /// Something harmful was found in a file; nobody can open it any more.
    AttachmentInfected {
        /// Its ID.
        file: FileId,
        /// What it is called.
        name: FileName,
        /// Who sent it.
        sender: EmailAddress,
        /// Whether only the desk's people see it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
    },
}

impl Change {
    /// The name of the change in the API, which its text in the timeline is found by as well.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Opened(_) => "opened",
            Self::Commented { .. } => "commented",
            Self::StatusChanged { .. } => "status_changed",
            Self::Attached { .. } => "attached",
            Self::AttachmentRefused { .. } => "attachment_refused",
            Self::AttachmentInfected { .. } => "attachment_infected",
        }
    }

    /// The words that a person wrote with it.
    #[must_use]
    pub fn words(&self) -> Option<&Prose> {
        match self {
            Self::Opened(opening) => Some(&opening.description),
            Self::Commented { body, .. } => Some(body),
            Self::StatusChanged { comment, .. } => comment.as_ref(),
            Self::Attached { .. }
            | Self::AttachmentRefused { .. }
            | Self::AttachmentInfected { .. } => None,
        }
    }

    /// `true` for what only the desk's people see; `None` for what can never be internal.
    #[must_use]
    pub fn is_internal(&self) -> Option<bool> {
        match self {
            Self::Commented { internal, .. }
            | Self::Attached { internal, .. }
            | Self::AttachmentInfected { internal, .. } => Some(*internal),
            Self::Opened(_) | Self::StatusChanged { .. } | Self::AttachmentRefused { .. } => None,
        }
    }

    /// Makes the change on the state of its ticket. An opening makes none: it is the state.
    pub(super) fn make(&self, ticket: &mut Ticket, at: Timestamp) {
        match self {
            Self::Commented { internal, .. } | Self::Attached { internal, .. } => {
                if !internal {
                    ticket.last_word_at = at;
                }
            }
            Self::StatusChanged { to, comment, .. } => {
                ticket.status = to.clone();
                ticket.status_since = at;
                if comment.is_some() {
                    ticket.last_word_at = at;
                }
            }
            Self::Opened(_) | Self::AttachmentRefused { .. } | Self::AttachmentInfected { .. } => {}
        }
    }

    /// Whether the system made it, and not the person whose command it follows from: a rule of the desk, the clock, or an
    /// inspection of a file.
    #[must_use]
    pub fn is_by_system(&self) -> bool {
        match self {
            Self::Opened(_) | Self::Commented { .. } | Self::Attached { .. } => false,
            Self::StatusChanged { cause, .. } => *cause != Cause::Move,
            Self::AttachmentRefused { .. } | Self::AttachmentInfected { .. } => true,
        }
    }

    /// Whether only the desk's people see it, or, for a file that was set aside, those and its sender.
    #[must_use]
    pub fn is_seen_by(&self, actor: &Actor) -> bool {
        actor.is_staff()
            || match self {
                Self::AttachmentRefused { sender, .. } => actor.email() == Some(sender),
                _ => self.is_internal() != Some(true),
            }
    }
}

/// Everything that a ticket was opened with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// What it is about.
    pub topic: TopicId,
    /// The status it began in.
    pub status: StatusId,
    /// Whose it is.
    pub requester: Requester,
    /// One line that says it all.
    pub subject: Line,
    /// All of it.
    pub description: Prose,
    /// How urgent it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<ChoiceId>,
    /// How far the problem reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<ChoiceId>,
    /// The topic's own fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldId, FieldValue>,
    /// Who else is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<EmailAddress>,
    /// What the link brought along.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<ContextId, Line>,
    /// The language that the requester is answered in.
    pub language: Language,
}

/// What brought a change of status about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Somebody made the move.
    Move,
    /// A comment set it off; the comment tells of it.
    Reaction,
    /// Nobody said anything for too long.
    Silence,
}
