//! Reads the whole table, for those who check it. No function does.

use super::attributes::text;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use docket_domain::TicketId;

/// The place in the table from which the next tickets are read.
#[derive(Debug, Clone)]
pub struct Place(Item);

impl Store {
    /// Returns the IDs of some tickets, in no order, and the place of the next ones. To read all
    /// tickets is to read the whole table.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn tickets_from(
        &self,
        place: Option<Place>,
    ) -> Result<(Vec<TicketId>, Option<Place>), StoreError> {
        let [_, ticket] = keys::TICKET_ITEMS;
        let page = self
            .client
            .scan()
            .table_name(&self.table)
            .filter_expression("sk = :ticket")
            .expression_attribute_values(":ticket", text(ticket))
            .projection_expression("pk")
            .set_exclusive_start_key(place.map(|Place(start)| start))
            .send()
            .await?;
        let tickets = page.items().iter().filter_map(keys::ticket_of).collect();
        Ok((tickets, page.last_evaluated_key.map(Place)))
    }
}
