//! The commands that share a ticket with somebody, and end that.

use crate::actor::Actor;
use crate::desk::Desk;
use crate::form::MAX_CC;
use crate::refusal::{FieldProblem, Refusal};
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::EmailAddress;

impl Ticket {
    /// Returns the change that shares the ticket.
    ///
    /// # Errors
    /// When the desk does not let requesters share, or enough people are copied. Whom they may copy, was checked before.
    pub(super) fn share(
        &self,
        email: &EmailAddress,
        desk: &Desk,
        actor: &Actor,
    ) -> Result<Vec<Change>, Refusal> {
        if !desk.shares() && !actor.is_staff() {
            return Err(Refusal::NotAllowed);
        }
        if self.requester.email == *email || self.watchers.contains(email) {
            return Ok(Vec::new());
        }
        if self.watchers.len() >= MAX_CC {
            return Err(Refusal::field(
                "email",
                FieldProblem::TooMany { max: MAX_CC },
            ));
        }
        Ok(vec![Change::WatcherAdded {
            email: email.clone(),
        }])
    }

    /// Returns the change that ends the sharing with somebody. Who is copied may only end it for themselves.
    ///
    /// # Errors
    /// When a requester may not share at this desk.
    pub(super) fn end_sharing(
        &self,
        email: &EmailAddress,
        desk: &Desk,
        actor: &Actor,
    ) -> Result<Vec<Change>, Refusal> {
        let is_own = actor.email() == Some(email);
        let may = match actor {
            Actor::Watcher { .. } => is_own,
            Actor::Requester(_) => desk.shares(),
            other => other.is_staff(),
        };
        if !may {
            return Err(Refusal::NotAllowed);
        }
        Ok(match self.watchers.contains(email) {
            true => vec![Change::WatcherRemoved {
                email: email.clone(),
            }],
            false => Vec::new(),
        })
    }
}
