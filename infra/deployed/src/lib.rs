//! A deployed stack, as the commands of whoever runs it see it: more than its table.
//!
//! Everything is found from the table's name: its stream, the functions that read the stream, and what their settings name. So no
//! command asks for more than `--table`.
//!
//! - [`Deployed::findings`]: what keeps mails from leaving, alarms from being heard, or the sweep from running.
//! - [`Deployed::set_aside`], [`Deployed::hand_over`]: what Lambda and EventBridge gave up, in the queue `SetAside`.

mod error;
mod failed_event;
mod health;
mod parts;
mod queue;
mod stream_records;

pub use error::DeployedError;
pub use queue::InQueue;

use docket_cloud::{Aws, Store};

/// A deployed stack.
#[derive(Debug, Clone)]
pub struct Deployed {
    aws: Aws,
    table: String,
}

impl Deployed {
    /// Returns the stack that has the table with this name.
    #[must_use]
    pub fn new(aws: Aws, table: &str) -> Self {
        let table = table.to_owned();
        Self { aws, table }
    }

    /// Returns its table.
    #[must_use]
    pub fn store(&self) -> Store {
        Store::new(self.aws.dynamodb(), &self.table)
    }
}
