//! The table: its connection and its caches.

use super::attributes::text;
use super::cache::Cache;
use super::error::StoreError;
use super::keyring::Keyring;
use super::keys;
use super::number_queue::NumberQueue;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
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

    /// Returns a query of the items of a partition whose sort keys begin so.
    pub(super) fn query_kind(&self, partition: String, kind: &str) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .consistent_read(true)
            .key_condition_expression("pk = :pk AND begins_with(sk, :kind)")
            .expression_attribute_values(":pk", text(partition))
            .expression_attribute_values(":kind", text(kind))
    }

    /// Reads all items of a partition whose sort keys begin so, in their order.
    pub(super) async fn all_of_kind<T: DeserializeOwned>(
        &self,
        partition: String,
        kind: &str,
    ) -> Result<Vec<T>, StoreError> {
        let items = self.query_kind(partition, kind).into_paginator().items();
        let items: Vec<keys::Item> = items.send().try_collect().await?;
        let all: Result<Vec<T>, _> = items.into_iter().map(serde_dynamo::from_item).collect();
        Ok(all?)
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
