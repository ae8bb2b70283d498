//! What is open to an actor now.

use crate::actor::{Actor, Role};
use crate::desk::{Desk, Move, Mover};
use crate::ticket::state::Ticket;
use crate::value::StatusId;

/// What an actor may do to a ticket now, for pages to offer.
#[derive(Debug)]
pub struct Options<'d> {
    /// The moves open to them.
    pub moves: Vec<&'d Move>,
    /// Whether they may write notes that only the desk's people see.
    pub internal_notes: bool,
}

impl Ticket {
    /// Lists what the actor may do to the ticket now.
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

    pub(super) fn moves_from_here<'d>(&self, desk: &'d Desk) -> impl Iterator<Item = &'d Move> {
        desk.moves
            .iter()
            .filter(|step| step.from.holds(&self.status, &step.to))
    }

    /// Lists the statuses that the actor may move the ticket to now, each once.
    pub(super) fn possible(&self, desk: &Desk, actor: &Actor) -> Vec<StatusId> {
        let mut statuses: Vec<StatusId> = Vec::new();
        for step in self.options(desk, actor).moves {
            if !statuses.contains(&step.to) {
                statuses.push(step.to.clone());
            }
        }
        statuses
    }
}

/// Whether the actor may make that move.
pub(super) fn may(actor: &Actor, step: &Move) -> bool {
    step.by.iter().any(|mover| match (mover, actor) {
        (Mover::Requester, Actor::Requester(_)) | (Mover::Agent, Actor::Agent { .. }) => true,
        (Mover::Lead, Actor::Agent { rank, .. }) => *rank == Role::Lead,
        _ => false,
    })
}
