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
    /// Returns `true` if the file is kept no longer, unless its requester has confirmed their address.
    #[must_use]
    pub fn is_kept_no_longer(&self, now: Timestamp) -> bool {
        self.state == FileState::Stored && self.keep_until.is_some_and(|until| until <= now)
    }

    /// Returns the file as one that stays as it is.
    #[must_use]
    pub fn settled(&self) -> Self {
        Self {
            keep_until: None,
            ..self.clone()
        }
    }

    /// Returns the file as one that is removed. It is due until its object is gone.
    #[must_use]
    pub fn removed(&self) -> Self {
        Self {
            state: FileState::Removed,
            ..self.clone()
        }
    }
}
