//! The positions of the stream's consumers.

use crate::database::HandledRecords;
use serde_json::Value;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The last record that each consumer has handled. Records that all consumers have handled are
/// removed from the stream. After a crash, all consumers handle again the records that were not removed yet.
pub(super) struct Handled {
    records: HandledRecords,
    last: Mutex<Last>,
    /// Held while records are removed. Of two at once, the older one could be the last, and write into the other's file.
    removing: tokio::sync::Mutex<()>,
}

/// The position of each consumer.
struct Last(Vec<Option<Position>>);

/// The position of a record in the stream.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Position {
    sequence: u128,
    event_id: String,
    /// The sequence number as the stream writes it.
    record: String,
}

impl Handled {
    pub(super) fn new(records: HandledRecords, consumers: usize) -> Self {
        let last = Mutex::new(Last(vec![None; consumers]));
        Self {
            records,
            last,
            removing: tokio::sync::Mutex::default(),
        }
    }

    /// Notes the last record that a consumer has handled. `consumer` is its number, from 0.
    pub(super) fn note(&self, consumer: usize, record: &Value) {
        self.last().note(consumer, record);
    }

    /// Removes the records that all consumers have handled.
    pub(super) async fn remove(&self) {
        let _alone = self.removing.lock().await;
        let by_all = self.last().by_all();
        if let Some(Position {
            record, event_id, ..
        }) = by_all
        {
            self.records.remove_through(event_id, record).await;
        }
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last {
    fn note(&mut self, consumer: usize, record: &Value) {
        if let (Some(last), Some(position)) = (self.0.get_mut(consumer), position(record)) {
            *last = Some(position);
        }
    }

    /// Returns the position of the newest record that all consumers have handled.
    fn by_all(&self) -> Option<Position> {
        // `None` is the smallest, so there is no such record while a consumer has no position.
        self.0.iter().min()?.clone()
    }
}

/// Returns the sequence number of a record, which identifies it in its stream.
pub(super) fn sequence_number(record: &Value) -> Option<&str> {
    record.pointer("/dynamodb/SequenceNumber")?.as_str()
}

fn position(record: &Value) -> Option<Position> {
    Some(Position {
        sequence: sequence_number(record)?.parse().ok()?,
        record: sequence_number(record)?.to_owned(),
        event_id: record.get("eventID")?.as_str()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_all_consumers_have_handled_is_removed() {
        let mut last = Last(vec![None; 2]);
        let record = |sequence: &str, id: &str| json!({ "eventID": id, "dynamodb": { "SequenceNumber": sequence } });
        last.note(0, &record("11", "c"));
        let by_all = |last: &Last| last.by_all().map(|position| position.event_id);
        assert_eq!(by_all(&last), None, "the other has handled nothing");
        last.note(1, &record("9", "b"));
        assert_eq!(by_all(&last).as_deref(), Some("b"));
        last.note(1, &record("11", "c"));
        assert_eq!(by_all(&last).as_deref(), Some("c"));
    }
}
