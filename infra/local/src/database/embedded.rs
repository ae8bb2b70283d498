//! The embedded database, started with the template's table.

use super::TABLE_FILE;
use super::beside::{self, TableFault};
use super::engine::{Engine, Tables};
use super::flush::Log;
use super::handled::{self, HandledRecords, StreamTable};
use super::indexes;
use super::operations::{self, Answered};
use super::stream::{self, StreamReader};
use crate::data_folder::DataFolder;
use crate::durable;
use crate::error::StackError;
use crate::names::TABLE;
use crate::template::Table;
use dynoxide::Database;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::PathBuf;

/// The running database. It has no port: only this process can ask it. Copies share it.
#[derive(Clone)]
pub struct LocalDatabase {
    engine: Engine,
    /// The iterator at the first record of the stream that was not handled.
    next: String,
    /// The file that notes what was handled.
    noted: PathBuf,
}

impl LocalDatabase {
    /// Opens the database file, and gives it the template's table and indexes.
    pub(crate) fn start(folder: &DataFolder, table: &Table) -> Result<Self, StackError> {
        let file = folder.join(TABLE_FILE);
        beside::check(folder)?;
        let name = file
            .to_str()
            .ok_or_else(|| StackError::data("the folder's name is not UTF-8"))?;
        // SQLite gives its log the permissions of this file.
        durable::close_file(&file).map_err(StackError::data)?;
        let database = Database::new(name).map_err(beside::unfit)?;
        create_table(&database, table)?;
        // The second call leaves SQLite at `synchronous=NORMAL`: a commit does not wait for the disk.
        // There is no other way to that setting. The engine waits instead.
        database.enable_bulk_loading().map_err(StackError::data)?;
        database.disable_bulk_loading().map_err(StackError::data)?;
        let stream = StreamTable::open(folder)?;
        let handled = stream.handled()?;
        if handled < handled::noted(folder) {
            return Err(StackError::Table(TableFault::Older));
        }
        let next = stream::first_iterator(&database, handled.as_deref())?;
        let log = Log::open(&file)?;
        log.flush();
        let tables = Tables { database, stream };
        Ok(Self {
            engine: Engine::start(tables, move || log.flush(), folder.clone()),
            next,
            noted: handled::file(folder),
        })
    }

    /// Carries out a request of DynamoDB's protocol: its operation, such as `PutItem`, and its body.
    pub async fn ask(&self, operation: String, body: Vec<u8>) -> Answered {
        let asked = self
            .engine
            .run(move |tables| operations::carry_out(&tables.database, &operation, &body));
        asked.await.unwrap_or_else(|_| Answered {
            status: 500,
            body: br#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}"#.to_vec(),
        })
    }

    /// Closes the database. Requests fail from then on.
    pub(crate) fn close(&self) {
        self.engine.close();
    }

    /// Returns a reader of the table's stream, from the first record on that was not handled.
    pub(crate) fn stream(&self) -> StreamReader {
        StreamReader::new(self.engine.clone(), self.next.clone())
    }

    /// Returns a handle that removes records from the stream.
    pub(crate) fn handled_records(&self) -> HandledRecords {
        HandledRecords::new(self.engine.clone(), self.noted.clone())
    }
}

impl std::fmt::Debug for LocalDatabase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LocalDatabase")
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
