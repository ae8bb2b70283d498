//! Gives the events of the first data folders their present keys.
//!
//! Docket 0.1 kept an event under a UUID, with an idempotency key in full. Only tables on one machine
//! were written in that way.

use super::attributes::text;
use super::error::StoreError;
use super::events;
use super::keys::{Item, Key};
use super::table::Store;
use super::transact::{into_delete, into_put};

impl Store {
    /// Moves each event that has a UUID for a key to the key that its number gives. It may be
    /// interrupted and begun again. It reads the whole table.
    ///
    /// # Errors
    /// When the table fails, or an event cannot be read.
    pub async fn renumber_events(&self) -> Result<(), StoreError> {
        let mut start = None;
        loop {
            let page = self
                .client
                .scan()
                .table_name(&self.table)
                .filter_expression("begins_with(sk, :event) AND contains(sk, :hyphen)")
                .expression_attribute_values(":event", text("EVENT#"))
                .expression_attribute_values(":hyphen", text("-"))
                .set_exclusive_start_key(start)
                .send()
                .await?;
            for item in page.items.unwrap_or_default() {
                self.renumber(item).await?;
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                return Ok(());
            }
        }
    }

    async fn renumber(&self, item: Item) -> Result<(), StoreError> {
        let old =
            Key::of(&item).ok_or_else(|| StoreError::Refused("an item has no key".to_owned()))?;
        let event = events::event_of(item)?;
        let delete = self.delete().set_key(Some(old.item()));
        let put = self.put(events::to_item(&event)?);
        self.transact(vec![into_put(put)?, into_delete(delete)?])
            .await?;
        Ok(())
    }
}
