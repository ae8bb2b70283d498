//! The records of the table's stream, as Lambda delivers them.

use crate::lambda::UnexpectedEvent;
use serde_json::{Value, json};

/// Returns the records of a batch.
///
/// # Errors
/// When the event is not a batch of a table's stream.
pub fn records(mut batch: Value) -> Result<Vec<Value>, UnexpectedEvent> {
    match batch.get_mut("Records").map(Value::take) {
        Some(Value::Array(records)) if records.iter().all(is_record) => Ok(records),
        _ => Err(UnexpectedEvent("a batch of the table's stream")),
    }
}

/// Returns the event that hands one record to `notify` again, after it was set aside.
#[must_use]
pub fn again(record: &Value) -> Value {
    json!({ AGAIN: [record] })
}

/// The name of the records in such an event.
pub const AGAIN: &str = "again";

fn is_record(record: &Value) -> bool {
    sequence_number(record).is_some()
}

/// Returns the sequence number of a record, which identifies it in its stream.
#[must_use]
pub fn sequence_number(record: &Value) -> Option<&str> {
    record.pointer("/dynamodb/SequenceNumber")?.as_str()
}

/// Returns the partition key of the record's item: that of a ticket, or of a sign-in link.
#[must_use]
pub fn partition(record: &Value) -> Option<&str> {
    record.pointer("/dynamodb/Keys/pk/S")?.as_str()
}

/// Returns the sort key of the record's item.
#[must_use]
pub fn sort_key(record: &Value) -> Option<&str> {
    record.pointer("/dynamodb/Keys/sk/S")?.as_str()
}

/// Returns the record's item after the change.
#[must_use]
pub fn new_image(record: &Value) -> Option<&Value> {
    record.pointer("/dynamodb/NewImage")
}
