//! The embedded DynamoDB: the real protocol, with its data in a SQLite file, and without a port.

mod beside;
mod embedded;
mod engine;
mod flush;
mod handled;
mod indexes;
mod operations;
mod stream;

/// The name of the database file in the data folder.
const TABLE_FILE: &str = "table.sqlite";

pub use beside::TableFault;
pub(crate) use beside::integrity;
pub use embedded::LocalDatabase;
pub(crate) use handled::HandledRecords;
pub use operations::Answered;
pub(crate) use stream::StreamReader;
