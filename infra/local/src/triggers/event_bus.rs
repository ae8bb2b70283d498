//! The bus of events. Like EventBridge, it sends each event to the functions whose rules match it.

use super::inbox::Inbox;
use crate::template::Pattern;
use serde_json::Value;
use std::sync::Arc;

/// The bus with its rules. Copies share the same bus.
#[derive(Debug, Clone)]
pub(crate) struct EventBus(Arc<[(Pattern, Inbox)]>);

impl EventBus {
    pub(super) fn new(rules: Vec<(Pattern, Inbox)>) -> Self {
        Self(rules.into())
    }

    /// Sends an event to the functions whose rules match it.
    pub(crate) fn put(&self, event: &Value) {
        for (pattern, inbox) in self.0.iter() {
            if pattern.fits(event) {
                inbox.put(event.clone());
            }
        }
    }
}
