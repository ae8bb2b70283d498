//! Those whom incidents affect.

use super::attributes::text;
use super::commit::Write;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{into_delete, into_put};
use docket_domain::incident::{Affected, IncidentId};

/// Reads somebody whom an incident affects from their item, as the table's stream returns it.
///
/// # Errors
/// When the item is none of them.
pub fn affected_of(item: impl Into<serde_dynamo::Item>) -> Result<Affected, StoreError> {
    Ok(serde_dynamo::from_item(item.into())?)
}

impl Store {
    /// Returns the one whom an incident affects with this name.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn affected(
        &self,
        incident: IncidentId,
        name: &str,
    ) -> Result<Option<Affected>, StoreError> {
        self.get(keys::affected(incident, name)).await
    }

    /// Returns some of those whom an incident affects, after one of them, with their names.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn affected_after(
        &self,
        incident: IncidentId,
        after: Option<&str>,
        most: i32,
    ) -> Result<Vec<(String, Affected)>, StoreError> {
        let start = after.map(|name| keys::affected(incident, name).item());
        let found = self
            .client
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(keys::affected_by(incident)))
            .limit(most)
            .set_exclusive_start_key(start)
            .send()
            .await?;
        let read = |item: Item| {
            let name = keys::Key::of(&item).map(|key| key.sk().to_owned());
            Ok((name.unwrap_or_default(), affected_of(item)?))
        };
        found
            .items
            .unwrap_or_default()
            .into_iter()
            .map(read)
            .collect()
    }

    /// Stores somebody whom an incident affects. The table's stream then causes the mail that asks them, if they have to be asked.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_affected(&self, name: &str, affected: &Affected) -> Result<(), StoreError> {
        let put = self.client.put_item().table_name(&self.table);
        let item = affected_item(name, affected)?;
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Removes them.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn delete_affected(
        &self,
        incident: IncidentId,
        name: &str,
    ) -> Result<(), StoreError> {
        let delete = self.client.delete_item().table_name(&self.table);
        let key = keys::affected(incident, name).item();
        delete.set_key(Some(key)).send().await?;
        Ok(())
    }

    /// Makes the write that stores them with a ticket's change.
    ///
    /// # Errors
    /// When they cannot be written as an item.
    pub fn affected_write(&self, name: &str, affected: &Affected) -> Result<Write, StoreError> {
        let put = self.put(affected_item(name, affected)?);
        Ok(Write::new(into_put(put)?))
    }

    /// Makes the write that removes them with a ticket's change.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn end_affected_write(
        &self,
        incident: IncidentId,
        name: &str,
    ) -> Result<Write, StoreError> {
        let key = keys::affected(incident, name).item();
        let delete = self.delete().set_key(Some(key));
        Ok(Write::new(into_delete(delete)?))
    }
}

fn affected_item(name: &str, affected: &Affected) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(affected)?;
    item.extend(keys::affected(affected.incident, name).item());
    Ok(item)
}
