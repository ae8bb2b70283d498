//! The timers of a ticket. The earliest one decides when the ticket is next due.

use crate::desk::Desk;
use crate::value::StatusId;
use jiff::Timestamp;

/// A period without a public comment, a public file or a change of status on a ticket.
#[derive(Debug, Clone, Copy)]
pub struct Silence<'t> {
    /// The status of the ticket.
    pub status: &'t StatusId,
    /// The start of the period.
    pub since: Timestamp,
}

/// An action that becomes due on a ticket at a fixed time.
#[derive(Debug, Clone, Copy)]
pub struct Timer<'d> {
    /// The time from which the action is due.
    pub at: Timestamp,
    /// The action.
    pub action: TimerAction<'d>,
}

/// The action of a timer.
#[derive(Debug, Clone, Copy)]
pub enum TimerAction<'d> {
    /// Changes the status, since nobody wrote in public for the time that the desk sets.
    AutoClose {
        /// The new status.
        to: &'d StatusId,
    },
}

/// Returns all timers of a ticket with that silence, in no particular order.
///
/// A rule whose time lies beyond the last [`Timestamp`] has no timer.
pub fn timers<'d>(desk: &'d Desk, silence: &Silence<'d>) -> impl Iterator<Item = Timer<'d>> {
    desk.silences_in(silence.status).filter_map(|(rule, to)| {
        Some(Timer {
            at: silence.since.checked_add(rule.after.duration()).ok()?,
            action: TimerAction::AutoClose { to },
        })
    })
}

/// Returns the timer that is due first. Returns `None` if there is no timer.
#[must_use]
pub fn next<'d>(desk: &'d Desk, silence: &Silence<'d>) -> Option<Timer<'d>> {
    timers(desk, silence).min_by_key(|timer| timer.at)
}
