//! The records of the stream that all consumers have handled.
//!
//! They are removed, but for the newest: the next record's number follows from it, even when the machine's clock is set back.
//! What was handled up to where is kept twice: in the database file, so that no record comes again after a start; and in a file
//! of its own, so that an older copy of the database is known as such.

use super::engine::Engine;
use crate::data_folder::DataFolder;
use crate::durable;
use crate::error::StackError;
use rusqlite::{Connection, OptionalExtension};
use std::path::PathBuf;

/// The name of the file with the number of the newest record that was handled.
const FILE: &str = "handled";

/// The stream's own table in the database file, by a second connection to it.
pub(super) struct StreamTable(Connection);

impl StreamTable {
    /// Opens it. Every write reads the last sequence number. Without an index, it scans the whole stream, and each write is
    /// slower than the one before.
    pub(super) fn open(folder: &DataFolder) -> Result<Self, StackError> {
        let database = folder.join(super::TABLE_FILE);
        let connection = Connection::open(database).map_err(StackError::data)?;
        // Another thread flushes what this connection writes: see `engine`.
        let tables = "PRAGMA synchronous = NORMAL;
            CREATE INDEX IF NOT EXISTS docket_stream_order
            ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
            CREATE TABLE IF NOT EXISTS docket_handled (one INTEGER PRIMARY KEY CHECK (one = 1), record TEXT NOT NULL)";
        connection.execute_batch(tables).map_err(StackError::data)?;
        Ok(Self(connection))
    }

    /// Returns the sequence number of the newest record that was handled.
    pub(super) fn handled(&self) -> Result<Option<String>, StackError> {
        let query = "SELECT record FROM docket_handled";
        let record = self.0.query_row(query, [], |row| row.get(0));
        record.optional().map_err(StackError::data)
    }

    fn remove_through(&mut self, event_id: &str, record: &str) -> rusqlite::Result<()> {
        let both = self.0.transaction()?;
        both.execute(
            "DELETE FROM _stream_records WHERE id < (SELECT id FROM _stream_records WHERE event_id = ?1)",
            [event_id],
        )?;
        both.execute(
            "INSERT INTO docket_handled VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET record = ?1",
            [record],
        )?;
        both.commit()
    }

    fn remove_renumbered(&self) -> rusqlite::Result<()> {
        // A key that is a UUID begins otherwise, and other keys are made after this only.
        let which = "DELETE FROM _stream_records WHERE keys_json LIKE '%EVENT#00%'";
        self.0.execute(which, []).map(drop)
    }
}

#[cfg(test)]
impl StreamTable {
    pub(super) fn in_memory() -> Self {
        Self(Connection::open_in_memory().unwrap())
    }
}

/// Returns the path of the file that notes what was handled.
pub(super) fn file(folder: &DataFolder) -> PathBuf {
    folder.join(FILE)
}

/// Returns the number in the folder's own file: that of the newest record that was handled in this folder.
pub(super) fn noted(folder: &DataFolder) -> Option<String> {
    let noted = std::fs::read_to_string(file(folder)).ok()?;
    Some(noted.trim().to_owned())
}

/// Removes handled records from the stream. DynamoDB itself removes records after a day, handled or
/// not.
#[derive(Clone)]
pub(crate) struct HandledRecords {
    engine: Engine,
    file: PathBuf,
}

impl HandledRecords {
    pub(super) fn new(engine: Engine, file: PathBuf) -> Self {
        Self { engine, file }
    }

    /// Removes the records of events that were given other keys. Nobody is to be told of them again.
    pub(crate) async fn remove_renumbered(&self) -> Result<(), StackError> {
        let removed = self
            .engine
            .run(|tables| (tables.stream.remove_renumbered(), true));
        let removed = removed.await.map_err(StackError::data)?;
        removed.map_err(StackError::data)
    }

    /// Removes the records before the one with this ID and sequence number, and notes that it was handled.
    pub(crate) async fn remove_through(&self, event_id: String, record: String) {
        let noted = record.clone();
        let removed = self
            .engine
            .run(move |tables| (tables.stream.remove_through(&event_id, &record), true));
        let kept = match removed.await {
            // When the table is closed, the stack ends, and the records come again.
            Err(_) => return,
            Ok(Err(error)) => Err(error.to_string()),
            Ok(Ok(())) => {
                let file = self.file.clone();
                let write = move || durable::write(&file, format!("{noted}\n").as_bytes());
                match tokio::task::spawn_blocking(write).await {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(error)) => Err(error.to_string()),
                    Err(error) => Err(error.to_string()),
                }
            }
        };
        if let Err(error) = kept {
            tracing::warn!(error, "handled stream records could not be removed");
        }
    }
}
