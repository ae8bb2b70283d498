//! The rating that requesters are asked for.

use super::definition::Desk;
use super::spanned::Spanned;
use crate::value::StatusId;
use serde::Deserialize;

/// The rating that requesters are asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// The highest mark, from 2 to 10. The lowest is 1.
    pub scale: Spanned<u8>,
    /// The statuses on which the requester is asked.
    pub ask_on: Vec<Spanned<StatusId>>,
}

impl Rating {
    /// Returns the marks, the lowest first.
    pub fn marks(&self) -> impl Iterator<Item = u8> {
        1..=*self.scale
    }
}

impl Desk {
    /// Returns the rating that the requester of a ticket with that status is asked for. Returns `None` if they are not.
    #[must_use]
    pub fn rating_on(&self, status: &StatusId) -> Option<&Rating> {
        let status = self.current_status(status);
        let rating = self.rating.as_ref()?;
        rating
            .ask_on
            .iter()
            .any(|asked| **asked == *status)
            .then_some(rating)
    }
}
