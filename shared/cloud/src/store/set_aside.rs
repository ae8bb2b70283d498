//! Records of the stream that a function cannot handle, kept whole. They hold up nobody, and are not lost: the stream itself
//! forgets a record after a day.

use super::condition::unless_condition;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The functions that set records aside.
const SETS_ASIDE: [&str; 1] = ["notify"];

/// A record that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Which of Docket's functions could not handle it, such as `notify`.
    pub by: String,
    /// The name of that function in Lambda.
    pub function: String,
    /// Its sequence number, which identifies it.
    pub record: String,
    /// Why it could not be handled. It holds no personal data.
    pub why: String,
    /// When it was set aside.
    pub at: Timestamp,
    /// The event that hands it over again, as JSON. It may hold personal data.
    pub event: String,
}

impl SetAside {
    /// Makes one from a record that a function got: Docket's name of the function, and Lambda's.
    #[must_use]
    pub fn new([by, function]: [&str; 2], record: &Value, why: &str, at: Timestamp) -> Self {
        let sequence = crate::stream::sequence_number(record);
        Self {
            by: by.to_owned(),
            function: function.to_owned(),
            record: sequence.unwrap_or_default().to_owned(),
            why: why.to_owned(),
            at,
            event: crate::stream::again(record).to_string(),
        }
    }
}

impl Store {
    /// Sets a record aside. The same record is there once.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_aside(&self, aside: &SetAside) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(aside)?;
        item.extend(keys::set_aside(&aside.by, &aside.record).item());
        let put = self.client.put_item().table_name(&self.table);
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Returns everything that was set aside, the oldest record of each function first.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn set_aside(&self) -> Result<Vec<SetAside>, StoreError> {
        let mut all = Vec::new();
        for function in SETS_ASIDE {
            all.extend(self.set_aside_by(function).await?);
        }
        Ok(all)
    }

    async fn set_aside_by(&self, function: &str) -> Result<Vec<SetAside>, StoreError> {
        let query = self.client.query().table_name(&self.table);
        let mut pages = query
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", AttributeValue::S(keys::set_aside_by(function)))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut all = Vec::new();
        while let Some(item) = pages.next().await {
            all.push(serde_dynamo::from_item(item?)?);
        }
        Ok(all)
    }

    /// Removes a record that has been handed over again. Returns `false` if it was set aside once more meanwhile: it stays.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn take_back(&self, aside: &SetAside) -> Result<bool, StoreError> {
        let delete = self.client.delete_item().table_name(&self.table);
        let deleted = delete
            .set_key(Some(keys::set_aside(&aside.by, &aside.record).item()))
            .condition_expression("#at = :at")
            .expression_attribute_names("#at", "at")
            .expression_attribute_values(":at", AttributeValue::S(aside.at.to_string()))
            .send()
            .await;
        unless_condition(deleted, |error| {
            error.is_conditional_check_failed_exception()
        })
    }
}
