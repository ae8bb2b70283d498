//! The rating of a ticket.

use super::state::Ticket;
use crate::desk::{Desk, Rating};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The time for which a rating can be changed, from when it was given first.
const CHANGEABLE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The rating that the requester gave last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenRating {
    /// The mark, from 1 to the highest of the desk's scale.
    pub score: u8,
    /// The time at which it was given first.
    pub given_at: Timestamp,
    /// The time at which the ticket got the status that was rated.
    pub closed_at: Timestamp,
}

impl Ticket {
    /// Returns the rating that the requester can give now, or change. Returns `None` while the ticket is not closed, and once it is too
    /// late to change the rating.
    #[must_use]
    pub fn ratable<'d>(&self, desk: &'d Desk, now: Timestamp) -> Option<&'d Rating> {
        let is_kept = |given: GivenRating| now.duration_since(given.given_at) > CHANGEABLE;
        let rating = desk.rating_on(&self.status)?;
        (!self.given_rating().is_some_and(is_kept)).then_some(rating)
    }

    /// Returns the rating of its last closing. Returns `None` if that was not rated.
    #[must_use]
    pub fn given_rating(&self) -> Option<GivenRating> {
        self.rating
            .filter(|given| given.closed_at == self.status_since)
    }
}
