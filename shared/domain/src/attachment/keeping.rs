//! How long files are kept whose requester is not known.

use super::inspection::Inspection;
use super::state::{Attachment, FileState};
use jiff::{SignedDuration, Timestamp};

/// The time for which a file is kept unless the requester confirms their address. Whoever opens tickets in
/// the names of others fills the desk's storage for no longer.
pub const UNCONFIRMED_LIFE: SignedDuration = SignedDuration::from_hours(24 * 30);

impl Inspection {
    /// Notes that the file goes after [`UNCONFIRMED_LIFE`], if it was sent by somebody who does not work at
    /// the desk, on a ticket whose requester has not confirmed their address.
    pub fn limit_keeping(&mut self, is_confirmed: bool, now: Timestamp) {
        let file = &mut self.attachment;
        let stays = is_confirmed || file.by.is_staff() || file.state != FileState::Stored;
        file.keep_until = match stays {
            true => None,
            false => now.checked_add(UNCONFIRMED_LIFE).ok(),
        };
    }
}

impl Attachment {
    /// Returns the file as it is once its time is over: for good, if the requester has confirmed their
    /// address meanwhile, or removed. Returns `None` while it is not over.
    #[must_use]
    pub fn after_keeping(&self, is_confirmed: bool, now: Timestamp) -> Option<Self> {
        let is_over = self.state == FileState::Stored && self.keep_until? <= now;
        is_over.then(|| Self {
            keep_until: None,
            state: match is_confirmed {
                true => FileState::Stored,
                false => FileState::Removed,
            },
            ..self.clone()
        })
    }
}
