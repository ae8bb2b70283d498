//! Removes handled records from the stream.

use crate::error::StackError;

/// Removes handled records from the stream. DynamoDB itself removes records after a day, handled or
/// not.
pub(crate) struct HandledRecords(rusqlite::Connection);

impl HandledRecords {
    pub(crate) fn new(connection: rusqlite::Connection) -> Self {
        Self(connection)
    }

    /// Removes the records of events that were given other keys. Nobody is to be told of them again.
    pub(crate) fn remove_renumbered(&self) -> Result<(), StackError> {
        // A key that is a UUID begins otherwise, and other keys are made after this only.
        let renumbered = "DELETE FROM _stream_records WHERE keys_json LIKE '%EVENT#00%'";
        self.0
            .execute(renumbered, [])
            .map(drop)
            .map_err(StackError::data)
    }

    /// Removes the record with this ID and all before it.
    pub(crate) fn remove_through(&self, event_id: &str) {
        let removed = self.0.execute(
            "DELETE FROM _stream_records WHERE id <= (SELECT id FROM _stream_records WHERE event_id = ?1)",
            [event_id],
        );
        if let Err(error) = removed {
            tracing::warn!(%error, "handled stream records could not be removed");
        }
    }
}

#[cfg(test)]
impl HandledRecords {
    /// Returns the number of records in the stream.
    pub(crate) fn count(&self) -> u64 {
        let count = "SELECT count(*) FROM _stream_records";
        self.0.query_row(count, [], |row| row.get(0)).unwrap()
    }
}
