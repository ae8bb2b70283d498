//! Reads the rules for retries.

use super::yaml::{at, flag, number};
use serde_norway::Value;
use std::time::Duration;

/// What happens to an item after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retries {
    /// The number of retries. `None` is no limit: then the age decides.
    pub(crate) count: Option<usize>,
    /// How long an item may fail. `None` is no limit.
    pub(crate) age: Option<Duration>,
    /// Whether a batch whose call failed is split in two, to find what is wrong with it.
    pub(crate) bisects: bool,
    /// Whether the item is set aside in the end.
    pub(crate) sets_aside: bool,
}

impl Retries {
    /// Reads the settings of an event source of the table's stream.
    ///
    /// Lambda measures the age from the record's creation. Here it is measured from the first failure, as a machine may be off for
    /// days.
    pub(super) fn of_stream(settings: Option<&Value>) -> Self {
        Self::read(settings, "MaximumRecordAgeInSeconds", None, None)
    }

    /// Reads the settings of a function's `EventInvokeConfig`. Lambda repeats twice, and for six hours at most, if it names nothing.
    pub(super) fn of_events(settings: Option<&Value>) -> Self {
        let hours = Duration::from_secs(6 * 60 * 60);
        Self::read(settings, "MaximumEventAgeInSeconds", Some(2), Some(hours))
    }

    fn read(
        settings: Option<&Value>,
        age_name: &str,
        count: Option<usize>,
        age: Option<Duration>,
    ) -> Self {
        // A negative number is no limit.
        let named = |name: &str| {
            let there = settings.and_then(|settings| at(settings, &[name]));
            there.map(|there| number(there, &[]))
        };
        let seconds = |seconds: usize| Duration::from_secs(seconds as u64);
        let destination =
            settings.and_then(|settings| at(settings, &["DestinationConfig", "OnFailure"]));
        Self {
            count: named("MaximumRetryAttempts").unwrap_or(count),
            age: named(age_name).map_or(age, |age| age.map(seconds)),
            bisects: settings.is_some_and(|settings| flag(settings, "BisectBatchOnFunctionError")),
            sets_aside: destination.is_some(),
        }
    }

    /// Returns `true` when an item that has failed so often, for so long, is given up.
    pub(crate) fn are_over(&self, failures: usize, failing_for: Duration) -> bool {
        self.count.is_some_and(|most| failures > most)
            || self.age.is_some_and(|most| failing_for >= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negative_number_is_no_limit() {
        let settings = |text: &str| serde_norway::from_str::<Value>(text).unwrap();
        let unlimited = settings("{MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1}");
        let retries = Retries::of_stream(Some(&unlimited));
        assert_eq!((retries.count, retries.age), (None, None));
        assert!(!retries.are_over(1_000_000, Duration::from_secs(1_000_000)));
        let limited = settings("{MaximumRetryAttempts: 2, MaximumRecordAgeInSeconds: 60}");
        let retries = Retries::of_stream(Some(&limited));
        assert!(!retries.are_over(2, Duration::from_secs(59)));
        assert!(retries.are_over(3, Duration::ZERO));
        assert!(retries.are_over(1, Duration::from_secs(60)));
    }

    #[test]
    fn what_is_not_named_is_as_on_aws() {
        let retries = Retries::of_events(None);
        assert_eq!(retries.count, Some(2));
        assert_eq!(retries.age, Some(Duration::from_secs(21_600)));
        assert_eq!(Retries::of_stream(None).count, None);
    }
}
