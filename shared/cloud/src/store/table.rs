//! The table: its connection and its caches.

use super::cache::Cache;
use super::error::StoreError;
use super::keyring::Keyring;
use super::keys;
use super::number_queue::NumberQueue;
use docket_domain::DeskId;
use docket_domain::desk::Desk;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The table. Copies share one connection and the caches.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) client: aws_sdk_dynamodb::Client,
    pub(super) table: String,
    pub(super) desks: Arc<Cache<DeskId, Desk>>,
    pub(super) numbers: Arc<NumberQueue>,
    /// There is one keyring.
    pub(super) keyring: Arc<Cache<(), Keyring>>,
}

impl Store {
    /// Returns the table with this name.
    #[must_use]
    pub fn new(client: aws_sdk_dynamodb::Client, table: &str) -> Self {
        Self {
            client,
            table: table.to_owned(),
            desks: Arc::default(),
            numbers: Arc::default(),
            keyring: Arc::default(),
        }
    }

    /// Reads the item with this key into a value, with a consistent read.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        key: keys::Key,
    ) -> Result<Option<T>, StoreError> {
        let found = self.item(key).await?;
        Ok(found.map(serde_dynamo::from_item).transpose()?)
    }

    /// The same at half the cost. What was written within the last second may be missing.
    pub(super) async fn get_cheaply<T: DeserializeOwned>(
        &self,
        key: keys::Key,
    ) -> Result<Option<T>, StoreError> {
        let found = self.read(key, false).await?;
        Ok(found.map(serde_dynamo::from_item).transpose()?)
    }

    /// Returns the item with this key, with a consistent read.
    pub(super) async fn item(&self, key: keys::Key) -> Result<Option<keys::Item>, StoreError> {
        self.read(key, true).await
    }

    async fn read(
        &self,
        key: keys::Key,
        consistent: bool,
    ) -> Result<Option<keys::Item>, StoreError> {
        let found = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(key.item()))
            .consistent_read(consistent)
            .send()
            .await?;
        Ok(found.item)
    }
}
