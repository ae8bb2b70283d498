//! The texts for sizes of files.

use crate::texts::Texts;

impl Texts {
    /// Returns a number of bytes as people write it, rounded to a tenth: `1.5 MB`. A kilobyte has
    /// 1024 bytes.
    #[must_use]
    pub fn size(&self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["size-b", "size-kb", "size-mb", "size-gb"];
        let mut tenths = bytes.saturating_mul(10);
        let mut units = UNITS.iter();
        let mut unit = units.next().copied().unwrap_or_default();
        for larger in units {
            if tenths < 10_240 {
                break;
            }
            tenths = (tenths + 512) / 1_024;
            unit = larger;
        }
        let value = match (tenths / 10, tenths % 10) {
            (whole, 0) => whole.to_string(),
            (whole, tenth) => format!("{whole}{}{tenth}", self.get("size-point")),
        };
        self.with(unit, &[("value", &value)])
    }
}
