//! The keys of desks.

use super::key::Key;
use docket_domain::DeskId;

/// A desk.
#[must_use]
pub fn desk(desk: &DeskId) -> Key {
    Key::new(format!("DESK#{desk}"), "DESK")
}

/// The partition of the list of desks.
pub const DESKS: &str = "DESKS";

/// A desk's place in the list of desks.
#[must_use]
pub fn listed_desk(desk: &DeskId) -> Key {
    Key::new(DESKS.to_owned(), desk.as_str())
}

/// The counter of a desk's ticket numbers. It is not in the desk's partition: whoever may turn it may not change the desk.
#[must_use]
pub fn counter(desk: &DeskId) -> Key {
    Key::new(format!("COUNTER#{desk}"), "COUNTER")
}
