//! The embedded database, started with the template's table.

use super::handled::HandledRecords;
use super::indexes;
use super::stream::StreamReader;
use crate::error::StackError;
use crate::names::TABLE;
use crate::template::Table;
use dynoxide::Database;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// The running database.
pub(crate) struct LocalDatabase {
    /// The address of its server.
    pub(crate) endpoint: String,
    database: Database,
    file: PathBuf,
}

impl LocalDatabase {
    /// Opens the database file, gives it the template's table and indexes, and starts the server on a
    /// free port.
    pub(crate) async fn start(
        file: PathBuf,
        table: &Table,
        tasks: &mut JoinSet<()>,
    ) -> Result<Self, StackError> {
        let name = file
            .to_str()
            .ok_or_else(|| StackError::data("the folder's name is not UTF-8"))?;
        let database = Database::new(name).map_err(StackError::data)?;
        create_table(&database, table)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(StackError::Listen)?;
        let address = listener.local_addr().map_err(StackError::Listen)?;
        let served = database.clone();
        tasks.spawn(async move { dynoxide::server::serve_on(listener, served).await });
        let started = Self {
            endpoint: format!("http://{address}"),
            database,
            file,
        };
        started.index_stream()?;
        Ok(started)
    }

    /// Returns a reader of the table's stream, from its oldest record on.
    pub(crate) fn stream(&self) -> Result<StreamReader, StackError> {
        StreamReader::new(self.database.clone())
    }

    /// Returns a handle that removes records from the stream.
    pub(crate) fn handled_records(&self) -> Result<HandledRecords, StackError> {
        Ok(HandledRecords::new(self.beside()?))
    }

    /// Creates an index on the stream. Every write reads the last sequence number. Without an
    /// index, it scans the whole stream, and each write is slower than the one before.
    fn index_stream(&self) -> Result<(), StackError> {
        let index = "CREATE INDEX IF NOT EXISTS docket_stream_order
            ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";
        self.beside()?
            .execute_batch(index)
            .map_err(StackError::data)
    }

    /// Opens a second connection to the file, for the tables of the emulator itself.
    fn beside(&self) -> Result<rusqlite::Connection, StackError> {
        rusqlite::Connection::open(&self.file).map_err(StackError::data)
    }
}

fn create_table(database: &Database, table: &Table) -> Result<(), StackError> {
    let known = database
        .get_table_metadata(TABLE)
        .map_err(StackError::data)?;
    if let Some(known) = known {
        let stored = known.gsi_definitions.unwrap_or_else(|| "[]".to_owned());
        return indexes::update(database, table, &stored);
    }
    let mut create = table.create.clone();
    if let Some(create) = create.as_object_mut() {
        create.insert("TableName".to_owned(), TABLE.into());
    }
    database
        .create_table(request(create)?)
        .map_err(StackError::data)?;
    if let Some(attribute) = &table.ttl_attribute {
        let ttl = json!({
            "TableName": TABLE,
            "TimeToLiveSpecification": { "AttributeName": attribute, "Enabled": true },
        });
        database
            .update_time_to_live(request(ttl)?)
            .map_err(StackError::data)?;
    }
    Ok(())
}

fn request<T: DeserializeOwned>(json: Value) -> Result<T, StackError> {
    serde_json::from_value(json).map_err(StackError::data)
}
