//! Changes of who is on call, for a while.

use super::attributes::{number, text};
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use docket_domain::DeskId;
use docket_domain::oncall::Override;
use jiff::Timestamp;
use uuid::Uuid;

/// The time in seconds for which an override is kept after its end: a week.
const KEPT_SECONDS: i64 = 7 * 24 * 60 * 60;

impl Store {
    /// Returns the overrides of a desk that have not ended at an instant, in the order in which they end.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn overrides(
        &self,
        desk: &DeskId,
        at: Timestamp,
    ) -> Result<Vec<Override>, StoreError> {
        let items = self
            .client
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :pk AND sk > :ended")
            .expression_attribute_values(":pk", text(keys::overrides(desk)))
            .expression_attribute_values(":ended", text(keys::overrides_until(at)))
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await?;
        let read = items.into_iter().filter_map(|item| {
            let one = serde_dynamo::from_item(item);
            // One that cannot be read keeps nobody from being called.
            one.inspect_err(|error| tracing::error!(%error, "an override is left out"))
                .ok()
        });
        Ok(read.collect())
    }

    /// Stores an override.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_override(&self, desk: &DeskId, one: &Override) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(one)?;
        item.extend(keys::on_call_override(desk, one.until, one.id).item());
        let ends = one.until.as_second().saturating_add(KEPT_SECONDS);
        item.insert("expires_at".to_owned(), number(ends));
        let put = self.client.put_item().table_name(&self.table);
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Removes an override that has not ended. Returns `false` if the desk has none with this ID.
    ///
    /// # Errors
    /// When the table cannot be read or written.
    pub async fn delete_override(
        &self,
        desk: &DeskId,
        id: Uuid,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let all = self.overrides(desk, now).await?;
        let Some(one) = all.into_iter().find(|one| one.id == id) else {
            return Ok(false);
        };
        let delete = self.client.delete_item().table_name(&self.table);
        let key = keys::on_call_override(desk, one.until, one.id).item();
        delete.set_key(Some(key)).send().await?;
        Ok(true)
    }
}
