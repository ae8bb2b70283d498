//! Hands what is urgent in the table's stream to `notify` at once: links to sign in, and what calls the people on call. And counts: new tickets by
//! topic and hour, and all tickets by phase, by who works on them, and by team.
//!
//! `notify` reads the stream too, and sends mail as fast as SES takes it. After a flood of tickets, whoever
//! wants to sign in would wait for every acknowledgement before their link. This function reads the same
//! stream, does nothing slow, and so is never behind.

use docket_app::tickets::count;
use docket_cloud::lambda::UnexpectedEvent;
use docket_cloud::store::{PUT_BACK_AT, event_of, keys};
use docket_cloud::stream::{new_image, records, sort_key};
use docket_cloud::{AwsError, Cloud, InvokeError, Invoker, SettingsError, Store, StoreError};
use docket_domain::incident::TopicHour;
use docket_domain::ticket::Event;
use docket_domain::{DeskId, TicketId};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The variable with the name of the function that sends mail.
const NOTIFY: &str = "NOTIFY_FUNCTION";

/// The function with its services. Copies share everything.
#[derive(Debug, Clone)]
pub struct Relay {
    store: Store,
    notify: Invoker,
}

/// The records could not be handed over. Lambda delivers them again.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The event is none of the table's stream.
    #[error(transparent)]
    Unexpected(#[from] UnexpectedEvent),
    /// `notify` was not called.
    #[error(transparent)]
    Invoke(#[from] InvokeError),
    /// Tickets were not counted, nor the numbers hidden.
    #[error(transparent)]
    Count(#[from] StoreError),
}

impl Relay {
    /// Makes the function. What is urgent goes to `notify`.
    #[must_use]
    pub fn new(store: Store, notify: Invoker) -> Self {
        Self { store, notify }
    }

    /// Makes the function from the environment of Lambda.
    ///
    /// # Errors
    /// When the environment lacks a variable that `template.yaml` or Lambda sets.
    pub fn from_env() -> Result<Self, SettingsError> {
        let notify = std::env::var(NOTIFY).map_err(|_| AwsError::Missing(NOTIFY))?;
        let (cloud, aws) = Cloud::from_env()?;
        Ok(Self::new(cloud.store, Invoker::new(aws.lambda(), notify)))
    }

    /// Handles a batch of stream records, which the filter in `template.yaml` has chosen. What is urgent goes to
    /// `notify` in an event of its own, so none waits for another. If one is not taken, the whole batch fails;
    /// what was handed over twice is mailed once, and what was counted twice counts once.
    ///
    /// # Errors
    /// See [`RelayError`].
    pub async fn handle(&self, batch: Value) -> Result<Value, RelayError> {
        let mut opened: BTreeMap<TopicHour, BTreeSet<u64>> = BTreeMap::new();
        let mut changed: BTreeMap<DeskId, BTreeSet<TicketId>> = BTreeMap::new();
        for record in records(batch)? {
            if !sort_key(&record).is_some_and(|key| key.starts_with(keys::EVENTS)) {
                let event = json!({ "urgent": [record] });
                self.notify.hand_over(&event).await?;
                continue;
            }
            // `notify` tells of one that cannot be read.
            let Some((event, was_lost)) = event(&record) else {
                continue;
            };
            if let Some(hour) = TopicHour::of(&event).filter(|_| !was_lost) {
                let number = event.ticket.number();
                opened.entry(hour).or_default().insert(number);
            }
            if event.change.changes_counts() {
                changed.entry(event.desk).or_default().insert(event.ticket);
            }
        }
        for (hour, numbers) in opened {
            // Links and calls behind this do not wait for a count.
            if let Err(error) = self.store.count_opened(&hour, &numbers).await {
                tracing::error!(%error, desk = %hour.desk, topic = %hour.topic, count = numbers.len(), "new tickets are not counted");
            }
        }
        for (desk, tickets) in changed {
            // Links and calls behind this do not wait. Numbers that may be wrong are not shown: `desks apply` counts anew.
            if let Err(error) = count(&self.store, tickets).await {
                tracing::error!(%error, %desk, "tickets are not counted: the numbers of the desk are hidden until `docket desks apply` counts them");
                self.store.begin_count(&desk).await?;
            }
        }
        Ok(Value::Null)
    }
}

/// Reads an event, and whether it was lost and put back. Returns `None` for one that cannot be read.
fn event(record: &Value) -> Option<(Event, bool)> {
    let item: serde_dynamo::Item = serde_json::from_value(new_image(record)?.clone()).ok()?;
    let was_lost = item.contains_key(PUT_BACK_AT);
    Some((event_of(item).ok()?, was_lost))
}
