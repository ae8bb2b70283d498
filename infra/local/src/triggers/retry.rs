//! Repeats failed items, and sets them aside when the template says so.

use super::aside::{Aside, AsideEvent};
use crate::function::Function;
use crate::template::Retries;
use jiff::Timestamp;
use serde_json::Value;
use std::time::{Duration, Instant};

/// The longest pause between two attempts.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// The rules for repeating the items of one trigger.
#[derive(Debug, Clone)]
pub(super) struct Retry {
    function: Function,
    retries: Retries,
    aside: Aside,
}

/// The failures of one item so far.
#[derive(Debug)]
pub(super) struct Failures {
    count: usize,
    first: Instant,
}

impl Default for Failures {
    fn default() -> Self {
        Self {
            count: 0,
            first: Instant::now(),
        }
    }
}

impl Retry {
    pub(super) fn new(function: Function, retries: Retries, aside: Aside) -> Self {
        Self {
            function,
            retries,
            aside,
        }
    }

    /// Returns the function to call.
    pub(super) fn function(&self) -> &Function {
        &self.function
    }

    /// Returns `true` when a batch whose call failed is split in two.
    pub(super) fn bisects(&self) -> bool {
        self.retries.bisects
    }

    /// Notes a failure of an item, and returns the pause before it is repeated. Returns `None` when it is not repeated.
    pub(super) fn again(&self, failures: &mut Failures) -> Option<Duration> {
        failures.count += 1;
        if self
            .retries
            .are_over(failures.count, failures.first.elapsed())
        {
            return None;
        }
        let pause = Duration::from_millis(50 << failures.count.min(10));
        Some(pause.min(LONGEST_PAUSE))
    }

    /// Sets an item aside that is not repeated: the event that hands it over again. Returns `false` when it could not be kept, so
    /// that it has to be repeated after all.
    pub(super) fn give_up(&self, event: Value, why: &str) -> bool {
        let function = &*self.function.name;
        if !self.retries.sets_aside {
            tracing::error!(function, "what the function could not handle is given up");
            return true;
        }
        let kept = self.aside.put(&AsideEvent {
            function: function.to_owned(),
            why: why.to_owned(),
            at: Timestamp::now(),
            event,
        });
        match kept {
            Ok(()) => {
                tracing::error!(
                    function,
                    "what the function could not handle is set aside: see `docket set-aside`"
                );
                true
            }
            Err(error) => {
                tracing::error!(%error, function, "what the function could not handle could not be set aside either");
                false
            }
        }
    }
}
