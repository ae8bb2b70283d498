//! The embedded DynamoDB: the real protocol, on a SQLite file.

use crate::stack::StackError;
use crate::template::Template;
use dynoxide::Database;
use serde_json::json;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// The table's name on one machine.
pub(crate) const TABLE: &str = "docket";

/// The running database.
pub(crate) struct LocalDatabase {
    pub(crate) database: Database,
    /// Where it answers.
    pub(crate) endpoint: String,
    file: PathBuf,
}

impl LocalDatabase {
    /// Opens the file, creates the table that the template describes if it is not there, and answers on a free port.
    pub(crate) async fn start(
        folder: &Path,
        template: &Template,
        tasks: &mut JoinSet<()>,
    ) -> Result<Self, StackError> {
        let file = folder.join("table.sqlite");
        let name = file
            .to_str()
            .ok_or_else(|| StackError::Data("the folder's name is not UTF-8".to_owned()))?;
        let database = Database::new(name).map_err(StackError::database)?;
        create_table(&database, template)?;
        index_stream(&file)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(StackError::Listen)?;
        let address = listener.local_addr().map_err(StackError::Listen)?;
        let served = database.clone();
        tasks.spawn(async move { dynoxide::server::serve_on(listener, served).await });
        Ok(Self {
            database,
            endpoint: format!("http://{address}"),
            file,
        })
    }

    /// A second connection to the file, for what lies beside the tables.
    pub(crate) fn beside(&self) -> Result<rusqlite::Connection, StackError> {
        connect(&self.file)
    }
}

fn create_table(database: &Database, template: &Template) -> Result<(), StackError> {
    let known = database
        .get_table_metadata(TABLE)
        .map_err(StackError::database)?;
    if known.is_some() {
        return Ok(());
    }
    let mut create = template.table.clone();
    if let Some(create) = create.as_object_mut() {
        create.insert("TableName".to_owned(), TABLE.into());
    }
    database
        .create_table(request(create)?)
        .map_err(StackError::database)?;
    if let Some(attribute) = &template.ttl_attribute {
        let ttl = json!({
            "TableName": TABLE,
            "TimeToLiveSpecification": { "AttributeName": attribute, "Enabled": true },
        });
        database
            .update_time_to_live(request(ttl)?)
            .map_err(StackError::database)?;
    }
    Ok(())
}

fn request<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> Result<T, StackError> {
    serde_json::from_value(json).map_err(StackError::database)
}

/// Every write looks for the stream's last sequence number. Without an index that is a scan of the stream, and each write
/// costs more than the one before.
fn index_stream(file: &Path) -> Result<(), StackError> {
    let index = "CREATE INDEX IF NOT EXISTS docket_stream_order
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";
    connect(file)?
        .execute_batch(index)
        .map_err(StackError::database)
}

fn connect(file: &Path) -> Result<rusqlite::Connection, StackError> {
    rusqlite::Connection::open(file).map_err(StackError::database)
}
