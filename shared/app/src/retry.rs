//! Repeats a change that conflicted with another one.

use std::time::Duration;
use uuid::Uuid;

/// The attempts at a change, and the pauses between them.
#[derive(Debug)]
pub(crate) struct Retry {
    made: u32,
    most: u32,
}

impl Retry {
    /// Allows 12 attempts. Only an unusual number of changes at once uses them all.
    pub(crate) fn new() -> Self {
        Self { made: 0, most: 12 }
    }

    /// Waits until the next attempt. The first attempt does not wait. Later pauses grow and are
    /// random, so that conflicting changes do not conflict again. Returns `false` when all attempts
    /// were used.
    pub(crate) async fn next(&mut self) -> bool {
        if self.made == self.most {
            return false;
        }
        if self.made > 0 {
            let (_, low) = Uuid::new_v4().as_u64_pair();
            let millis = low % (u64::from(self.made) * 20) + 1;
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
        self.made += 1;
        true
    }
}
