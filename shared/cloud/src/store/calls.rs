//! What became of the calls of pages.

use super::attributes::{number, text};
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use docket_domain::oncall::{Contact, PageId, TestCall};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Reads a test from its item, as the table's stream returns it.
///
/// # Errors
/// When the item is no test.
pub fn test_call_of(item: impl Into<serde_dynamo::Item>) -> Result<TestCall, StoreError> {
    Ok(serde_dynamo::from_item(item.into())?)
}

/// What became of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOutcome {
    /// The number of the page's event.
    pub sequence: u64,
    /// Who was contacted, and how.
    pub contact: Contact,
    /// The time of the last attempt.
    pub at: Timestamp,
    /// Why it was not sent. `None` if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Store {
    /// Stores a test. The table's stream then causes its calls.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_test_call(&self, test: &TestCall) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(test)?;
        item.extend(keys::test_call(test.id).item());
        let ends = test.at.as_second().saturating_add(TestCall::KEPT.as_secs());
        item.insert("expires_at".to_owned(), number(ends));
        let put = self.client.put_item().table_name(&self.table);
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Stores what became of a call, in place of what became of an earlier attempt. It is `kept` for ever, or for a while.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_call_outcome(
        &self,
        page: PageId,
        outcome: &CallOutcome,
        kept: Option<SignedDuration>,
    ) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(outcome)?;
        item.extend(keys::call(page, outcome.sequence, &outcome.contact).item());
        if let Some(kept) = kept {
            let ends = outcome.at.as_second().saturating_add(kept.as_secs());
            item.insert("expires_at".to_owned(), number(ends));
        }
        let put = self.client.put_item().table_name(&self.table);
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Returns what became of a page's calls, in the order of its events.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn call_outcomes(&self, page: PageId) -> Result<Vec<CallOutcome>, StoreError> {
        let items = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(keys::calls(page)))
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await?;
        let outcomes = items.into_iter().map(serde_dynamo::from_item);
        Ok(outcomes.collect::<Result<_, _>>()?)
    }
}
