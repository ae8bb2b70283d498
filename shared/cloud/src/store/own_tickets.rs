//! The tickets of one requester.

use super::attributes::text;
use super::error::StoreError;
use super::format;
use super::keys::{self, Item, Key};
use super::table::Store;
use aws_sdk_dynamodb::types::KeysAndAttributes;
use docket_domain::ticket::Ticket;
use docket_domain::{DeskId, EmailAddress, TicketId};
use std::collections::HashMap;

/// The tickets that tell whether an address has asked for something.
const YOUNGEST: i32 = 25;
/// How often the table is asked for what it did not get to.
const ATTEMPTS: usize = 4;

/// A page of the tickets of one requester.
#[derive(Debug, Clone)]
pub struct OwnTickets {
    /// The tickets, the youngest first.
    pub tickets: Vec<Ticket>,
    /// The ticket after which the next page begins. `None` on the last page.
    pub next: Option<TicketId>,
}

impl Store {
    /// Returns a page of the tickets that an address asked for at a desk, the youngest first. `after` is the
    /// [`OwnTickets::next`] of the page before, `most` the most tickets of a page, 100 at most. A ticket that this version cannot
    /// read is left out.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn own_tickets(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
        after: Option<&Ticket>,
        most: i32,
    ) -> Result<OwnTickets, StoreError> {
        let page = self.requester_index(desk, email, after, most).await?;
        let found: Vec<TicketId> = page.items().iter().filter_map(keys::ticket_of).collect();
        let next = page.last_evaluated_key().and_then(keys::ticket_of);
        let mut tickets = self.tickets(&found).await?;
        // A ticket whose address was corrected meanwhile is somebody else's.
        tickets.retain(|ticket| ticket.desk == *desk && ticket.requester.email == *email);
        let place = |ticket: &Ticket| found.iter().position(|id| *id == ticket.id);
        tickets.sort_by_key(place);
        Ok(OwnTickets { tickets, next })
    }

    /// Returns `true` if an address has asked for something at a desk, and has not said that it was somebody else. Only its youngest
    /// tickets count.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn has_own_tickets(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
    ) -> Result<bool, StoreError> {
        let own = self.own_tickets(desk, email, None, YOUNGEST).await?;
        Ok(own.tickets.iter().any(|ticket| !ticket.disowned))
    }

    async fn requester_index(
        &self,
        desk: &DeskId,
        email: &EmailAddress,
        after: Option<&Ticket>,
        most: i32,
    ) -> Result<aws_sdk_dynamodb::operation::query::QueryOutput, StoreError> {
        let partition = text(keys::requester_partition(desk, email));
        let start = after.map(|ticket| {
            let mut key: Item = Key::item(keys::ticket(&ticket.id));
            key.insert("requester_pk".to_owned(), partition.clone());
            let place = keys::requester_sk(ticket);
            key.insert("requester_sk".to_owned(), text(place));
            key
        });
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(keys::REQUESTER)
            .key_condition_expression("requester_pk = :pk")
            .expression_attribute_values(":pk", partition)
            .scan_index_forward(false)
            .limit(most)
            .set_exclusive_start_key(start);
        Ok(query.send().await?)
    }

    /// Reads tickets, in no order. One that is not there, or of a later version, is left out.
    async fn tickets(&self, ids: &[TicketId]) -> Result<Vec<Ticket>, StoreError> {
        let mut tickets = Vec::new();
        let mut missing: Vec<Item> = ids.iter().map(|id| keys::ticket(id).item()).collect();
        // What the table did not get to is asked for again.
        for _ in 0..ATTEMPTS {
            if missing.is_empty() {
                break;
            }
            let wanted = KeysAndAttributes::builder().set_keys(Some(missing));
            let wanted = wanted
                .build()
                .map_err(|error| StoreError::Refused(error.to_string()))?;
            let read = self
                .client
                .batch_get_item()
                .request_items(&self.table, wanted)
                .send()
                .await?;
            let items = read.responses.unwrap_or_default().remove(&self.table);
            for item in items.unwrap_or_default() {
                match format::read(item) {
                    Ok(ticket) => tickets.push(ticket),
                    Err(StoreError::Later) => {}
                    Err(error) => return Err(error),
                }
            }
            let rest: HashMap<_, _> = read.unprocessed_keys.unwrap_or_default();
            let rest = rest.into_iter().find(|(table, _)| *table == self.table);
            missing = rest.map(|(_, rest)| rest.keys).unwrap_or_default();
        }
        match missing.is_empty() {
            true => Ok(tickets),
            false => Err(StoreError::Busy("not all tickets were read".to_owned())),
        }
    }
}
