//! The events of the bucket, as EventBridge delivers them.

use crate::names::BUCKET;
use crate::triggers::EventBus;
use serde_json::json;
use std::path::Path;

/// Sends the events of the bucket to the bus.
#[derive(Debug, Clone)]
pub(super) struct Events(EventBus);

impl Events {
    pub(super) fn new(bus: EventBus) -> Self {
        Self(bus)
    }

    /// Sends the event about a new object.
    pub(super) fn object_created(&self, key: &str, reason: &str) {
        self.0.put(&json!({
            "version": "0",
            "id": uuid::Uuid::new_v4(),
            "source": "aws.s3",
            "detail-type": "Object Created",
            "detail": { "bucket": { "name": BUCKET }, "object": { "key": key }, "reason": reason },
        }));
    }

    /// Sends the events about all objects in `incoming/` again. Events that were not handled when
    /// the stack stopped are lost.
    pub(super) fn recover(&self, objects: &Path) {
        let tickets = std::fs::read_dir(objects.join(BUCKET).join("incoming"));
        for ticket in tickets.into_iter().flatten().flatten() {
            let files = std::fs::read_dir(ticket.path()).into_iter().flatten();
            for file in files.flatten() {
                let (ticket, file) = (ticket.file_name(), file.file_name());
                if let (Some(ticket), Some(file)) = (ticket.to_str(), file.to_str()) {
                    self.object_created(&format!("incoming/{ticket}/{file}"), "PutObject");
                }
            }
        }
    }
}
