//! Requests that wait for a ticket number.

use docket_domain::DeskId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

/// Requests that wait for a ticket number, by desk. A desk has an entry while a task takes numbers
/// for it.
///
/// Requests that come while the task is busy are served together next time, with one write. A
/// Lambda function handles one request at a time, so its requests never share a write. Those of the
/// local stack do.
#[derive(Debug, Default)]
pub(super) struct NumberQueue(Mutex<HashMap<DeskId, Vec<Waiting>>>);

pub(super) type Waiting = oneshot::Sender<Result<u64, Why>>;

/// The reason why there is no number, for all who wait.
#[derive(Debug, Clone)]
pub(super) enum Why {
    Busy(String),
    Refused(String),
}

impl NumberQueue {
    /// Adds a request to the queue. Returns `true` when it is the first, and its caller has to
    /// start the task that takes numbers.
    pub(super) fn wait(&self, desk: &DeskId, waiting: Waiting) -> bool {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = !queues.contains_key(desk);
        queues.entry(desk.clone()).or_default().push(waiting);
        first
    }

    /// Returns the requests that wait now, and removes them. When there are none, removes the
    /// desk's entry, and the task ends.
    pub(super) fn take(&self, desk: &DeskId) -> Vec<Waiting> {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = queues.get_mut(desk).map(std::mem::take).unwrap_or_default();
        if waiting.is_empty() {
            queues.remove(desk);
        }
        waiting
    }
}
