//! Reads tickets and their timelines.

use super::attributes::text;
use super::error::StoreError;
use super::table::Store;
use super::{events, keys};
use docket_domain::TicketId;
use docket_domain::attachment::Attachment;
use docket_domain::ticket::{Event, Ticket};

/// A ticket with its events and files.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// The ticket.
    pub ticket: Ticket,
    /// The events of the ticket, in order.
    pub events: Vec<Event>,
    /// The ticket's files: stored, being uploaded or inspected, and quarantined.
    pub files: Vec<Attachment>,
}

impl Store {
    /// Returns the ticket with this ID.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn ticket(&self, id: &TicketId) -> Result<Option<Ticket>, StoreError> {
        self.get(keys::ticket(id)).await
    }

    /// Returns the ticket with this ID, all its events and its files. Reads them in one query, in
    /// pages.
    ///
    /// # Errors
    /// When the table cannot be read, or the timeline has a gap.
    pub async fn timeline(&self, id: &TicketId) -> Result<Option<Timeline>, StoreError> {
        let (mut events, mut files) = (Vec::new(), Vec::new());
        let (first, last) = keys::TIMELINE;
        let mut start = None;
        loop {
            let page = self
                .client
                .query()
                .table_name(&self.table)
                .key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last")
                .expression_attribute_values(":pk", text(keys::ticket(id).pk()))
                .expression_attribute_values(":first", text(first))
                .expression_attribute_values(":last", text(last))
                .consistent_read(true)
                .set_exclusive_start_key(start)
                .send()
                .await?;
            for item in page.items.unwrap_or_default() {
                if keys::is_file(&item) {
                    files.push(serde_dynamo::from_item(item)?);
                } else {
                    events.push(events::event_of(item)?);
                }
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                // The events give the ticket's state, so the ticket's own item need not be read.
                let ticket = Ticket::replay(&events)?;
                return Ok(ticket.map(|ticket| Timeline {
                    ticket,
                    events,
                    files,
                }));
            }
        }
    }
}
