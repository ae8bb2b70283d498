//! The keys of ratings.

use super::key::{Key, instant};
use docket_domain::{DeskId, TicketId};
use jiff::Timestamp;

/// What the sort keys of ratings begin with.
pub const RATINGS: &str = "RATING#";
/// What the sort keys of the numbers of a month begin with.
pub const RATED_MONTHS: &str = "MONTH#";

/// Returns the partition of a desk's ratings.
#[must_use]
pub fn ratings(desk: &DeskId) -> String {
    format!("RATINGS#{desk}")
}

/// Returns the key of a rating that was given first at this instant. They stand in the order of time.
#[must_use]
pub fn rating(desk: &DeskId, given_at: Timestamp, ticket: &TicketId) -> Key {
    let sk = format!("{RATINGS}{}#{ticket}", instant(given_at));
    Key::new(ratings(desk), sk)
}

/// Returns the key of the numbers of a month, such as `2026-11` in UTC.
#[must_use]
pub fn rated_month(desk: &DeskId, month: &str) -> Key {
    Key::new(ratings(desk), format!("{RATED_MONTHS}{month}"))
}
