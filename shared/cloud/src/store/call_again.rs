//! Calls that a service did not take, and that are made again.

use super::attributes::{number, number_in, text};
use super::condition::unless_condition;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use docket_domain::oncall::PageId;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The time between two attempts.
const PAUSE: SignedDuration = SignedDuration::from_mins(1);

/// The attempts after which a note is removed that `notify` has not ended, though it ends each after three hours.
const MOST: u64 = 300;

/// The calls of an event of a page, of which a service did not take one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallAgain {
    /// The page.
    pub page: PageId,
    /// The number of the event.
    pub sequence: u64,
    /// The time of the first attempt.
    pub since: Timestamp,
}

/// Reads that from its item, as the table's stream returns it.
///
/// # Errors
/// When the item is something else.
pub fn call_again_of(item: impl Into<serde_dynamo::Item>) -> Result<CallAgain, StoreError> {
    Ok(serde_dynamo::from_item(item.into())?)
}

impl Store {
    /// Notes that calls are made again in a minute, unless that is noted.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn put_call_again(&self, again: &CallAgain) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(again)?;
        let (page, sequence) = (again.page, again.sequence);
        item.extend(keys::call_again(page, sequence).item());
        item.extend(keys::call_again_due(page, sequence, again.since + PAUSE));
        let put = self.client.put_item().table_name(&self.table);
        let put = put
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)")
            .send()
            .await;
        unless_condition(put, |error| error.is_conditional_check_failed_exception())?;
        Ok(())
    }

    /// Has calls made again now, and once more in a minute unless [`Store::end_call_again`] comes first. Returns `false` if that did, if another sweep
    /// has just had them made, or if that was tried so often that it is given up.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn call_again(
        &self,
        page: PageId,
        sequence: u64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let due = keys::call_again_due(page, sequence, now + PAUSE);
        let values = due
            .into_iter()
            .map(|(name, value)| (format!(":{name}"), value));
        let update = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::call_again(page, sequence).item()))
            .update_expression("SET due_pk = :due_pk, due_sk = :due_sk ADD attempts :one")
            .condition_expression(
                "due_sk <= :now AND (attribute_not_exists(attempts) OR attempts < :most)",
            )
            .set_expression_attribute_values(Some(values.collect()))
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(MOST))
            .expression_attribute_values(":now", text(keys::due_until(now)))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        let Err(error) = update else {
            return Ok(true);
        };
        let Some(UpdateItemError::ConditionalCheckFailedException(failed)) =
            error.as_service_error()
        else {
            return Err(error.into());
        };
        let attempts = failed.item().and_then(|item| number_in(item, "attempts"));
        if attempts >= Some(MOST) {
            tracing::error!(%page, sequence, "calls are given up");
            self.drop_call_again(page, sequence).await?;
        }
        Ok(false)
    }

    /// Notes that no calls are to be made again: all were taken, or nobody needs them. A note that was made since stays.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn end_call_again(&self, again: &CallAgain) -> Result<(), StoreError> {
        let since = serde_dynamo::to_attribute_value(again.since)?;
        let delete = self.client.delete_item().table_name(&self.table);
        let delete = delete
            .set_key(Some(keys::call_again(again.page, again.sequence).item()))
            .condition_expression("since = :since")
            .expression_attribute_values(":since", since)
            .send()
            .await;
        unless_condition(delete, |error| {
            error.is_conditional_check_failed_exception()
        })?;
        Ok(())
    }

    /// Removes that note, whatever it holds.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn drop_call_again(&self, page: PageId, sequence: u64) -> Result<(), StoreError> {
        let delete = self.client.delete_item().table_name(&self.table);
        let key = keys::call_again(page, sequence).item();
        delete.set_key(Some(key)).send().await?;
        Ok(())
    }
}
