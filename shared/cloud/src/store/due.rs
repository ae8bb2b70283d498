//! Tickets and files that are due.

use super::attributes::text;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use docket_domain::TicketId;
use docket_domain::attachment::FileId;
use jiff::Timestamp;

/// A ticket or a file that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A ticket whose timer has run out.
    Ticket(TicketId),
    /// A file that was not uploaded or inspected in time.
    File(TicketId, FileId),
}

impl Due {
    fn read(item: &Item) -> Option<Self> {
        let ticket = keys::ticket_of(item)?;
        Some(match keys::file_of(item) {
            Some(file) => Self::File(ticket, file),
            None => Self::Ticket(ticket),
        })
    }
}

impl Store {
    /// Returns all tickets and files of one shard that are due at `now`, the longest overdue first.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn due(&self, shard: u64, now: Timestamp) -> Result<Vec<Due>, StoreError> {
        let mut due = Vec::new();
        let mut start = None;
        loop {
            let page = self
                .client
                .query()
                .table_name(&self.table)
                .index_name(keys::DUE)
                .key_condition_expression("due_pk = :pk AND due_sk <= :now")
                .expression_attribute_values(":pk", text(keys::due_partition(shard)))
                .expression_attribute_values(":now", text(keys::due_until(now)))
                .set_exclusive_start_key(start)
                .send()
                .await?;
            due.extend(page.items().iter().filter_map(Due::read));
            start = page.last_evaluated_key;
            if start.is_none() {
                return Ok(due);
            }
        }
    }

    /// Returns the number of tickets and files that were due at that time.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn overdue(&self, at: Timestamp) -> Result<usize, StoreError> {
        let mut overdue = 0;
        for shard in 0..keys::DUE_SHARDS {
            overdue += self.due(shard, at).await?.len();
        }
        Ok(overdue)
    }
}
