//! The state that the local pages share.

use crate::clock::KeptClock;
use crate::mailbox::Mailbox;
use crate::triggers::{Doorbell, EventBus, Schedules};
use std::sync::Arc;

/// The state that the local pages share.
#[derive(Clone)]
pub(crate) struct LocalApi {
    pub(crate) mailbox: Mailbox,
    pub(crate) clock: KeptClock,
    pub(crate) bell: Arc<Doorbell>,
    pub(crate) bus: EventBus,
    pub(crate) schedules: Schedules,
}

impl LocalApi {
    /// Waits until everything that has happened has had its consequences.
    pub(super) async fn settled(&self) {
        self.bell.settled().await;
    }

    /// Does what is due, and waits until it has had its consequences.
    pub(super) async fn run_due(&self) {
        self.schedules.call_all();
        self.settled().await;
    }
}
