//! Desks in the table. Each is stored as the text of its file.

use super::error::StoreError;
use super::keys;
use super::table::Store;
use aws_sdk_dynamodb::types::AttributeValue;
use docket_domain::DeskId;
use docket_domain::desk::Desk;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
struct Stored {
    source: String,
}

impl Store {
    /// Returns the desk with this ID, as it was at most a minute ago.
    ///
    /// # Errors
    /// When the table cannot be read, or holds a desk that this version does not understand.
    pub async fn desk(&self, id: &DeskId) -> Result<Option<Arc<Desk>>, StoreError> {
        if let Some(desk) = self.desks.get(id) {
            return Ok(Some(desk));
        }
        let Some(source) = self.desk_source(id).await? else {
            return Ok(None);
        };
        let desk = Desk::parse(&source).map_err(|_| StoreError::Desk(id.to_string()))?;
        let desk = Arc::new(desk);
        self.desks.put(desk.id.clone(), &desk);
        Ok(Some(desk))
    }

    /// Returns the text of a desk's file, as it was last stored.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn desk_source(&self, id: &DeskId) -> Result<Option<String>, StoreError> {
        // This read may be a second behind, and costs half. A desk is cached for a minute anyway.
        let found = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(keys::desk(id).item()))
            .send()
            .await?;
        let stored: Option<Stored> = found.item.map(serde_dynamo::from_item).transpose()?;
        Ok(stored.map(|stored| stored.source))
    }

    /// Stores a desk, as the text of its file.
    ///
    /// # Errors
    /// When the text is not a desk, or the table cannot be written.
    pub async fn put_desk(&self, source: &str) -> Result<(), StoreError> {
        let desk = Desk::parse(source).map_err(|_| StoreError::Desk("given".to_owned()))?;
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(keys::desk(&desk.id).item()))
            .item("source", AttributeValue::S(source.to_owned()))
            .send()
            .await?;
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(keys::listed_desk(&desk.id).item()))
            .send()
            .await?;
        self.desks.put(desk.id.clone(), &Arc::new(desk));
        Ok(())
    }

    /// Empties the cache of desks, so that each desk is read again when it is next needed.
    pub fn forget_desks(&self) {
        self.desks.clear();
    }

    /// Returns the IDs of all desks, in alphabetical order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn desks(&self) -> Result<Vec<DeskId>, StoreError> {
        let found = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", AttributeValue::S(keys::DESKS.to_owned()))
            .send()
            .await?;
        let ids = found
            .items()
            .iter()
            .filter_map(|item| item.get("sk")?.as_s().ok()?.parse().ok());
        Ok(ids.collect())
    }
}
