//! The rules of commands: who may give them, and the events that follow. One file for each command.

mod allowed_changes;
mod assign;
mod change_details;
mod change_status;
mod comment;
mod confirm;
mod escalate;
mod follow_up;
mod incident;
mod offer_remote_session;
mod open;
mod page;
mod rate;
mod reaction;
mod record_inspection;
mod report_infected;
mod run_timers;
mod share;

pub use allowed_changes::AllowedChanges;
pub use assign::AssignTo;
pub use change_details::Details;
pub use escalate::Escalation;
pub use offer_remote_session::SESSION_MINUTES;
pub use open::{Customer, confirm_opening, open, page_opening};

use crate::actor::Actor;
use crate::attachment::Attachment;
use crate::desk::Desk;
use crate::incident::IncidentId;
use crate::oncall::PageId;
use crate::refusal::Refusal;
use crate::ticket::change::Change;
use crate::ticket::event::{Event, to_milliseconds};
use crate::ticket::state::Ticket;
use crate::value::{EmailAddress, Line, PolicyId, Prose, StatusId, TicketId, WebAddress};
use jiff::Timestamp;

/// A command on a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Adds a comment or an internal note.
    Comment {
        /// The text of the comment.
        body: Prose,
        /// `true` for an internal note, which only the desk's people see.
        internal: bool,
    },
    /// Changes the status, with what somebody wrote into the same form. A reply is the comment of the change. A note stands
    /// beside it.
    CommentAndChangeStatus {
        /// The text. `None` for a form that was left empty.
        body: Option<Prose>,
        /// `true` for an internal note.
        internal: bool,
        /// The new status.
        to: StatusId,
    },
    /// Changes the status.
    ChangeStatus {
        /// The new status.
        to: StatusId,
        /// A public comment with the change.
        comment: Option<Prose>,
    },
    /// Confirms that the requester's address is the actor's own.
    Confirm,
    /// Says that the ticket is not the actor's, though it has their address.
    Disown,
    /// Corrects the requester's address.
    CorrectAddress {
        /// The right address.
        to: EmailAddress,
    },
    /// Has the link mailed to the requester again.
    SendLink,
    /// Shares the ticket with somebody.
    Share {
        /// Their address.
        email: EmailAddress,
    },
    /// Ends that, or leaves the ticket oneself.
    EndSharing {
        /// The address of the person.
        email: EmailAddress,
    },
    /// Offers the requester a remote session.
    OfferRemoteSession {
        /// The address of its page.
        address: WebAddress,
        /// How long the offer holds.
        minutes: u64,
    },
    /// Calls the people on call.
    Page {
        /// The policy that calls. `None` for that of the ticket's topic.
        policy: Option<PolicyId>,
        /// The page that the ticket starts or joins. `None` until it is looked up: then nothing can be decided.
        page: Option<PageId>,
    },
    /// Gives the ticket to somebody of the desk, to a team, or to nobody in particular.
    Assign {
        /// To whom.
        to: AssignTo,
        /// What the actor writes to the requester with it.
        comment: Option<Prose>,
        /// The name of the field that says to whom.
        field: &'static str,
    },
    /// Gives the ticket to somebody, as a rule of the desk says. The actor is the system.
    AssignByRule {
        /// To whom.
        to: EmailAddress,
    },
    /// Corrects what the ticket is about, or how urgent it is.
    ChangeDetails(Details),
    /// Says how the desk did.
    Rate {
        /// The mark, from 1 to the highest of the desk's scale.
        score: u8,
        /// What the requester writes about it.
        comment: Option<Prose>,
    },
    /// Records that another ticket follows it, which its actor opens.
    FollowUp {
        /// The other ticket.
        by: TicketId,
    },
    /// Links the ticket to an incident.
    LinkToIncident {
        /// The incident.
        incident: IncidentId,
        /// Its title.
        title: Line,
    },
    /// Ends that.
    UnlinkFromIncident {
        /// The incident.
        incident: IncidentId,
    },
    /// Closes the ticket, since the incident that it is linked to is over.
    CloseWithIncident {
        /// The incident.
        incident: IncidentId,
    },
    /// Ends all keys of the ticket.
    RevokeKeys,
    /// Runs the timer that is due, but for a call of people. Does nothing if none is due.
    RunTimers,
    /// Calls the people on call because a target has passed. Does nothing if [`Ticket::escalation`] is none.
    Escalate {
        /// The page that the ticket starts or joins.
        page: PageId,
    },
    /// Reports an inspected file, which is on the ticket or in quarantine. The actor is its sender.
    RecordInspection(Box<Attachment>),
    /// Reports that a scanner found something harmful in a file.
    ReportInfected(Box<Attachment>),
}

impl Command {
    /// Returns `true` if it takes what a person writes.
    #[must_use]
    pub fn takes_comment(&self) -> bool {
        matches!(
            self,
            Self::Comment { .. } | Self::ChangeStatus { .. } | Self::CommentAndChangeStatus { .. }
        )
    }

    /// Returns `true` if it may be wrong once somebody else has changed the ticket: a reply to what was said before, or what one of
    /// the desk settles about it.
    #[must_use]
    pub fn depends_on_what_is_new(&self) -> bool {
        self.takes_comment() || matches!(self, Self::Assign { .. } | Self::ChangeDetails(_))
    }
}

impl Ticket {
    /// Decides on a command and returns the events that it causes. Returns none if there is nothing
    /// to do.
    ///
    /// All events have the same time: `now` in whole milliseconds, but never earlier than the
    /// ticket's last event.
    ///
    /// # Errors
    /// When the desk's rules do not allow the command to this actor, or its input has mistakes.
    pub fn decide(
        &self,
        command: &Command,
        desk: &Desk,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        if command.takes_comment() {
            self.check_reply(desk, actor, now)?;
        }
        let changes = match command {
            Command::Comment { body, internal } => self.comment(body, *internal, desk, actor)?,
            Command::CommentAndChangeStatus { body, internal, to } => {
                self.comment_and_change_status(body.as_ref(), *internal, to, desk, actor)?
            }
            Command::ChangeStatus { to, comment } => {
                self.change_status(to, (comment.as_ref(), "comment"), desk, actor)?
            }
            // The actor's proof is all.
            Command::Confirm => Vec::new(),
            Command::Disown => return Ok(self.events(self.disown(actor)?, actor, now)),
            Command::CorrectAddress { to } => self.correct_address(to, desk, now)?,
            Command::SendLink => self.send_link(actor)?,
            Command::Share { email } => self.share(email, desk, actor)?,
            Command::EndSharing { email } => self.end_sharing(email, desk, actor)?,
            Command::OfferRemoteSession { address, minutes } => {
                Self::offer_remote_session(address, *minutes, desk, now)?
            }
            Command::Page { policy, page } => self.page(policy.as_ref(), *page, desk)?,
            Command::Assign { to, comment, field } => {
                self.assign((to, field), comment.as_ref(), desk, actor)?
            }
            Command::AssignByRule { to } => self.assign_by_rule(to, desk),
            Command::ChangeDetails(details) => self.change_details(details, desk, now)?,
            Command::Rate { score, comment } => self.rate(*score, comment.as_ref(), desk, now)?,
            Command::FollowUp { by } => self.follow_up(by, desk, now)?,
            Command::LinkToIncident { incident, title } => self.link_to(*incident, title),
            Command::UnlinkFromIncident { incident } => self.unlink_from(*incident),
            Command::CloseWithIncident { incident } => self.close_with(*incident, desk),
            Command::RevokeKeys => vec![Change::KeysRevoked],
            Command::RunTimers => self.run_timers(desk, now),
            Command::Escalate { page } => self.escalate(*page, desk, now),
            Command::RecordInspection(file) => self.record_inspection(file, desk, actor, now),
            Command::ReportInfected(file) => self.report_infected(file),
        };
        let mut changes: Vec<Change> = self.proof(actor).into_iter().chain(changes).collect();
        changes.extend(self.taken_by_reply(&changes, desk, actor));
        if !changes.is_empty() && !matches!(command, Command::RunTimers | Command::Escalate { .. })
        {
            // A target that passed a moment ago is not forgotten because somebody acts before the sweep does.
            changes.splice(0..0, self.breaches(desk, now));
        }
        let mut events = self.events(changes, actor, now);
        self.settle(&mut events, desk);
        Ok(events)
    }

    /// Adds to a change of status what counted in the status that the ticket then keeps no longer.
    fn settle(&self, events: &mut [Event], desk: &Desk) {
        if !self.clocks.is_full() {
            return;
        }
        let mut ticket = self.clone();
        for event in events {
            if let Change::StatusChanged { settled, .. } = &mut event.change {
                *settled = desk.settle(&ticket.course());
            }
            match ticket.apply(event) {
                Ok(next) => ticket = next,
                // Numbered as they are, they follow each other.
                Err(_) => return,
            }
        }
    }

    /// Makes events of the changes, numbered after the ticket's version.
    fn events(&self, changes: Vec<Change>, actor: &Actor, now: Timestamp) -> Vec<Event> {
        // A function whose clock is behind must not put an event ahead of the one before it.
        let at = to_milliseconds(now).max(self.updated_at);
        changes
            .into_iter()
            .zip(self.version + 1..)
            .map(|(change, sequence)| Event {
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
