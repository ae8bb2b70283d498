//! Tickets and their timelines, as they are read.

use super::attributes::text;
use super::error::StoreError;
use super::table::Store;
use super::{events, keys};
use docket_domain::TicketId;
use docket_domain::attachment::Attachment;
use docket_domain::ticket::{Event, Ticket};

/// A ticket with all that has happened to it.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// The ticket.
    pub ticket: Ticket,
    /// What happened to it, in order.
    pub events: Vec<Event>,
    /// Its files: those that are there, those on their way, those that were set aside.
    pub files: Vec<Attachment>,
}

impl Store {
    /// The ticket with that ID.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn ticket(&self, id: &TicketId) -> Result<Option<Ticket>, StoreError> {
        self.get(keys::ticket(id)).await
    }

    /// The ticket with that ID, its whole timeline and its files, as of one version.
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
                // The state is what the timeline says, so the ticket need not be read as well.
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
