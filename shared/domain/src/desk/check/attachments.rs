//! The check of the limits of files.

use super::reporter::Check;
use crate::desk::settings::Attachments;
use crate::value::MediaType;

const FIVE_MIB: u64 = 5 * 1024 * 1024;

impl Check<'_> {
    pub(super) fn attachments(&mut self) {
        let desk = self.desk;
        let Some(limits) = &desk.attachments else {
            return;
        };
        let mut wrong =
            |message: String| self.say(&desk.id, format!("under `[attachments]`, {message}"));
        // S3 refuses parts below 5 MiB but the last. Docket signs one address for each part.
        if !(FIVE_MIB..=1024 * FIVE_MIB).contains(&limits.part_bytes) {
            wrong("`part_bytes` is between 5_242_880 and 5_368_709_120".to_owned());
        } else if limits.max_bytes > limits.part_bytes.saturating_mul(Attachments::MAX_PARTS) {
            wrong(format!(
                "a file of `max_bytes` would have more than {} parts: raise `part_bytes`",
                Attachments::MAX_PARTS
            ));
        }
        if limits.max_bytes == 0 || limits.max_count == 0 {
            wrong("`max_bytes` and `max_count` are at least 1; without files, leave `[attachments]` out".to_owned());
        }
        if limits.max_bytes > Attachments::MAX_FILE {
            let most = Attachments::MAX_FILE;
            wrong(format!("`max_bytes` is at most {most}"));
        }
        if limits.max_total_bytes < limits.max_bytes {
            wrong("`max_total_bytes` is at least `max_bytes`".to_owned());
        }
        for kind in &limits.types {
            let named = kind.strip_suffix("/*").map(|kind| format!("{kind}/x"));
            let known = MediaType::parse(named.as_ref().unwrap_or(kind));
            if known
                .is_none_or(|known| named.is_none() && !known.is_among(std::slice::from_ref(kind)))
            {
                wrong(format!(
                    "`{kind}` is not a media type: write `image/png`, or `image/*` for all of a kind"
                ));
            }
        }
        if limits.types.is_empty() {
            wrong("`types` names at least one media type".to_owned());
        }
    }
}
