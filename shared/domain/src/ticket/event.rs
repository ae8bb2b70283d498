//! The events of a ticket's timeline. They are appended, and never changed.

use super::change::Change;
use super::request::RequestMark;
use crate::actor::Actor;
use crate::value::{DeskId, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An event on a ticket's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
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
    /// The request that caused the event, if it had an idempotency key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
}

impl Event {
    /// Returns the event's ID, which no other event of the stack has.
    #[must_use]
    pub fn id(&self) -> EventId {
        EventId {
            ticket: self.ticket.clone(),
            sequence: self.sequence,
        }
    }
}

/// The ID of an event: its ticket and its place on the timeline, such as `SPSUP-1494-12`. It has only
/// characters that SES takes in the tag of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventId {
    /// The ticket that the event belongs to.
    pub ticket: TicketId,
    /// The place on the timeline, from 1.
    pub sequence: u64,
}

/// The error for a text that is not the ID of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write the ID of an event, such as `SPSUP-1494-12`")]
pub struct EventIdError;

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.ticket, self.sequence)
    }
}

impl FromStr for EventId {
    type Err = EventIdError;

    fn from_str(text: &str) -> Result<Self, EventIdError> {
        let (ticket, number) = text.rsplit_once('-').ok_or(EventIdError)?;
        let id = Self {
            ticket: ticket.parse().map_err(|_| EventIdError)?,
            sequence: number.parse().map_err(|_| EventIdError)?,
        };
        // `+7` and `007` are numbers as well, and no IDs.
        if id.sequence > 0 && id.to_string() == text {
            Ok(id)
        } else {
            Err(EventIdError)
        }
    }
}

/// Rounds an instant down to the precision of events.
pub(crate) fn to_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_id_is_a_ticket_and_a_number() {
        let id: EventId = "SPSUP-1494-12".parse().unwrap();
        assert_eq!(
            (id.to_string(), id.sequence),
            ("SPSUP-1494-12".to_owned(), 12)
        );
        for bad in [
            "",
            "SPSUP-1494",
            "SPSUP-1494-",
            "SPSUP-1494-0",
            "SPSUP-1494-+1",
            "SPSUP-1494-01",
            "12",
            "x-1",
        ] {
            assert!(bad.parse::<EventId>().is_err(), "{bad}");
        }
    }
}
