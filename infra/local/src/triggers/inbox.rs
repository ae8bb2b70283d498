//! Queues of events from rules, schedules and other functions, one for each function. No caller waits for their
//! answers.

use super::doorbell::{Doorbell, Listener};
use super::retry::{Failures, LONGEST_PAUSE, Retry};
use crate::functions::Event;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

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
    /// Calls the function with each event in order, for as long as the stack runs.
    pub(super) async fn run(mut self, retry: Retry) {
        loop {
            let ring = self.listener.last_ring();
            // Those that come meanwhile have a later ring. Without end as they may come, this one is answered.
            for _ in 0..self.events.len() {
                let Ok(Arrival { event, kept }) = self.events.try_recv() else {
                    break;
                };
                self.hand_over(&retry, event).await;
                if let Some(error) = kept.and_then(|path| std::fs::remove_file(path).err()) {
                    tracing::warn!(%error, "a handled event is kept, and comes again after the next start");
                }
                self.listener.called();
            }
            self.listener.answer(ring);
            self.listener.wait().await;
        }
    }

    async fn hand_over(&mut self, retry: &Retry, event: Value) {
        let function = retry.function();
        let mut failures = Failures::default();
        loop {
            let Err(error) = function.call(Event::Json(event.clone())).await else {
                return;
            };
            tracing::warn!(%error, function = &*function.name, "an event could not be handled");
            match retry.again(&mut failures) {
                Some(pause) => self.listener.pause(pause).await,
                None if retry.give_up(event.clone(), &error.to_string()) => return,
                None => self.listener.pause(LONGEST_PAUSE).await,
            }
        }
    }
}
