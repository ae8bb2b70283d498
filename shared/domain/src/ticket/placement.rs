//! Where lists and the sweep find a ticket.

use super::state::Ticket;
use crate::clock::{self, Silence};
use crate::desk::{Desk, Phase};
use jiff::Timestamp;

/// The places of a ticket in lists. The store makes keys from it and decides nothing itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement {
    /// The list that it is in.
    pub phase: Phase,
    /// Its place by priority, 0 being the most urgent.
    pub rank: usize,
    /// When the clock has something to do on it; `None` when it never has.
    pub due_at: Option<Timestamp>,
}

impl Ticket {
    /// Returns the places of the ticket in the desk's lists.
    #[must_use]
    pub fn placement(&self, desk: &Desk) -> Placement {
        Placement {
            phase: desk.phase(&self.status),
            rank: desk.rank(self.priority.as_ref()),
            due_at: clock::next(desk, &self.silence()).map(|timer| timer.at),
        }
    }

    /// Returns the silence on the ticket: in which status nobody has said anything, and since when.
    ///
    /// It counts from the last public word, or from the move into the status if that is later.
    pub(super) fn silence(&self) -> Silence<'_> {
        Silence {
            status: &self.status,
            since: self.status_since.max(self.last_word_at),
        }
    }
}
