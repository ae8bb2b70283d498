//! The number of attempts that follow a failure.

use super::yaml::{at, number};
use serde_norway::Value;

/// The number of attempts that follow when a function could not handle something, and whether it is set aside in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retries {
    pub(crate) count: usize,
    pub(crate) sets_aside: bool,
}

impl Retries {
    /// Reads what an event source or a function's `EventInvokeConfig` says; `count` holds where it names no number, or a negative one.
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
