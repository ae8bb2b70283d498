//! The state of a ticket.

use crate::actor::Requester;
use crate::value::{ChoiceId, DeskId, EmailAddress, Language, Line, StatusId, TicketId, TopicId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a ticket stands. What was said on it stands in its events: a change of status stays small however
/// long the description is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its ID.
    pub id: TicketId,
    /// The desk it belongs to.
    pub desk: DeskId,
    /// What it is about.
    pub topic: TopicId,
    /// One line that says it all.
    pub subject: Line,
    /// Where it stands, in the desk's own words.
    pub status: StatusId,
    /// How urgent it is, on desks with priorities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<ChoiceId>,
    /// How far the problem reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<ChoiceId>,
    /// Whose it is.
    pub requester: Requester,
    /// Who else is told of what happens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<EmailAddress>,
    /// The language that the requester is answered in.
    pub language: Language,
    /// How many events have happened to it; a change is only committed on the version it was decided on.
    pub version: u64,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When the last event happened.
    pub updated_at: Timestamp,
    /// When it came into its status.
    pub status_since: Timestamp,
    /// When somebody last said something in public.
    pub last_word_at: Timestamp,
}
