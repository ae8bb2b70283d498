//! The texts for reasons.

use crate::texts::Texts;
use docket_domain::attachment::QuarantineReason;

impl Texts {
    /// Returns the text for the reason for which a file is in quarantine.
    #[must_use]
    pub fn quarantine_reason(&self, reason: &QuarantineReason) -> String {
        match reason {
            QuarantineReason::Type { found } => {
                self.with("quarantine-type", &[("found", found.as_str())])
            }
            QuarantineReason::Different => self.get("quarantine-different"),
            QuarantineReason::Empty => self.get("quarantine-empty"),
            QuarantineReason::TooLarge => self.get("quarantine-too-large"),
            QuarantineReason::SecondByForm => self.get("quarantine-second-by-form"),
        }
    }
}
