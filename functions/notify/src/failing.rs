//! Records that fail again and again.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How long a record may fail before it is set aside. Most outages of SES are shorter. It is less than
/// `MaximumRecordAgeInSeconds` in the template: what Lambda gives up then is only named in a message, and gone after a day.
const PATIENCE: Duration = Duration::from_secs(3 * 60 * 60);
/// The number of records that are remembered. They are those at the heads of the stream's shards, so there are few.
const MOST: usize = 1_000;

/// When each record failed first in this process, by its sequence number.
#[derive(Debug, Default)]
pub(crate) struct Failing(HashMap<String, Instant>);

impl Failing {
    /// Notes that a record has failed, and tells whether it has failed for too long.
    pub(crate) fn too_long(&mut self, record: &str, now: Instant) -> bool {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        let first = self.0.entry(record.to_owned()).or_insert(now);
        let too_long = now.duration_since(*first) >= PATIENCE;
        if too_long {
            self.0.remove(record);
        }
        too_long
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_may_fail_for_three_hours() {
        let (mut failing, begin) = (Failing::default(), Instant::now());
        let after = |minutes: u64| begin + Duration::from_secs(60 * minutes);
        assert!(!failing.too_long("7", begin));
        assert!(!failing.too_long("7", after(179)));
        assert!(!failing.too_long("8", after(179)));
        assert!(failing.too_long("7", after(180)));
        assert!(!failing.too_long("7", after(181)), "it was set aside");
    }
}
