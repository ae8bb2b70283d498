//! The change of status that a public comment or file causes.

use crate::actor::Actor;
use crate::desk::{Desk, Trigger};
use crate::ticket::change::{Cause, Change};
use crate::ticket::state::Ticket;

impl Ticket {
    /// Returns the change of status that a public comment or file of the actor causes.
    ///
    /// The desk's first reaction that fits counts. Returns `None` if no reaction fits.
    pub(super) fn reaction(&self, desk: &Desk, actor: &Actor) -> Option<Change> {
        let trigger = match actor {
            Actor::Agent { .. } => Trigger::AgentComment,
            Actor::Opener(_)
            | Actor::Requester(_)
            | Actor::Colleague { .. }
            | Actor::Watcher { .. } => Trigger::RequesterComment,
            Actor::System => return None,
        };
        self.reaction_to(trigger, desk)
    }

    /// Returns the change of status that something causes. The desk's first reaction that fits counts.
    pub(super) fn reaction_to(&self, trigger: Trigger, desk: &Desk) -> Option<Change> {
        desk.reactions_in(&self.status)
            .find(|(reaction, _)| reaction.on == trigger)
            .map(|(_, to)| self.to(to, None, Cause::Reaction))
    }
}
