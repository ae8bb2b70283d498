//! Reasons, in words.

use crate::texts::Texts;
use docket_domain::attachment::QuarantineReason;

impl Texts {
    /// Says why a file was set aside.
    #[must_use]
    pub fn quarantine_reason(&self, reason: &QuarantineReason) -> String {
        match reason {
            QuarantineReason::Type { found } => {
                self.with("refused-type", &[("found", found.as_str())])
            }
            QuarantineReason::Different => self.get("refused-different"),
            QuarantineReason::Empty => self.get("refused-empty"),
            QuarantineReason::TooLarge => self.get("refused-too-large"),
            QuarantineReason::SecondByForm => self.get("refused-second-by-form"),
        }
    }
}
