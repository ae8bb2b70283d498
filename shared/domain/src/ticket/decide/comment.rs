//! The command that adds a comment.

use crate::access::Action;
use crate::actor::Actor;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::{Prose, StatusId};

impl Ticket {
    /// Returns the change of status, with a reply as its comment or a note before it.
    ///
    /// # Errors
    /// The same as those of a comment and of a change of status.
    pub(super) fn comment_and_change_status(
        &self,
        body: Option<&Prose>,
        internal: bool,
        to: &StatusId,
        desk: &Desk,
        actor: &Actor,
    ) -> Result<Vec<Change>, Refusal> {
        let Some(note) = body.filter(|_| internal) else {
            return self.change_status(to, (body, "body"), desk, actor);
        };
        let mut changes = self.comment(note, internal, desk, actor)?;
        changes.extend(self.change_status(to, (None, "body"), desk, actor)?);
        Ok(changes)
    }

    /// Returns the comment, and the change of status that it causes.
    ///
    /// Everybody on the ticket may comment.
    ///
    /// # Errors
    /// When somebody who does not work at the desk writes an internal note.
    pub(super) fn comment(
        &self,
        body: &Prose,
        internal: bool,
        desk: &Desk,
        actor: &Actor,
    ) -> Result<Vec<Change>, Refusal> {
        if internal && !actor.may(Action::WriteNote) {
            return Err(Refusal::ForStaffOnly { field: "internal" });
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
