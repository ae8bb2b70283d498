//! Another attempt at a change that met another one.

use std::time::Duration;
use uuid::Uuid;

/// Attempts at a change, and the pauses between them.
#[derive(Debug)]
pub(crate) struct Retry {
    made: u32,
    most: u32,
}

impl Retry {
    /// So many attempts that a caller who is told to come back has met an unusual crowd.
    pub(crate) fn new() -> Self {
        Self { made: 0, most: 12 }
    }

    /// Waits for the next attempt: not at all for the first one, then longer each time and never two alike, so that changes that
    /// met do not meet again. Returns `false` when all attempts were made.
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
