//! Saying something on a ticket.

use crate::actor::Actor;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::Prose;

impl Ticket {
    /// Anybody who is on the ticket may comment; internal notes are for the desk's people.
    pub(super) fn comment(
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
}
