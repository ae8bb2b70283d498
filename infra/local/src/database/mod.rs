//! The embedded DynamoDB: the real protocol, with its data in a SQLite file, and without a port.

mod embedded;
mod engine;
mod flush;
mod handled;
mod indexes;
mod operations;
mod stream;

pub use embedded::LocalDatabase;
pub(crate) use handled::HandledRecords;
pub use operations::Answered;
pub(crate) use stream::StreamReader;
