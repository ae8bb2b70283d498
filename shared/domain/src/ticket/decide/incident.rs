//! The commands that link a ticket to an incident, and close it with one.

use crate::desk::{Desk, Phase};
use crate::incident::IncidentId;
use crate::ticket::change::{Cause, Change};
use crate::ticket::state::Ticket;
use crate::value::Line;

impl Ticket {
    /// Returns the changes that link the ticket to an incident, and to no other one. Returns none for a ticket that is linked to it already.
    pub(super) fn link_to(&self, incident: IncidentId, title: &Line) -> Vec<Change> {
        if self.incident == Some(incident) {
            return Vec::new();
        }
        let before = self
            .incident
            .map(|incident| Change::IncidentUnlinked { incident });
        let linked = Change::IncidentLinked {
            incident,
            title: title.clone(),
        };
        before.into_iter().chain([linked]).collect()
    }

    /// Returns the change that ends that. Returns none for a ticket that is not linked to it.
    pub(super) fn unlink_from(&self, incident: IncidentId) -> Vec<Change> {
        let is_linked = self.incident == Some(incident);
        is_linked
            .then_some(Change::IncidentUnlinked { incident })
            .into_iter()
            .collect()
    }

    /// Returns the change that closes the ticket with its incident. Returns none for a ticket that is done, or was unlinked meanwhile, and on a desk
    /// where no ticket is ever done.
    pub(super) fn close_with(&self, incident: IncidentId, desk: &Desk) -> Vec<Change> {
        let is_open = desk.phase(&self.status) != Phase::Done;
        let mut done = desk.statuses.iter();
        let done = done.find(|status| status.phase == Phase::Done);
        done.filter(|_| is_open && self.incident == Some(incident))
            .map(|status| self.to(&status.id, None, Cause::Incident))
            .into_iter()
            .collect()
    }
}
