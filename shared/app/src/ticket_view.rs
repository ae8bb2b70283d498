//! A ticket as one person sees it.

use docket_domain::actor::Actor;
use docket_domain::attachment::Attachment;
use docket_domain::ticket::{Change, Event, EventId, Opening, Ticket};

/// A ticket, and the actor who may see it.
#[derive(Debug, Clone)]
pub struct TicketAccess {
    /// The ticket.
    pub ticket: Ticket,
    /// The person who reads or changes it.
    pub actor: Actor,
}

/// A ticket with the newest part of its timeline and its files, and the actor who reads it.
#[derive(Debug)]
pub struct TicketView {
    /// The ticket.
    pub ticket: Ticket,
    /// The actor who reads the ticket.
    pub actor: Actor,
    /// The part of the timeline that is read.
    pub events: EventsPage,
    /// All files of the ticket.
    pub files: Vec<Attachment>,
    /// The first event of the ticket.
    pub opening: Event,
}

/// A part of a timeline, as its reader sees it.
#[derive(Debug, Clone, Default)]
pub struct EventsPage {
    /// The events that the reader may see, in order.
    pub events: Vec<Event>,
    /// The event before which the older ones are. `None` if there are none, other than the opening.
    pub older: Option<EventId>,
}

impl TicketView {
    /// Returns the files that the actor may see.
    pub fn visible_files(&self) -> impl Iterator<Item = &Attachment> {
        self.files
            .iter()
            .filter(|file| file.is_seen_by(&self.actor))
    }

    /// Returns the first event, and then the newest ones that the actor may see, in order.
    pub fn timeline(&self) -> impl Iterator<Item = &Event> {
        let others = self.events.events.iter().filter(|event| event.sequence > 1);
        std::iter::once(&self.opening).chain(others)
    }

    /// Returns what the ticket was opened with. Returns `None` if a later version of Docket wrote it
    /// in a way that this one cannot read.
    #[must_use]
    pub fn opened_with(&self) -> Option<&Opening> {
        match &self.opening.change {
            Change::Opened(opening) => Some(&**opening),
            _ => None,
        }
    }
}
