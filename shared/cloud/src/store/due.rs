//! What is due: tickets, files, notices, pages, and what is done for incidents.

use super::attributes::text;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use docket_domain::attachment::FileId;
use docket_domain::incident::IncidentId;
use docket_domain::oncall::PageId;
use docket_domain::ticket::EventId;
use docket_domain::{EmailAddress, TicketId};
use jiff::Timestamp;

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A ticket whose timer has run out.
    Ticket(TicketId),
    /// A file that was not uploaded or inspected in time.
    File(TicketId, FileId),
    /// A notice to that person whose time to wait is over.
    Notice(EventId, EmailAddress),
    /// A page with somebody to call.
    Page(PageId),
    /// The calls of an event of a page, by its number, which are made again.
    CallAgain(PageId, u64),
    /// Something that is done for an incident, by its name.
    Incident(IncidentId, String),
}

/// Something that is due, with the time since when it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueSince {
    /// What it is.
    pub what: Due,
    /// The time from which it is due.
    pub at: Timestamp,
}

impl DueSince {
    fn read(item: &Item) -> Option<Self> {
        let sk = item.get("due_sk")?.as_s().ok()?;
        let (at, _) = sk.split_once('#')?;
        Some(Self {
            what: Due::read(item)?,
            at: at.parse().ok()?,
        })
    }
}

impl Due {
    fn read(item: &Item) -> Option<Self> {
        if let Some((event, to)) = keys::delivery_of(item) {
            return Some(Self::Notice(event, to));
        }
        if let Some(page) = keys::page_of(item) {
            return Some(Self::Page(page));
        }
        if let Some((page, sequence)) = keys::call_again_of(item) {
            return Some(Self::CallAgain(page, sequence));
        }
        if let Some((incident, task)) = keys::incident_task_of(item) {
            return Some(Self::Incident(incident, task));
        }
        let ticket = keys::ticket_of(item)?;
        Some(match keys::file_of(item) {
            Some(file) => Self::File(ticket, file),
            None => Self::Ticket(ticket),
        })
    }
}

impl Store {
    /// Returns what of one shard is due at `now`, the longest overdue first: about `most`, if there is more.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn due(
        &self,
        shard: u64,
        now: Timestamp,
        most: usize,
    ) -> Result<Vec<DueSince>, StoreError> {
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
            due.extend(page.items().iter().filter_map(DueSince::read));
            start = page.last_evaluated_key;
            if start.is_none() || due.len() >= most {
                return Ok(due);
            }
        }
    }

    /// Returns how much was due at that time.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn overdue(&self, at: Timestamp) -> Result<usize, StoreError> {
        let mut overdue = 0;
        for shard in 0..keys::DUE_SHARDS {
            overdue += self.due(shard, at, usize::MAX).await?.len();
        }
        Ok(overdue)
    }
}
