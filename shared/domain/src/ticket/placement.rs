//! The places of a ticket in the indexes of the table.

use super::state::Ticket;
use crate::clock::{self, Course, Outlook};
use crate::desk::{Desk, Phase, QueueOrder};
use jiff::Timestamp;

/// The places of a ticket in the desk's lists and among the due tickets. The store makes keys from
/// them, and has no rules of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The list that shows the ticket.
    pub phase: Phase,
    /// Its place in that list.
    pub place: QueuePlace,
    /// The time when its next timer is due. `None` if it has no timer, or its desk was removed.
    pub due_at: Option<Timestamp>,
    /// The earliest target of its service levels that is not met. `None` if all are, or their clocks stand still.
    pub next_target: Option<Timestamp>,
}

/// The place of a ticket in a queue. The lowest rank comes first, and among equals the earliest instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueuePlace {
    /// The rank, from 0: that of its priority, where the desk works by priority.
    pub rank: usize,
    /// The instant: that of its arrival, or of its next target.
    pub at: Timestamp,
}

impl Ticket {
    /// Returns the places of the ticket in the desk's lists.
    #[must_use]
    pub fn placement(&self, desk: &Desk) -> Placement {
        let Outlook {
            due_at,
            next_target,
            is_overdue,
        } = clock::outlook(desk, self.course());
        Placement {
            phase: desk.phase(&self.status),
            place: self.place(desk, next_target, is_overdue),
            due_at: due_at.filter(|_| !desk.is_removed()),
            next_target,
        }
    }

    fn place(&self, desk: &Desk, next_target: Option<Timestamp>, is_overdue: bool) -> QueuePlace {
        let (rank, at) = match desk.queue.order() {
            QueueOrder::Priority => (desk.rank(self.priority.as_ref()), self.opened_at),
            QueueOrder::Arrival => (0, self.opened_at),
            QueueOrder::Target => (0, next_target.unwrap_or(Timestamp::MAX)),
        };
        let rank = match (desk.queue.overdue_first(), is_overdue) {
            (false, _) => rank,
            (true, true) => 0,
            (true, false) => rank.saturating_add(1),
        };
        QueuePlace { rank, at }
    }

    /// Returns the time at which the ticket is closed if nobody writes. `None` if it is not.
    #[must_use]
    pub fn closes_at(&self, desk: &Desk) -> Option<Timestamp> {
        clock::closes_at(desk, self.course()).filter(|_| !desk.is_removed())
    }

    /// Returns what happened to the ticket, as far as its clocks need it.
    #[must_use]
    pub fn course(&self) -> Course<'_> {
        Course {
            topic: &self.topic,
            priority: self.priority.as_ref(),
            contract: self.contract.as_ref(),
            opened_at: self.opened_at,
            desk_wrote: self.desk_wrote,
            status: &self.status,
            status_since: self.status_since,
            last_public_activity_at: self.last_public_activity_at,
            requester_reminded_at: self.requester_reminded_at,
            clocks: &self.clocks,
        }
    }
}
