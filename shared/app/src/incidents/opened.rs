//! How many tickets came in lately, by topic.

use docket_cloud::{Cloud, StoreError};
use docket_domain::TopicId;
use docket_domain::desk::Desk;
use docket_domain::incident::TopicHour;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The new tickets of the hour that goes on, and of the one before.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The beginning of the hour before.
    pub since: Timestamp,
    by_topic: BTreeMap<TopicId, usize>,
}

impl Opened {
    /// Reads them for a desk.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn lately(cloud: &Cloud, desk: &Desk, now: Timestamp) -> Result<Self, StoreError> {
        let hour = TopicHour::beginning(now);
        let since = hour.checked_sub(TopicHour::LENGTH).unwrap_or(hour);
        let mut by_topic = BTreeMap::new();
        for (topic, count) in cloud.store.opened_since(&desk.id, since).await? {
            // A topic may have another ID meanwhile.
            *by_topic
                .entry(desk.current_topic(&topic).clone())
                .or_default() += count;
        }
        Ok(Self { since, by_topic })
    }

    /// Returns the number of new tickets of a topic.
    #[must_use]
    pub fn of(&self, topic: &TopicId) -> usize {
        self.by_topic.get(topic).copied().unwrap_or_default()
    }
}
