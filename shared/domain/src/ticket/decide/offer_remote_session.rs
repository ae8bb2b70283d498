//! The command that offers the requester a remote session.

use crate::desk::Desk;
use crate::refusal::{FieldProblem, Refusal};
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::WebAddress;
use jiff::{SignedDuration, Timestamp};

/// The shortest and the longest time for which a session is offered, in minutes.
pub const SESSION_MINUTES: std::ops::RangeInclusive<u64> = 5..=480;

impl Ticket {
    /// Returns the change that offers the session, until so many minutes from now.
    ///
    /// # Errors
    /// When the desk offers no remote sessions, or the time is too short or too long.
    pub(super) fn offer_remote_session(
        address: &WebAddress,
        minutes: u64,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        if !desk.offers_remote_sessions() {
            return Err(Refusal::NotAllowed);
        }
        if !SESSION_MINUTES.contains(&minutes) {
            let (min, max) = (*SESSION_MINUTES.start(), *SESSION_MINUTES.end());
            return Err(Refusal::field(
                "minutes",
                FieldProblem::OutOfRange { min, max },
            ));
        }
        let lasts = SignedDuration::from_mins(i64::try_from(minutes).unwrap_or_default());
        Ok(vec![Change::RemoteSessionOffered {
            address: address.clone(),
            // A sum past the last instant ends there.
            ends_at: now.checked_add(lasts).unwrap_or(Timestamp::MAX),
        }])
    }
}
