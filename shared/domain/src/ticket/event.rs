//! Facts on a ticket's timeline. They are appended, never changed.

use super::change::Change;
use crate::actor::Actor;
use crate::value::{DeskId, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
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

/// Rounds an instant down to the precision that event IDs and sort keys have.
pub(super) fn to_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}
