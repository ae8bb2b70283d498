//! Waiting for what happens by itself.

use std::time::Duration;

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
