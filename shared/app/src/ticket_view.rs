//! A ticket as one person sees it.

use docket_cloud::store::Timeline;
use docket_domain::actor::Actor;
use docket_domain::attachment::Attachment;
use docket_domain::ticket::{Change, Event, EvolveError, Opening, RequestMark, Ticket};

/// A ticket with its timeline and its files, and the actor who reads it.
#[derive(Debug)]
pub struct TicketView {
    /// The ticket.
    pub ticket: Ticket,
    /// All its events, in order.
    pub events: Vec<Event>,
    /// All its files.
    pub files: Vec<Attachment>,
    /// The actor who reads the ticket.
    pub actor: Actor,
}

impl TicketView {
    /// Makes the view of a ticket for an actor.
    #[must_use]
    pub fn new(timeline: Timeline, actor: Actor) -> Self {
        Self {
            ticket: timeline.ticket,
            events: timeline.events,
            files: timeline.files,
            actor,
        }
    }

    /// Returns the files that the actor may see.
    pub fn visible_files(&self) -> impl Iterator<Item = &Attachment> {
        self.files
            .iter()
            .filter(|file| file.is_seen_by(&self.actor))
    }

    /// Returns the events that the actor may see.
    pub fn visible_events(&self) -> impl Iterator<Item = &Event> {
        self.events
            .iter()
            .filter(|event| event.change.is_seen_by(&self.actor))
    }

    /// Returns the event data that the ticket was opened with.
    #[must_use]
    pub fn opening(&self) -> Option<&Opening> {
        self.events.first().and_then(|event| match &event.change {
            Change::Opened(opening) => Some(&**opening),
            _ => None,
        })
    }

    /// Returns the version that an earlier request with this idempotency key led to, and its mark.
    /// Returns `None` when there was no such request.
    pub(crate) fn result_of_request(&self, key: &str) -> Option<(u64, RequestMark)> {
        self.events.iter().find_map(|event| {
            let mark = event.request.as_ref().filter(|mark| mark.key == key)?;
            Some((event.sequence, mark.clone()))
        })
    }

    /// Returns the ticket as it was at an earlier version. A repeated request gets the same answer
    /// as the first one.
    ///
    /// # Errors
    /// When the timeline has a gap.
    pub(crate) fn at_version(mut self, version: u64) -> Result<Self, EvolveError> {
        self.events.retain(|event| event.sequence <= version);
        if let Some(ticket) = Ticket::replay(&self.events)? {
            self.ticket = ticket;
        }
        Ok(self)
    }
}
