//! Removes handled records from the stream.

use super::engine::Engine;
use crate::error::StackError;
use std::path::Path;

/// The stream's own table in the database file, by a second connection to it.
pub(super) struct StreamTable(rusqlite::Connection);

impl StreamTable {
    /// Opens it. Every write reads the last sequence number. Without an index, it scans the whole stream, and each write is
    /// slower than the one before.
    pub(super) fn open(database: &Path) -> Result<Self, StackError> {
        let connection = rusqlite::Connection::open(database).map_err(StackError::data)?;
        // Another thread flushes what this connection writes: see `engine`.
        let index = "PRAGMA synchronous = NORMAL;
            CREATE INDEX IF NOT EXISTS docket_stream_order
            ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";
        connection.execute_batch(index).map_err(StackError::data)?;
        Ok(Self(connection))
    }

    fn remove(&self, which: &str, parameters: impl rusqlite::Params) {
        let statement = format!("DELETE FROM _stream_records WHERE {which}");
        if let Err(error) = self.0.execute(&statement, parameters) {
            tracing::warn!(%error, "handled stream records could not be removed");
        }
    }
}

/// Removes handled records from the stream. DynamoDB itself removes records after a day, handled or
/// not.
#[derive(Clone)]
pub(crate) struct HandledRecords(Engine);

impl HandledRecords {
    pub(super) fn new(engine: Engine) -> Self {
        Self(engine)
    }

    /// Removes the records of events that were given other keys. Nobody is to be told of them again.
    pub(crate) async fn remove_renumbered(&self) -> Result<(), StackError> {
        // A key that is a UUID begins otherwise, and other keys are made after this only.
        let removed = self.0.run(|tables| {
            let which = "keys_json LIKE '%EVENT#00%'";
            tables.stream.remove(which, []);
            ((), true)
        });
        removed.await.map_err(StackError::data)
    }

    /// Removes the record with this ID and all before it.
    pub(crate) async fn remove_through(&self, event_id: String) {
        let removed = self.0.run(move |tables| {
            let which = "id <= (SELECT id FROM _stream_records WHERE event_id = ?1)";
            tables.stream.remove(which, [event_id]);
            ((), true)
        });
        // When the table is closed, the stack ends, and the records come again.
        let _ = removed.await;
    }
}
