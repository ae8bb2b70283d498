//! The command that changes the status of a ticket.

use super::allowed_changes::may;
use crate::actor::Actor;
use crate::desk::{Desk, MoveComment};
use crate::refusal::{FieldProblem, Refusal};
use crate::ticket::change::{Cause, Change};
use crate::ticket::state::Ticket;
use crate::value::{Prose, StatusId};

impl Ticket {
    /// Returns the change into the status `to`. Returns no change if the ticket has that status
    /// already and there is no comment. `field` is what the comment is called where it was typed.
    ///
    /// # Errors
    /// When the desk has no such status, when it has no move from the current one to it, when the
    /// actor may not make that move, or when the move does not take the comment or needs one.
    pub(super) fn change_status(
        &self,
        to: &StatusId,
        (comment, field): (Option<&Prose>, &'static str),
        desk: &Desk,
        actor: &Actor,
    ) -> Result<Vec<Change>, Refusal> {
        if !desk.has_status(to) {
            let choices = desk.status_choices();
            return Err(Refusal::field(
                "status",
                FieldProblem::NotAChoice { choices },
            ));
        }
        if to == desk.current_status(&self.status) {
            // A second request, as by a double click, has nothing left to do. A comment would be
            // lost, so a request with one is refused.
            return match comment {
                None => Ok(Vec::new()),
                Some(_) => Err(Refusal::field("status", FieldProblem::AlreadyThere)),
            };
        }
        let mut there = desk
            .moves_from(&self.status)
            .filter(|step| *step.to == *to)
            .peekable();
        if there.peek().is_none() {
            return Err(Refusal::field(
                "status",
                FieldProblem::NoSuchMove {
                    possible: self.reachable_statuses(desk, actor),
                },
            ));
        }
        let Some(step) = there.find(|step| may(actor, step)) else {
            return Err(Refusal::MoveNotAllowed {
                possible: self.reachable_statuses(desk, actor),
            });
        };
        match (step.comment, comment) {
            (MoveComment::Required, None) | (MoveComment::None, Some(_)) => {
                Err(Refusal::field(field, FieldProblem::comment(step.comment)))
            }
            _ => Ok(vec![self.to(to, comment.cloned(), Cause::Move)]),
        }
    }

    /// Creates the change from the current status into `to`.
    pub(super) fn to(&self, to: &StatusId, comment: Option<Prose>, cause: Cause) -> Change {
        Change::StatusChanged {
            from: self.status.clone(),
            to: to.clone(),
            comment,
            cause,
            settled: Vec::new(),
        }
    }
}
