//! Repeats a change that conflicted with another one.

use std::time::Duration;
use uuid::Uuid;

/// The attempts of a change, with the pauses between them.
#[derive(Debug)]
pub(crate) struct Retry {
    made: u32,
    most: u32,
    /// Each pause is random, and at most so many milliseconds for each attempt that was made.
    millis: u64,
}

impl Retry {
    /// The attempts at a change that a caller waits for: 12, which an unusual crowd uses up.
    pub(crate) fn of_change() -> Self {
        Self::new(12, 20)
    }

    /// The attempts at opening a ticket. Each takes a ticket number, so there are 4.
    pub(crate) fn of_opening() -> Self {
        Self::new(4, 20)
    }

    /// The attempts at what nobody waits for, and many do at once: files of a ticket that arrive together, tickets of a desk that are counted.
    pub(crate) fn unawaited() -> Self {
        Self::new(12, 30)
    }

    fn new(most: u32, millis: u64) -> Self {
        Self {
            made: 0,
            most,
            millis,
        }
    }

    /// Waits for the next attempt and returns `true`. Returns `false` when all attempts were made.
    ///
    /// The first attempt does not wait. Later pauses grow and are random, so that two changes that
    /// conflicted do not conflict again.
    pub(crate) async fn next(&mut self) -> bool {
        if self.made == self.most {
            return false;
        }
        if self.made > 0 {
            let (_, low) = Uuid::new_v4().as_u64_pair();
            let millis = low % (u64::from(self.made) * self.millis) + 1;
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
        self.made += 1;
        true
    }
}
