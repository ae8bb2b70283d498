//! The places of a ticket in the indexes of the table.

use super::state::Ticket;
use crate::clock::{self, Silence};
use crate::desk::{Desk, Phase};
use jiff::Timestamp;

/// The places of a ticket in the desk's lists and among the due tickets. The store makes keys from
/// them, and has no rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The list that shows the ticket.
    pub phase: Phase,
    /// The rank of its priority in the list: 0 is the most urgent one.
    pub rank: usize,
    /// The time when its next timer is due. `None` if it has no timer, or its desk was removed.
    pub due_at: Option<Timestamp>,
}

impl Ticket {
    /// Returns the places of the ticket in the desk's lists.
    #[must_use]
    pub fn placement(&self, desk: &Desk) -> Placement {
        Placement {
            phase: desk.phase(&self.status),
            rank: desk.rank(self.priority.as_ref()),
            due_at: clock::next(desk, &self.silence())
                .map(|timer| timer.at)
                .filter(|_| !desk.is_removed()),
        }
    }

    /// Returns the time without public comments or files on the ticket, and its status.
    ///
    /// It counts from the last one of them, or from the change into the status if that is later.
    pub(super) fn silence(&self) -> Silence<'_> {
        Silence {
            status: &self.status,
            since: self.status_since.max(self.last_public_activity_at),
        }
    }
}
