//! Reads the rules for retries.

use super::yaml::{at, number};
use serde_norway::Value;

/// The number of retries after a failure, and whether the item is set aside after the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retries {
    pub(crate) count: usize,
    pub(crate) sets_aside: bool,
}

impl Retries {
    /// Reads the settings of an event source or of a function's `EventInvokeConfig`. `count` is the
    /// number of retries when they name none, or a negative one.
    pub(super) fn read(settings: Option<&Value>, count: usize) -> Self {
        let count = settings
            .and_then(|settings| number(settings, &["MaximumRetryAttempts"]))
            .unwrap_or(count);
        let destination =
            settings.and_then(|settings| at(settings, &["DestinationConfig", "OnFailure"]));
        Self {
            count,
            sets_aside: destination.is_some(),
        }
    }
}
