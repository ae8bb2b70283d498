//! Waiting for what happens by itself.

use std::time::Duration;

/// The attempts to find what the sweep has done, which the schedule calls each minute, and the pause in between.
const SWEEP: (usize, Duration) = (75, Duration::from_secs(2));

/// Checks until the sweep must have come, until the check passes.
pub(crate) async fn by_the_sweep<T>(
    check: impl AsyncFnMut() -> Result<T, String>,
) -> Result<T, String> {
    let (attempts, pause) = SWEEP;
    eventually(attempts, pause, check).await
}

/// Checks up to that many times, with that pause in between, until the check passes.
pub(crate) async fn eventually<T>(
    attempts: usize,
    pause: Duration,
    mut check: impl AsyncFnMut() -> Result<T, String>,
) -> Result<T, String> {
    let mut last = Err("nothing was checked".to_owned());
    for _ in 0..attempts {
        last = check().await;
        if last.is_ok() {
            break;
        }
        tokio::time::sleep(pause).await;
    }
    last
}
