//! Moving a ticket into another status.

use super::options::may;
use crate::actor::Actor;
use crate::desk::{Desk, MoveComment};
use crate::refusal::{FieldProblem, Refusal};
use crate::ticket::change::{Cause, Change};
use crate::ticket::state::Ticket;
use crate::value::{Prose, StatusId};

impl Ticket {
    /// The desk file says which moves there are, whose they are, and whether they carry a comment.
    pub(super) fn change_status(
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

    /// Makes the change into that status.
    pub(super) fn to(&self, to: &StatusId, comment: Option<Prose>, cause: Cause) -> Change {
        Change::StatusChanged {
            from: self.status.clone(),
            to: to.clone(),
            comment,
            cause,
        }
    }
}
