//! From events to state. No rule lives here: what happened has happened.

use super::change::Change;
use super::event::Event;
use super::state::Ticket;

/// The events do not make a ticket: something was lost, or does not belong together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvolveError {
    /// A timeline begins with the opening, and has it once.
    #[error("event {sequence} of `{ticket}` cannot stand there")]
    OutOfPlace {
        /// The ticket.
        ticket: String,
        /// The event's place.
        sequence: u64,
    },
    /// The next event of a ticket has the next number.
    #[error("`{ticket}` has version {version}, and the next event is number {sequence}")]
    Gap {
        /// The ticket.
        ticket: String,
        /// Its version.
        version: u64,
        /// The number of the event.
        sequence: u64,
    },
}

impl Ticket {
    /// The ticket that its first event makes.
    ///
    /// # Errors
    /// When the event is not an opening.
    pub fn opened(event: &Event) -> Result<Self, EvolveError> {
        let Change::Opened(opening) = &event.change else {
            return Err(out_of_place(event));
        };
        if event.sequence != 1 {
            return Err(out_of_place(event));
        }
        Ok(Self {
            id: event.ticket.clone(),
            desk: event.desk.clone(),
            topic: opening.topic.clone(),
            subject: opening.subject.clone(),
            status: opening.status.clone(),
            priority: opening.priority.clone(),
            impact: opening.impact.clone(),
            requester: opening.requester.clone(),
            watchers: opening.cc.clone(),
            language: opening.language.clone(),
            version: 1,
            opened_at: event.at,
            updated_at: event.at,
            status_since: event.at,
            last_word_at: event.at,
        })
    }

    /// The ticket after the event.
    ///
    /// # Errors
    /// When the event is not the next one of this ticket.
    pub fn apply(mut self, event: &Event) -> Result<Self, EvolveError> {
        if event.ticket != self.id || event.sequence != self.version + 1 {
            return Err(EvolveError::Gap {
                ticket: self.id.to_string(),
                version: self.version,
                sequence: event.sequence,
            });
        }
        if matches!(event.change, Change::Opened(_)) {
            return Err(out_of_place(event));
        }
        event.change.make(&mut self, event.at);
        self.version = event.sequence;
        self.updated_at = event.at;
        Ok(self)
    }

    /// The ticket that a whole timeline makes.
    ///
    /// # Errors
    /// When the events are not a whole timeline from its beginning.
    pub fn replay<'e>(
        events: impl IntoIterator<Item = &'e Event>,
    ) -> Result<Option<Self>, EvolveError> {
        events.into_iter().try_fold(None, |ticket, event| {
            match ticket {
                None => Self::opened(event),
                Some(ticket) => Self::apply(ticket, event),
            }
            .map(Some)
        })
    }
}

fn out_of_place(event: &Event) -> EvolveError {
    EvolveError::OutOfPlace {
        ticket: event.ticket.to_string(),
        sequence: event.sequence,
    }
}
