//! The changes that an actor may make now.

use crate::access::Action;
use crate::actor::{Actor, Rank};
use crate::desk::{Desk, Move, Mover};
use crate::ticket::state::Ticket;
use crate::value::StatusId;

/// The changes that an actor may make to a ticket now. Pages offer them.
#[derive(Debug)]
pub struct AllowedChanges<'d> {
    /// The moves that the actor may make, in the order of the desk file.
    pub moves: Vec<&'d Move>,
    /// `true` if the actor may write internal notes.
    pub internal_notes: bool,
}

impl Ticket {
    /// Returns the changes that the actor may make to the ticket now.
    #[must_use]
    pub fn allowed_changes<'d>(&'d self, desk: &'d Desk, actor: &Actor) -> AllowedChanges<'d> {
        AllowedChanges {
            moves: desk
                .moves_from(&self.status)
                .filter(|step| may(actor, step))
                .collect(),
            internal_notes: actor.may(Action::WriteNote),
        }
    }

    /// Returns the statuses that the actor may move the ticket to now, each once.
    pub(super) fn reachable_statuses(&self, desk: &Desk, actor: &Actor) -> Vec<StatusId> {
        let mut statuses: Vec<StatusId> = Vec::new();
        for step in self.allowed_changes(desk, actor).moves {
            if !statuses.contains(&step.to) {
                statuses.push(step.to.clone());
            }
        }
        statuses
    }
}

/// Returns `true` if the desk lets the actor make that move.
pub(super) fn may(actor: &Actor, step: &Move) -> bool {
    actor.may(Action::ChangeStatus)
        && step.by.iter().any(|mover| match (mover, actor) {
            (Mover::Requester, Actor::Opener(_) | Actor::Requester(_))
            | (Mover::Agent, Actor::Agent { .. }) => true,
            (Mover::Lead, Actor::Agent { rank, .. }) => *rank >= Rank::Lead,
            _ => false,
        })
}
