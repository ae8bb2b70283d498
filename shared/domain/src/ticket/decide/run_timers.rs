//! The command that runs timers.

use crate::clock::{self, TimerAction};
use crate::desk::Desk;
use crate::ticket::change::{Cause, Change};
use crate::ticket::state::Ticket;
use jiff::Timestamp;

impl Ticket {
    /// Returns the change by the timer that is due first. Returns none if no timer is due at `now`.
    ///
    /// Only one timer runs at a time, since the change of status can start or end others.
    pub(super) fn run_timers(&self, desk: &Desk, now: Timestamp) -> Vec<Change> {
        clock::next(desk, &self.silence())
            .filter(|timer| timer.at <= now)
            .map(|timer| match timer.action {
                TimerAction::AutoClose { to } => self.to(to, None, Cause::Silence),
            })
            .into_iter()
            .collect()
    }
}
