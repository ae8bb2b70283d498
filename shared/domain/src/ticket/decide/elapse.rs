//! Letting the clock do what is due.

use crate::clock::{self, TimerAction};
use crate::desk::Desk;
use crate::ticket::change::{Cause, Change};
use crate::ticket::state::Ticket;
use jiff::Timestamp;

impl Ticket {
    /// The timer that is due first acts; what it sets off may set the next one.
    pub(super) fn elapse(&self, desk: &Desk, now: Timestamp) -> Vec<Change> {
        clock::next(desk, &self.silence())
            .filter(|timer| timer.at <= now)
            .map(|timer| match timer.action {
                TimerAction::AutoClose(rule) => self.to(&rule.to, None, Cause::Silence),
            })
            .into_iter()
            .collect()
    }
}
