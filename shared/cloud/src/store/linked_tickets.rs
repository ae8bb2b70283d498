//! The tickets of a page or an incident.

use super::attributes::text;
use super::commit::Write;
use super::error::StoreError;
use super::keys;
use super::table::Store;
use super::transact::{into_delete, into_put};
use docket_domain::TicketId;
use jiff::Timestamp;

impl Store {
    /// The most tickets of a page or an incident that are read at once.
    pub const LINKED_AT_ONCE: i32 = 50;

    /// Returns the first tickets of a page or an incident after one of them, in the order of their IDs, and whether there are more than
    /// [`Store::LINKED_AT_ONCE`].
    ///
    /// # Errors
    /// When the table cannot be read.
    pub(super) async fn linked_tickets(
        &self,
        partition: String,
        after: Option<&TicketId>,
    ) -> Result<(Vec<TicketId>, bool), StoreError> {
        let start = after.map(|ticket| keys::linked_ticket(partition.clone(), ticket).item());
        let found = self
            .query_kind(partition, keys::LINKED_TICKETS)
            .limit(Self::LINKED_AT_ONCE)
            .set_exclusive_start_key(start)
            .send()
            .await?;
        let has_more = found.last_evaluated_key.is_some();
        let items = found.items.unwrap_or_default();
        let tickets = items.iter().filter_map(|item| {
            let sk = item.get("sk")?.as_s().ok()?;
            sk.strip_prefix(keys::LINKED_TICKETS)?.parse().ok()
        });
        Ok((tickets.collect(), has_more))
    }

    /// Makes the write of the note that a ticket belongs there.
    pub(super) fn link_write(
        &self,
        partition: String,
        ticket: &TicketId,
        now: Timestamp,
    ) -> Result<Write, StoreError> {
        let mut item = keys::linked_ticket(partition, ticket).item();
        item.insert("joined_at".to_owned(), text(now.to_string()));
        Ok(Write::new(into_put(self.put(item))?))
    }

    /// Makes the write that removes it.
    pub(super) fn unlink_write(
        &self,
        partition: String,
        ticket: &TicketId,
    ) -> Result<Write, StoreError> {
        let key = keys::linked_ticket(partition, ticket).item();
        Ok(Write::new(into_delete(self.delete().set_key(Some(key)))?))
    }
}
