//! Facts on a ticket's timeline. They are appended, never changed.

use crate::attachment::{FileId, FileName, MediaType, Quarantine};
use crate::desk::Role;
use crate::form::{FieldValue, Requester};
use crate::{
    ChoiceId, ContextId, DeskId, EmailAddress, FieldId, Language, Line, Prose, StatusId, TicketId,
    TopicId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use uuid::Uuid;

/// A fact on a ticket's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its ID; a ticket's events sort by it in the order in which they happened.
    pub id: EventId,
    /// The ticket it happened to.
    pub ticket: TicketId,
    /// The ticket's desk.
    pub desk: DeskId,
    /// Its place on the timeline, from 1, without gaps: the ticket's version after it.
    pub sequence: u64,
    /// When it happened; never before the event ahead of it.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub change: Change,
    /// The request that led to it, on the last event of a request that is to be carried out once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
}

/// A request that is to be carried out once, as its last event remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMark {
    /// The key that its sender gave it.
    pub key: String,
    /// A digest of all that it asks for: another request under the same key has another one.
    pub fingerprint: String,
}

/// The ID of an event: a UUID of version 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(Uuid);

impl EventId {
    /// The ID of a ticket's event at that place.
    ///
    /// The twelve bits behind the milliseconds are the low bits of the sequence (RFC 9562, 6.2, method 1), so that
    /// events within one millisecond keep their order. The rest is derived from ticket and sequence, which name an
    /// event already: deciding the same twice gives the same event.
    #[must_use]
    pub fn new(ticket: &TicketId, sequence: u64, at: Timestamp) -> Self {
        let mut hasher = DefaultHasher::new();
        (ticket, sequence).hash(&mut hasher);
        let [.., low_high, low] = sequence.to_be_bytes();
        let [a, b, c, d, e, f, g, h] = hasher.finish().to_be_bytes();
        let bytes = [low_high & 0x0f, low, a, b, c, d, e, f, g, h];
        let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who does something to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Actor {
    /// The person whose ticket it is.
    Requester(Requester),
    /// Somebody who is copied on it.
    Watcher {
        /// Their address.
        email: EmailAddress,
    },
    /// Somebody who works at the desk.
    Agent {
        /// Their address.
        email: EmailAddress,
        /// What requesters know them by.
        name: String,
        /// What they may do.
        rank: Role,
    },
    /// The clock, or a rule of the desk.
    System,
}

impl Actor {
    /// The address of the person, if it is one.
    #[must_use]
    pub fn email(&self) -> Option<&EmailAddress> {
        match self {
            Self::Requester(requester) => Some(&requester.email),
            Self::Watcher { email } | Self::Agent { email, .. } => Some(email),
            Self::System => None,
        }
    }

    /// Whether it is somebody who works at the desk.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        matches!(self, Self::Agent { .. })
    }
}

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
        reason: Quarantine,
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
    /// Whether only the desk's people see it, or, for a file that was set aside, those and its sender.
    #[must_use]
    pub fn is_seen_by(&self, actor: &Actor) -> bool {
        actor.is_staff()
            || match self {
                Self::Opened(_) | Self::StatusChanged { .. } => true,
                Self::Commented { internal, .. }
                | Self::Attached { internal, .. }
                | Self::AttachmentInfected { internal, .. } => !internal,
                Self::AttachmentRefused { sender, .. } => actor.email() == Some(sender),
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
