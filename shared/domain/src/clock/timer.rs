//! The timers of a ticket, of which the earliest counts.

use crate::desk::{AutoClose, Desk};
use crate::value::StatusId;
use jiff::Timestamp;

/// A time for which nobody has said anything in public on a ticket.
#[derive(Debug, Clone, Copy)]
pub struct Silence<'t> {
    /// The status that the ticket is in.
    pub status: &'t StatusId,
    /// When it began.
    pub since: Timestamp,
}

/// Something that the clock does to a ticket.
#[derive(Debug, Clone, Copy)]
pub struct Timer<'d> {
    /// When it is due.
    pub at: Timestamp,
    /// What is then done.
    pub action: TimerAction<'d>,
}

/// What the clock does when a timer is due.
#[derive(Debug, Clone, Copy)]
pub enum TimerAction<'d> {
    /// Ends the silence.
    AutoClose(&'d AutoClose),
}

/// Returns all timers of a ticket with that silence, in no order.
///
/// A period so long that the calendar ends before it never elapses, and has no timer.
pub fn timers<'d>(desk: &'d Desk, silence: &Silence<'_>) -> impl Iterator<Item = Timer<'d>> {
    desk.auto_close
        .iter()
        .filter(|auto_close| *auto_close.status == *silence.status)
        .filter_map(|auto_close| {
            Some(Timer {
                at: silence
                    .since
                    .checked_add(auto_close.after.duration())
                    .ok()?,
                action: TimerAction::AutoClose(auto_close),
            })
        })
}

/// Returns the timer that is due first; `None` when there is none.
#[must_use]
pub fn next<'d>(desk: &'d Desk, silence: &Silence<'_>) -> Option<Timer<'d>> {
    timers(desk, silence).min_by_key(|timer| timer.at)
}
