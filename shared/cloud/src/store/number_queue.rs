//! Requests for ticket numbers that wait for the counter.

use docket_domain::DeskId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

/// Requests for numbers that wait for the counter, by desk. A desk with an entry has its counter under way.
///
/// Requests that come while the counter is under way are served together by the next turn: one write for all of them.
/// A Lambda function handles one request at a time and so never shares a turn; the process on one machine does.
#[derive(Debug, Default)]
pub(super) struct NumberQueue(Mutex<HashMap<DeskId, Vec<Waiting>>>);

pub(super) type Waiting = oneshot::Sender<Result<u64, Why>>;

/// Why there is no number, for all who wait.
#[derive(Debug, Clone)]
pub(super) enum Why {
    Busy(String),
    Refused(String),
}

impl NumberQueue {
    /// Joins the queue. Returns whether the caller is the first, and has to turn the counter.
    pub(super) fn wait(&self, desk: &DeskId, waiting: Waiting) -> bool {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = !queues.contains_key(desk);
        queues.entry(desk.clone()).or_default().push(waiting);
        first
    }

    /// Takes all who wait now. It was the last turn when nobody does.
    pub(super) fn take(&self, desk: &DeskId) -> Vec<Waiting> {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = queues.get_mut(desk).map(std::mem::take).unwrap_or_default();
        if waiting.is_empty() {
            queues.remove(desk);
        }
        waiting
    }
}
