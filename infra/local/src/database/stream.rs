//! Reads the table's stream.

use super::engine::{ClosedError, Engine};
use crate::error::StackError;
use crate::names::TABLE;
use dynoxide::Database;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Display;

/// A reader of the stream, from its oldest record on. Each reader has its own position.
pub(crate) struct StreamReader {
    engine: Engine,
    iterator: String,
}

impl StreamReader {
    /// The largest number of records in one read.
    pub(crate) const LIMIT: usize = 500;

    /// Makes a reader that begins at that iterator.
    pub(super) fn new(engine: Engine, iterator: String) -> Self {
        Self { engine, iterator }
    }

    /// Reads the next records, in Lambda's format, up to [`Self::LIMIT`]. Returns none when there are no new ones.
    pub(crate) async fn next(&mut self) -> Result<Vec<Value>, StackError> {
        let iterator = self.iterator.clone();
        let read = self
            .engine
            .run(move |tables| (read(&tables.database, &iterator), false));
        let closed = |error: ClosedError| StackError::data(error);
        let (records, next) = read.await.map_err(closed)??;
        if let Some(next) = next {
            self.iterator = next;
        }
        Ok(records)
    }
}

fn read(database: &Database, iterator: &str) -> Result<(Vec<Value>, Option<String>), StackError> {
    let from = json!({ "ShardIterator": iterator, "Limit": StreamReader::LIMIT });
    let found = database
        .get_records(request(from)?)
        .map_err(StackError::data)?;
    let records: Result<Vec<Value>, _> = found.records.iter().map(serde_json::to_value).collect();
    let records = records.map_err(StackError::data)?;
    Ok((records, found.next_shard_iterator))
}

/// Returns the iterator after the record with this sequence number, or at the oldest record.
pub(super) fn first_iterator(
    database: &Database,
    after: Option<&str>,
) -> Result<String, StackError> {
    // Describing the table would count every entry of its indexes, which is slow.
    let streams = answer(database.list_streams(request(json!({ "TableName": TABLE }))?))?;
    let arn = streams.pointer("/Streams/0/StreamArn");
    let stream = answer(database.describe_stream(request(json!({ "StreamArn": arn }))?))?;
    let shard = stream.pointer("/StreamDescription/Shards/0/ShardId");
    let kind = after.map_or("TRIM_HORIZON", |_| "AFTER_SEQUENCE_NUMBER");
    let from = json!({
        "StreamArn": arn, "ShardId": shard, "ShardIteratorType": kind, "SequenceNumber": after,
    });
    let iterator = answer(database.get_shard_iterator(request(from)?))?;
    let iterator = iterator.pointer("/ShardIterator").and_then(Value::as_str);
    iterator
        .map(str::to_owned)
        .ok_or_else(|| StackError::data("the table has no stream"))
}

/// Makes a request to the database from the protocol's JSON.
fn request<T: DeserializeOwned>(request: Value) -> Result<T, StackError> {
    serde_json::from_value(request).map_err(StackError::data)
}

/// Turns the database's answer into the protocol's JSON.
fn answer<T: Serialize, E: Display>(answer: Result<T, E>) -> Result<Value, StackError> {
    serde_json::to_value(answer.map_err(StackError::data)?).map_err(StackError::data)
}
