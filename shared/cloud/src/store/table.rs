//! The table: its connection, and what is remembered of it.

use super::desks::DeskCache;
use super::error::StoreError;
use super::keys;
use super::numbers::Numbers;
use super::signing::SigningCache;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// The table. Copies share one connection and what is remembered.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) client: aws_sdk_dynamodb::Client,
    pub(super) table: String,
    pub(super) desks: Arc<DeskCache>,
    pub(super) numbers: Arc<Numbers>,
    pub(super) signing: Arc<SigningCache>,
}

impl Store {
    /// The table of that name.
    #[must_use]
    pub fn new(client: aws_sdk_dynamodb::Client, table: &str) -> Self {
        Self {
            client,
            table: table.to_owned(),
            desks: Arc::default(),
            numbers: Arc::default(),
            signing: Arc::default(),
        }
    }

    /// Opens the connection, and reads what every function needs, while the function starts. That it fails is told by the
    /// first request that needs it.
    pub async fn warm(&self) {
        // Lambda gives a start ten seconds in all.
        match tokio::time::timeout(Duration::from_secs(3), self.signing_secret()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the table could not be read at the start"),
            Err(_) => tracing::warn!("the table did not answer at the start"),
        }
    }

    /// What the item under that key says, as it stands at this moment.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        key: keys::Key,
    ) -> Result<Option<T>, StoreError> {
        let found = self.item(key).await?;
        Ok(found.map(serde_dynamo::from_item).transpose()?)
    }

    /// The item under that key, as it stands at this moment.
    pub(super) async fn item(&self, key: keys::Key) -> Result<Option<keys::Item>, StoreError> {
        let found = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(key.item()))
            .consistent_read(true)
            .send()
            .await?;
        Ok(found.item)
    }
}
