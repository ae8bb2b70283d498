//! Reads many items at once.

use super::error::StoreError;
use super::keys::Item;
use super::table::Store;
use aws_sdk_dynamodb::types::KeysAndAttributes;
use std::collections::HashMap;

/// How often the table is asked for what it did not get to.
const ATTEMPTS: usize = 4;
/// The most items that the table reads at once.
const AT_ONCE: usize = 100;

impl Store {
    /// Returns the items with these keys, in no order, at half the cost. One that is not there is left out, and so may be one that was
    /// written within the last second.
    ///
    /// # Errors
    /// When not all could be read.
    pub(super) async fn items(&self, keys: Vec<Item>) -> Result<Vec<Item>, StoreError> {
        self.read_items(keys, false).await
    }

    /// Returns the items with these keys, as they are now, in no order. One that is not there is left out.
    ///
    /// # Errors
    /// When not all could be read.
    pub(super) async fn items_now(&self, keys: Vec<Item>) -> Result<Vec<Item>, StoreError> {
        self.read_items(keys, true).await
    }

    async fn read_items(&self, keys: Vec<Item>, now: bool) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::new();
        for keys in keys.chunks(AT_ONCE) {
            found.extend(self.items_at_once(keys.to_vec(), now).await?);
        }
        Ok(found)
    }

    async fn items_at_once(&self, keys: Vec<Item>, now: bool) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::new();
        let mut missing = keys;
        // What the table did not get to is asked for again.
        for _ in 0..ATTEMPTS {
            if missing.is_empty() {
                break;
            }
            let wanted = KeysAndAttributes::builder()
                .set_keys(Some(missing))
                .consistent_read(now);
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
            found.extend(items.unwrap_or_default());
            let rest: HashMap<_, _> = read.unprocessed_keys.unwrap_or_default();
            let rest = rest.into_iter().find(|(table, _)| *table == self.table);
            missing = rest.map(|(_, rest)| rest.keys).unwrap_or_default();
        }
        match missing.is_empty() {
            true => Ok(found),
            false => Err(StoreError::Busy("not all items were read".to_owned())),
        }
    }
}
