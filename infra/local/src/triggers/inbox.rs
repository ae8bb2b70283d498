//! Queues of events from rules, schedules and other functions, one for each function. No caller waits for their
//! answers.

use super::doorbell::{Doorbell, Listener};
use super::retry::{Failures, LONGEST_PAUSE, Retry};
use crate::functions::Event;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

/// The most events of other functions that one function handles at the same time.
const AT_ONCE: usize = 16;

/// Adds events to a function's queue. Copies lead to the same queue.
#[derive(Debug, Clone)]
pub(super) struct Inbox {
    events: UnboundedSender<Arrival>,
    bell: Arc<Doorbell>,
}

/// An event, and the file that keeps it until it was handled.
#[derive(Debug)]
struct Arrival {
    event: Value,
    kept: Option<PathBuf>,
}

/// The events that were added through an [`Inbox`].
#[derive(Debug)]
pub(super) struct Arrivals {
    events: UnboundedReceiver<Arrival>,
    listener: Listener,
}

impl Inbox {
    pub(super) fn new(bell: &Arc<Doorbell>) -> (Self, Arrivals) {
        let (sender, events) = unbounded_channel();
        let inbox = Self {
            events: sender,
            bell: Arc::clone(bell),
        };
        let listener = bell.listener();
        (inbox, Arrivals { events, listener })
    }

    /// Adds an event to the queue.
    pub(super) fn put(&self, event: Value) {
        self.add(Arrival { event, kept: None });
    }

    /// Adds an event that a file keeps. The file is removed when the event was handled or set aside.
    pub(super) fn put_kept(&self, event: Value, path: PathBuf) {
        let kept = Some(path);
        self.add(Arrival { event, kept });
    }

    fn add(&self, arrival: Arrival) {
        // Sending fails only when the function's task has ended, and that ends the stack.
        let _ = self.events.send(arrival);
        self.bell.ring();
    }
}

impl Arrivals {
    /// Calls the function for as long as the stack runs: with the events of rules and schedules in order, and with what other functions hand over
    /// at the same time, as Lambda does. So nobody waits there for a call that hangs.
    pub(super) async fn run(mut self, retry: Retry) {
        let retry = Arc::new(retry);
        let mut side_by_side = SideBySide::default();
        loop {
            let ring = self.listener.last_ring();
            // Those that come meanwhile have a later ring. Without end as they may come, this one is answered.
            for _ in 0..self.events.len() {
                let Ok(arrival) = self.events.try_recv() else {
                    break;
                };
                let bell = self.listener.bell();
                match arrival.kept {
                    Some(_) => {
                        side_by_side.has_room().await;
                        side_by_side.add(ring, hand_over(Arc::clone(&retry), arrival, bell));
                    }
                    None => hand_over(Arc::clone(&retry), arrival, bell).await,
                }
            }
            self.listener.answer(side_by_side.done_until(ring));
            tokio::select! {
                _ = self.listener.wait() => {}
                () = side_by_side.next() => {}
            }
        }
    }
}

/// Calls that run side by side, each since a ring of the bell.
#[derive(Default)]
struct SideBySide {
    calls: JoinSet<()>,
    rings: BTreeMap<tokio::task::Id, u64>,
}

impl SideBySide {
    fn add(&mut self, ring: u64, call: impl Future<Output = ()> + Send + 'static) {
        let id = self.calls.spawn(call).id();
        self.rings.insert(id, ring);
    }

    /// Waits until another call may begin.
    async fn has_room(&mut self) {
        while self.calls.len() >= AT_ONCE {
            self.next().await;
        }
    }

    /// Waits until one has ended. Without any, this does not end.
    async fn next(&mut self) {
        let id = match self.calls.join_next_with_id().await {
            Some(Ok((id, ()))) => id,
            Some(Err(ended)) => ended.id(),
            None => std::future::pending().await,
        };
        self.rings.remove(&id);
    }

    /// Returns the ring until which all is done, with what was done beside these until this ring.
    fn done_until(&self, ring: u64) -> u64 {
        let first = self.rings.values().min();
        first.map_or(ring, |first| first.saturating_sub(1))
    }
}

/// Calls the function with an event until it is handled or set aside.
async fn hand_over(retry: Arc<Retry>, arrival: Arrival, bell: Arc<Doorbell>) {
    let Arrival { event, kept } = arrival;
    let function = retry.function();
    let mut failures = Failures::default();
    while let Err(error) = function.call(Event::Json(event.clone())).await {
        tracing::warn!(%error, function = &*function.name, "an event could not be handled");
        match retry.again(&mut failures) {
            Some(pause) => bell.pause(pause).await,
            None if retry.give_up(event.clone(), &error.to_string()) => break,
            None => bell.pause(LONGEST_PAUSE).await,
        }
    }
    if let Some(error) = kept.and_then(|path| std::fs::remove_file(path).err()) {
        tracing::warn!(%error, "a handled event is kept, and comes again after the next start");
    }
    bell.called();
}
