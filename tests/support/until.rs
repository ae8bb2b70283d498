//! Waits for something that another process or task does.

use std::time::{Duration, Instant};

/// Waits until that is so.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let given_up = Instant::now() + Duration::from_secs(120);
    while !is_so() {
        assert!(Instant::now() < given_up, "not within two minutes: {what}");
        tokio::task::yield_now().await;
    }
}
