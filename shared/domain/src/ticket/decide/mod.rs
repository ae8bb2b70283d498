//! The rules: what may be done to a ticket, and what follows. One file for each command.

mod attach;
mod change_status;
mod comment;
mod elapse;
mod open;
mod options;
mod reaction;
mod report_infected;

pub use open::open;
pub use options::Options;

use crate::actor::Actor;
use crate::attachment::Attachment;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::ticket::change::Change;
use crate::ticket::event::{Event, EventId, to_milliseconds};
use crate::ticket::state::Ticket;
use crate::value::{Prose, StatusId};
use jiff::Timestamp;

/// Something that somebody wants done to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Say something.
    Comment {
        /// What is said.
        body: Prose,
        /// Whether only the desk's people are to see it.
        internal: bool,
    },
    /// Bring it into another status.
    ChangeStatus {
        /// Where to.
        to: StatusId,
        /// What is said with it.
        comment: Option<Prose>,
    },
    /// Let the clock do what is due. Nothing happens when nothing is.
    Elapse,
    /// Tell of a file that was inspected, whether it was put on the ticket or set aside. The actor is its sender.
    Attach(Box<Attachment>),
    /// Tell that something harmful was found in a file.
    ReportInfected(Box<Attachment>),
}

impl Ticket {
    /// Decides what the command makes happen: no event when there is nothing to do.
    ///
    /// # Errors
    /// When the desk's rules do not let the actor do it, with the field and the way out.
    pub fn decide(
        &self,
        command: &Command,
        desk: &Desk,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        let changes = match command {
            Command::Comment { body, internal } => self.comment(body, *internal, desk, actor)?,
            Command::ChangeStatus { to, comment } => {
                self.change_status(to, comment.as_ref(), desk, actor)?
            }
            Command::Elapse => self.elapse(desk, now),
            Command::Attach(file) => self.attach(file, desk, actor),
            Command::ReportInfected(file) => self.report_infected(file),
        };
        Ok(self.events(changes, actor, now))
    }

    fn events(&self, changes: Vec<Change>, actor: &Actor, now: Timestamp) -> Vec<Event> {
        // A function whose clock is behind must not put an event ahead of the one before it.
        let at = to_milliseconds(now).max(self.updated_at);
        changes
            .into_iter()
            .zip(self.version + 1..)
            .map(|(change, sequence)| Event {
                id: EventId::new(&self.id, sequence, at),
                ticket: self.id.clone(),
                desk: self.desk.clone(),
                sequence,
                at,
                actor: match change.is_by_system() {
                    true => Actor::System,
                    false => actor.clone(),
                },
                change,
                request: None,
            })
            .collect()
    }
}
