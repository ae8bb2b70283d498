//! The embedded DynamoDB: the real protocol, on a SQLite file.

mod embedded;
mod stream;

pub(crate) use embedded::LocalDatabase;
pub(crate) use stream::{HandledRecords, StreamReader};
