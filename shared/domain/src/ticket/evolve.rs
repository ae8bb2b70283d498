//! The state of a ticket, computed from its events. Rules are not checked here: an event has
//! happened already.

use super::change::Change;
use super::event::Event;
use super::request::RecentRequests;
use super::state::Ticket;
use crate::clock::Clocks;
use crate::value::Format;

/// The error for events that do not make a ticket: some are missing, or belong to another ticket.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvolveError {
    /// The first event of a timeline is not an opening, or a later one is.
    #[error("event {sequence} of `{ticket}` cannot stand there")]
    OutOfPlace {
        /// The ticket's ID.
        ticket: String,
        /// The event's sequence number.
        sequence: u64,
    },
    /// The event is not the next one of the ticket, or belongs to another ticket.
    #[error("`{ticket}` has version {version}, and the next event is number {sequence}")]
    Gap {
        /// The ticket's ID.
        ticket: String,
        /// The ticket's version, which is the number of its last event.
        version: u64,
        /// The event's sequence number.
        sequence: u64,
    },
}

impl Ticket {
    /// Creates a ticket from its first event.
    ///
    /// # Errors
    /// When the event is not an opening, or is not number 1.
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
            company: opening.company.clone(),
            contract: opening.contract.clone(),
            watchers: opening.cc.clone(),
            language: opening.language.clone(),
            confirmed_at: None,
            address_corrected: false,
            desk_wrote: false,
            last_agents: Vec::new(),
            disowned: false,
            links_requested: 0,
            link_requested_at: None,
            page: None,
            assignee: None,
            team: None,
            introduced: false,
            rating: None,
            follows: opening.follows.clone(),
            follow_up: None,
            incident: None,
            key_epoch: 0,
            version: 1,
            opened_at: event.at,
            updated_at: event.at,
            status_since: event.at,
            last_public_activity_at: event.at,
            requester_reminded_at: None,
            clocks: Clocks::default(),
            format: Format::CURRENT,
            recent_requests: RecentRequests::default(),
        })
    }

    /// Applies the next event and returns the changed ticket.
    ///
    /// # Errors
    /// When the event is not the next one of this ticket, or is a second opening.
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
        if event.change.is_for_people() && event.actor.asks() && self.desk_wrote {
            self.clocks.ask(event.at);
        }
        if event.actor.is_staff() && event.change.is_for_people() {
            self.clocks.answer(event.at, !self.desk_wrote);
            self.desk_wrote = true;
            if let Some(agent) = event.actor.email() {
                self.last_agents.retain(|other| other != agent);
                self.last_agents.insert(0, agent.clone());
                self.last_agents.truncate(2);
            }
        }
        self.version = event.sequence;
        self.updated_at = event.at;
        self.format = self.format.max(Format::CURRENT);
        if let Some(request) = event.request {
            self.recent_requests.remember(request, event.sequence);
        }
        Ok(self)
    }

    /// Creates a ticket from its whole timeline. Returns `None` if there are no events.
    ///
    /// # Errors
    /// When the events are not a whole timeline in order.
    pub fn replay<'e>(
        events: impl IntoIterator<Item = &'e Event>,
    ) -> Result<Option<Self>, EvolveError> {
        events
            .into_iter()
            .try_fold(None, |ticket, event| Self::follow(ticket, event).map(Some))
    }

    /// Continues a replay: applies the next event, or opens the ticket with its first one.
    ///
    /// # Errors
    /// When the event is not the next one.
    pub fn follow(ticket: Option<Self>, event: &Event) -> Result<Self, EvolveError> {
        match ticket {
            None => Self::opened(event),
            Some(ticket) => ticket.apply(event),
        }
    }
}

fn out_of_place(event: &Event) -> EvolveError {
    EvolveError::OutOfPlace {
        ticket: event.ticket.to_string(),
        sequence: event.sequence,
    }
}
