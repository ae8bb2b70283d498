//! The rules: what may be done to a ticket, and what follows.

use super::{Actor, Cause, Change, Event, EventId, Opening, Ticket};
use crate::attachment::Attachment;
use crate::desk::{Desk, Move, MoveComment, Mover, Phase, Role, Trigger};
use crate::form::NewTicket;
use crate::{FieldProblem, Prose, Refusal, StatusId, TicketId};
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
    Move {
        /// Where to.
        to: StatusId,
        /// What is said with it.
        comment: Option<Prose>,
    },
    /// Let the clock do what is due. Nothing happens when nothing is.
    Elapse,
    /// Tell of a file that has arrived, whether it was put on the ticket or aside. The actor is its sender.
    Attach(Box<Attachment>),
    /// Tell that something harmful was found in a file.
    ReportInfected(Box<Attachment>),
}

/// Opens a ticket: its first event.
#[must_use]
pub fn open(new: NewTicket, id: TicketId, desk: &Desk, now: Timestamp) -> Event {
    let now = to_milliseconds(now);
    Event {
        id: EventId::new(&id, 1, now),
        ticket: id,
        desk: desk.id.clone(),
        sequence: 1,
        at: now,
        actor: Actor::Requester(new.requester.clone()),
        change: Change::Opened(Box::new(Opening {
            topic: new.topic,
            status: desk.workflow.initial.clone(),
            requester: new.requester,
            subject: new.subject,
            description: new.description,
            priority: new.priority,
            impact: new.impact,
            fields: new.fields,
            cc: new.cc,
            context: new.context,
            language: new.language,
        })),
        request: None,
    }
}

/// What an actor may do to a ticket now, for pages to offer.
#[derive(Debug)]
pub struct Options<'d> {
    /// The moves open to them.
    pub moves: Vec<&'d Move>,
    /// Whether they may write notes that only the desk's people see.
    pub internal_notes: bool,
}

impl Ticket {
    /// What the command makes happen: no event when there is nothing to do.
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
            Command::Move { to, comment } => {
                self.change_status(to, comment.as_ref(), desk, actor)?
            }
            Command::Elapse => self.elapse(desk, now),
            Command::Attach(file) => self.attach(file, desk, actor),
            Command::ReportInfected(file) => infected(file),
        };
        Ok(self.events(changes, actor, now))
    }

    /// What the actor may do to the ticket now.
    #[must_use]
    pub fn options<'d>(&self, desk: &'d Desk, actor: &Actor) -> Options<'d> {
        Options {
            moves: self
                .moves_from_here(desk)
                .filter(|step| may(actor, step))
                .collect(),
            internal_notes: actor.is_staff(),
        }
    }

    fn comment(
        &self,
        body: &Prose,
        internal: bool,
        desk: &Desk,
        actor: &Actor,
    ) -> Result<Vec<Change>, Refusal> {
        if internal && !actor.is_staff() {
            return Err(Refusal::ForStaffOnly);
        }
        let commented = Change::Commented {
            body: body.clone(),
            internal,
        };
        let reaction = if internal {
            None
        } else {
            self.reaction(desk, actor)
        };
        Ok(std::iter::once(commented).chain(reaction).collect())
    }

    /// A file that the requester sends is a word of theirs: it may be the very log that the desk waits for. One of the desk's
    /// moves nothing, since it asks for no answer.
    fn attach(&self, file: &Attachment, desk: &Desk, actor: &Actor) -> Vec<Change> {
        if let (Some(reason), Some(sender)) = (&file.reason, file.by.email()) {
            return vec![Change::AttachmentRefused {
                file: file.id,
                name: file.name.clone(),
                reason: reason.clone(),
                sender: sender.clone(),
            }];
        }
        let attached = Change::Attached {
            file: file.id,
            name: file.name.clone(),
            size: file.size,
            content_type: file.content_type.clone(),
            internal: file.internal,
        };
        let reaction = self.reaction(desk, actor).filter(|_| !actor.is_staff());
        std::iter::once(attached).chain(reaction).collect()
    }

    fn reaction(&self, desk: &Desk, actor: &Actor) -> Option<Change> {
        let trigger = match actor {
            Actor::Agent { .. } => Trigger::AgentComment,
            Actor::Requester(_) | Actor::Watcher { .. } => Trigger::RequesterComment,
            Actor::System => return None,
        };
        desk.reactions
            .iter()
            .find(|reaction| {
                reaction.on == trigger && reaction.from.iter().any(|from| **from == self.status)
            })
            .map(|reaction| self.to(&reaction.to, None, Cause::Reaction))
    }

    fn change_status(
        &self,
        to: &StatusId,
        comment: Option<&Prose>,
        desk: &Desk,
        actor: &Actor,
    ) -> Result<Vec<Change>, Refusal> {
        if desk.status(to).is_none() {
            let choices = desk.statuses.iter().map(|s| s.id.to_string()).collect();
            return Err(Refusal::field(
                "status",
                FieldProblem::NotAChoice { choices },
            ));
        }
        if *to == self.status {
            // Asked twice, as by a double click: it is so already. Words would be lost, so they are refused.
            return match comment {
                None => Ok(Vec::new()),
                Some(_) => Err(Refusal::field("status", FieldProblem::AlreadyThere)),
            };
        }
        let mut there = self
            .moves_from_here(desk)
            .filter(|step| *step.to == *to)
            .peekable();
        if there.peek().is_none() {
            return Err(Refusal::field(
                "status",
                FieldProblem::NoSuchMove {
                    possible: self.possible(desk, actor),
                },
            ));
        }
        let Some(step) = there.find(|step| may(actor, step)) else {
            return Err(Refusal::MoveNotAllowed {
                possible: self.possible(desk, actor),
            });
        };
        match (step.comment, comment) {
            (MoveComment::Required, None) | (MoveComment::None, Some(_)) => Err(Refusal::field(
                "comment",
                FieldProblem::comment(step.comment),
            )),
            _ => Ok(vec![self.to(to, comment.cloned(), Cause::Move)]),
        }
    }

    fn elapse(&self, desk: &Desk, now: Timestamp) -> Vec<Change> {
        crate::timer::next(self, desk)
            .filter(|timer| timer.at <= now)
            .map(|timer| self.to(&timer.auto_close.to, None, Cause::Silence))
            .into_iter()
            .collect()
    }

    fn to(&self, to: &StatusId, comment: Option<Prose>, cause: Cause) -> Change {
        Change::StatusChanged {
            from: self.status.clone(),
            to: to.clone(),
            comment,
            cause,
        }
    }

    fn moves_from_here<'d>(&self, desk: &'d Desk) -> impl Iterator<Item = &'d Move> {
        desk.moves
            .iter()
            .filter(|step| step.from.holds(&self.status, &step.to))
    }

    fn possible(&self, desk: &Desk, actor: &Actor) -> Vec<StatusId> {
        let mut statuses: Vec<StatusId> = Vec::new();
        for step in self.options(desk, actor).moves {
            if !statuses.contains(&step.to) {
                statuses.push(step.to.clone());
            }
        }
        statuses
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
                actor: match &change {
                    Change::StatusChanged {
                        cause: Cause::Reaction | Cause::Silence,
                        ..
                    }
                    | Change::AttachmentRefused { .. }
                    | Change::AttachmentInfected { .. } => Actor::System,
                    _ => actor.clone(),
                },
                change,
                request: None,
            })
            .collect()
    }

    /// Whether nothing is left to do on it.
    #[must_use]
    pub fn is_done(&self, desk: &Desk) -> bool {
        desk.phase(&self.status) == Phase::Done
    }
}

fn infected(file: &Attachment) -> Vec<Change> {
    let told = |sender: &crate::EmailAddress| Change::AttachmentInfected {
        file: file.id,
        name: file.name.clone(),
        sender: sender.clone(),
        internal: file.internal,
    };
    file.by.email().map(told).into_iter().collect()
}

fn may(actor: &Actor, step: &Move) -> bool {
    step.by.iter().any(|mover| match (mover, actor) {
        (Mover::Requester, Actor::Requester(_)) | (Mover::Agent, Actor::Agent { .. }) => true,
        (Mover::Lead, Actor::Agent { rank, .. }) => *rank == Role::Lead,
        _ => false,
    })
}

/// Instants have the precision that event IDs and sort keys have.
fn to_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}
