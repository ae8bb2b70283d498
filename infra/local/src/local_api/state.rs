//! The state of the routes under `/_local`.

use crate::clock::KeptClock;
use crate::mailbox::Mailbox;
use crate::sns::Messages;
use crate::triggers::{Doorbell, EventBus, Schedules};
use std::sync::Arc;

/// The state of the routes under `/_local`.
#[derive(Clone)]
pub(crate) struct LocalApi {
    pub(crate) mailbox: Mailbox,
    pub(crate) messages: Messages,
    pub(crate) clock: KeptClock,
    pub(crate) bell: Arc<Doorbell>,
    pub(crate) bus: EventBus,
    pub(crate) schedules: Schedules,
}

impl LocalApi {
    /// Waits until all triggers have handled everything that has happened so far.
    pub(super) async fn settled(&self) {
        self.bell.settled().await;
    }

    /// Calls every schedule now, and waits until everything that follows was handled.
    pub(super) async fn run_due(&self) {
        self.schedules.call_all();
        self.settled().await;
    }
}
