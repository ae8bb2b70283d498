//! The runtime of a command.

use tokio::runtime::Builder;
use tokio::task::LocalSet;

/// Runs that to its end, all on this thread: what is measured on this machine needs the rest of it.
pub fn block_on<T>(doing: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the runtime cannot be started: {error}"))?;
    LocalSet::new().block_on(&runtime, doing)
}
