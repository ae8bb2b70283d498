//! Queues of events from rules and schedules, one for each function. No caller waits for their
//! answers.

use super::doorbell::{Doorbell, Listener};
use super::retry::Retry;
use crate::functions::Event;
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Adds events to a function's queue. Copies lead to the same queue.
#[derive(Debug, Clone)]
pub(super) struct Inbox {
    events: UnboundedSender<Value>,
    bell: Arc<Doorbell>,
}

/// The events that were added through an [`Inbox`].
#[derive(Debug)]
pub(super) struct Arrivals {
    events: UnboundedReceiver<Value>,
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
        // Sending fails only when the function's task has ended, and that ends the stack.
        let _ = self.events.send(event);
        self.bell.ring();
    }
}

impl Arrivals {
    /// Calls the function with each event in order, for as long as the stack runs.
    pub(super) async fn run(mut self, retry: Retry) {
        loop {
            let ring = self.listener.last_ring();
            while let Ok(event) = self.events.try_recv() {
                hand_over(&retry, event).await;
                self.listener.called();
            }
            self.listener.answer(ring);
            self.listener.wait().await;
        }
    }
}

async fn hand_over(retry: &Retry, event: Value) {
    let function = retry.function();
    for failures in 1.. {
        let Err(error) = function.call(Event::Json(event.clone())).await else {
            return;
        };
        tracing::warn!(%error, failures, function = &*function.name, "an event could not be handled");
        if !retry.again(failures, &event).await {
            return;
        }
    }
}
