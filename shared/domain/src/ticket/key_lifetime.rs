//! How long the keys of a ticket work.

use super::state::Ticket;
use crate::desk::{Desk, Phase};
use jiff::{SignedDuration, Timestamp};

/// The time for which keys work after the ticket is done, or after the last mail about it since then. A
/// ticket that is opened again has them again.
const LIFE: SignedDuration = SignedDuration::from_hours(90 * 24);

impl Ticket {
    /// Returns `true` while the keys of the ticket's people work.
    #[must_use]
    pub fn has_live_keys(&self, desk: &Desk, now: Timestamp) -> bool {
        let last_mail = self.last_public_activity_at.max(self.status_since);
        let last_mail = self
            .link_requested_at
            .map_or(last_mail, |at| at.max(last_mail));
        desk.phase(&self.status) != Phase::Done || now.duration_since(last_mail) < LIFE
    }
}
