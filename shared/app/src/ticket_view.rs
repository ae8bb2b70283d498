//! A ticket as one actor sees it.

use docket_cloud::store::Timeline;
use docket_domain::actor::Actor;
use docket_domain::attachment::Attachment;
use docket_domain::ticket::{Change, Event, EvolveError, Opening, RequestMark, Ticket};

/// A ticket with its timeline and its files, and the actor who looks at it.
#[derive(Debug)]
pub struct TicketView {
    /// The ticket.
    pub ticket: Ticket,
    /// Its whole timeline.
    pub events: Vec<Event>,
    /// All its files.
    pub files: Vec<Attachment>,
    /// Who sees it.
    pub actor: Actor,
}

impl TicketView {
    /// A ticket as that actor sees it.
    #[must_use]
    pub fn new(timeline: Timeline, actor: Actor) -> Self {
        Self {
            ticket: timeline.ticket,
            events: timeline.events,
            files: timeline.files,
            actor,
        }
    }

    /// Lists the files that the actor may see.
    pub fn visible_files(&self) -> impl Iterator<Item = &Attachment> {
        self.files
            .iter()
            .filter(|file| file.is_seen_by(&self.actor))
    }

    /// Lists the part of the timeline that the actor may see.
    pub fn visible_events(&self) -> impl Iterator<Item = &Event> {
        self.events
            .iter()
            .filter(|event| event.change.is_seen_by(&self.actor))
    }

    /// Returns what the ticket was opened with.
    #[must_use]
    pub fn opening(&self) -> Option<&Opening> {
        self.events.first().and_then(|event| match &event.change {
            Change::Opened(opening) => Some(&**opening),
            _ => None,
        })
    }

    /// Finds what a request under that key has done to this ticket already: the version that it led to, and its mark.
    pub(crate) fn done_by(&self, key: &str) -> Option<(u64, RequestMark)> {
        self.events.iter().find_map(|event| {
            let mark = event.request.as_ref().filter(|mark| mark.key == key)?;
            Some((event.sequence, mark.clone()))
        })
    }

    /// Returns the ticket as it was at that version: a repeated request is answered as it was the first time.
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
