//! The keys of desks.

use super::key::Key;
use docket_domain::DeskId;

/// Returns the key of a desk.
#[must_use]
pub fn desk(desk: &DeskId) -> Key {
    Key::new(format!("DESK#{desk}"), "DESK")
}

/// Returns the key of the logo that a desk's mails show.
#[must_use]
pub fn desk_logo(desk: &DeskId) -> Key {
    Key::new(format!("DESK#{desk}"), "LOGO")
}

/// The partition of the list of desks.
pub const DESKS: &str = "DESKS";

/// Returns the key of a desk's entry in the list of desks.
#[must_use]
pub fn listed_desk(desk: &DeskId) -> Key {
    Key::new(DESKS.to_owned(), desk.as_str())
}

/// Returns the key of the counter of a desk's ticket numbers. The counter is not in the desk's
/// partition: a function that may change the counter may not change the desk.
#[must_use]
pub fn counter(desk: &DeskId) -> Key {
    Key::new(format!("COUNTER#{desk}"), "COUNTER")
}
