//! Kills a function in the middle of its work.

use docket_local::Asked;
use serde::Deserialize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// When a function is killed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kill {
    /// The binary of the function.
    function: String,
    /// The request that it is killed at, counted from now: 1 for the next.
    request: u32,
    /// Whether that request is carried out. The function never hears of it.
    carried_out: bool,
}

/// The kill to come. Copies share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kills {
    next: Arc<Mutex<Option<Kill>>>,
    happened: Arc<Mutex<Option<Killed>>>,
}

/// How a function was killed.
#[derive(Debug, Clone)]
pub struct Killed {
    /// The operation of the request that was its last one.
    pub at: String,
    /// The operations that the same call had asked for before.
    pub before: Vec<String>,
}

/// The call of a function that can be killed.
#[derive(Debug, Default)]
struct Call {
    end: Notify,
    /// It has made its last request.
    is_killed: AtomicBool,
    asked: Mutex<Vec<String>>,
}

/// A request at which its function is killed.
#[derive(Debug)]
pub(crate) struct Last {
    /// Whether the request is carried out.
    pub(crate) carried_out: bool,
    /// The call that it ends. `None` for what that asked for beside its last request.
    call: Option<Arc<Call>>,
}

tokio::task_local! {
    /// The call that makes the requests.
    static CALL: Arc<Call>;
}

/// Does the work of one call of a function. Returns `None` if it was killed.
pub(crate) async fn mortal<T>(work: impl Future<Output = T>) -> Option<T> {
    let call = Arc::new(Call::default());
    tokio::select! {
        done = CALL.scope(Arc::clone(&call), work) => Some(done),
        () = call.end.notified() => None,
    }
}

impl Call {
    /// Notes the next operation, and returns those before it.
    fn next_is(&self, operation: &str) -> Vec<String> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let before = asked.clone();
        asked.push(operation.to_owned());
        before
    }
}

impl Last {
    /// Ends the call of the function that made the request.
    pub(crate) fn kill(self) {
        if let Some(call) = self.call {
            call.end.notify_one();
        }
    }
}

impl Kills {
    /// Sets the kill to come, in place of any other.
    pub(crate) fn set(&self, kill: Option<Kill>) {
        *self.next() = kill;
        *self.happened() = None;
    }

    /// Returns how the function was killed. `None` while that is still to come.
    pub(crate) fn happened(&self) -> MutexGuard<'_, Option<Killed>> {
        self.happened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request of a function. Returns the kill if this is the one.
    pub(crate) fn counts(&self, function: &str, asked: &Asked) -> Option<Last> {
        let call = CALL.try_with(Arc::clone).ok()?;
        if call.is_killed.load(Ordering::SeqCst) {
            // What it asks for beside its last request is never sent.
            return Some(Last {
                carried_out: false,
                call: None,
            });
        }
        let operation = asked.operation().to_owned();
        let before = call.next_is(&operation);
        let mut next = self.next();
        let kill = next.as_mut().filter(|kill| kill.function == function)?;
        kill.request = kill.request.saturating_sub(1);
        if kill.request > 0 {
            return None;
        }
        let carried_out = next.take()?.carried_out;
        call.is_killed.store(true, Ordering::SeqCst);
        let at = operation;
        *self.happened() = Some(Killed { at, before });
        Some(Last {
            carried_out,
            call: Some(call),
        })
    }

    fn next(&self) -> MutexGuard<'_, Option<Kill>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
