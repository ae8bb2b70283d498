//! The events of a ticket's timeline. They are appended, and never changed.

use super::change::Change;
use crate::actor::Actor;
use crate::value::{DeskId, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use uuid::Uuid;

/// An event on a ticket's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The event's ID. IDs of one ticket's events sort in the order of the timeline.
    pub id: EventId,
    /// The ticket that the event belongs to.
    pub ticket: TicketId,
    /// The ticket's desk.
    pub desk: DeskId,
    /// The place on the timeline, from 1 and without gaps. It is the ticket's version after the
    /// event.
    pub sequence: u64,
    /// The time of the event, in whole milliseconds. Never earlier than that of the event before.
    pub at: Timestamp,
    /// The person who made the change, or the system.
    pub actor: Actor,
    /// The change.
    pub change: Change,
    /// The idempotent request that caused the event. Only the last event of a request has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
}

/// An idempotent request, which is carried out only once, as the last of its events records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMark {
    /// The idempotency key that the sender chose.
    pub key: String,
    /// A digest of the request. A different request with the same key has a different digest.
    pub fingerprint: String,
}

/// The ID of an event: a UUID of version 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(Uuid);

impl EventId {
    /// Creates the ID of a ticket's event with that sequence number.
    ///
    /// The twelve bits after the milliseconds are the low bits of the sequence number (RFC 9562,
    /// 6.2, method 1). Events of one millisecond therefore keep their order. The other bits are a
    /// hash of ticket and sequence number, which identify an event. Deciding the same command twice
    /// at the same instant therefore gives the same ID.
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
