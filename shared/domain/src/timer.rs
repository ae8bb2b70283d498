//! When the clock has something to do on a ticket.

use crate::desk::{AutoClose, Desk};
use crate::ticket::Ticket;
use jiff::Timestamp;

/// The next thing that the clock does to a ticket.
#[derive(Debug)]
pub struct Timer<'d> {
    /// When it is due.
    pub at: Timestamp,
    /// The silence that ends then.
    pub auto_close: &'d AutoClose,
}

/// The next timer of a ticket, if it has one.
///
/// Silence counts from the last public word, or from the move into the status if that is later.
#[must_use]
pub fn next<'d>(ticket: &Ticket, desk: &'d Desk) -> Option<Timer<'d>> {
    let auto_close = desk
        .auto_close
        .iter()
        .find(|auto_close| *auto_close.status == ticket.status)?;
    let silent_since = ticket.status_since.max(ticket.last_word_at);
    // A period so long that the calendar ends before it never elapses.
    let at = silent_since.checked_add(auto_close.after.duration()).ok()?;
    Some(Timer { at, auto_close })
}
