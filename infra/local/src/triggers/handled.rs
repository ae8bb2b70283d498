//! The positions of the stream's consumers.

use crate::database::HandledRecords;
use serde_json::Value;
use std::sync::{Mutex, PoisonError};

/// The last record that each consumer has handled. Records that all consumers have handled are
/// removed from the stream. No position is stored. After a crash, all consumers handle again the
/// records that were not removed yet.
pub(super) struct Handled(Mutex<State>);

struct State {
    records: HandledRecords,
    /// The position of each consumer.
    last: Vec<Option<Position>>,
}

/// The position of a record in the stream.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Position {
    sequence: u128,
    event_id: String,
}

impl Handled {
    pub(super) fn new(records: HandledRecords, consumers: usize) -> Self {
        let last = vec![None; consumers];
        Self(Mutex::new(State { records, last }))
    }

    /// Notes the last record that a consumer has handled. `consumer` is its number, from 0.
    pub(super) fn note(&self, consumer: usize, record: &Value) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(last), Some(position)) = (state.last.get_mut(consumer), position(record)) {
            *last = Some(position);
        }
    }

    /// Removes the records that all consumers have handled.
    pub(super) fn remove(&self) {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // `None` is the smallest, so nothing is removed while a consumer has no position.
        if let Some(Some(position)) = state.last.iter().min() {
            state.records.remove_through(&position.event_id);
        }
    }
}

/// Returns the sequence number of a record, which identifies it in its stream.
pub(super) fn sequence_number(record: &Value) -> Option<&str> {
    record.pointer("/dynamodb/SequenceNumber")?.as_str()
}

fn position(record: &Value) -> Option<Position> {
    Some(Position {
        sequence: sequence_number(record)?.parse().ok()?,
        event_id: record.get("eventID")?.as_str()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_all_consumers_have_handled_is_removed() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let stream = "CREATE TABLE _stream_records (id INTEGER PRIMARY KEY, event_id TEXT);
            INSERT INTO _stream_records (event_id) VALUES ('a'), ('b'), ('c')";
        connection.execute_batch(stream).unwrap();
        let handled = Handled::new(HandledRecords::new(connection), 2);
        let record = |sequence: &str, id: &str| json!({ "eventID": id, "dynamodb": { "SequenceNumber": sequence } });
        let left = || {
            handled.remove();
            let state = handled.0.lock().unwrap();
            state.records.count()
        };
        handled.note(0, &record("11", "c"));
        assert_eq!(left(), 3, "the other has handled nothing");
        handled.note(1, &record("9", "b"));
        assert_eq!(left(), 1);
        handled.note(1, &record("11", "c"));
        assert_eq!(left(), 0);
    }
}
