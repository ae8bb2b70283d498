//! The embedded DynamoDB: the real protocol, with its data in a SQLite file.

mod embedded;
mod handled;
mod indexes;
mod stream;

pub(crate) use embedded::LocalDatabase;
pub(crate) use handled::HandledRecords;
pub(crate) use stream::StreamReader;
