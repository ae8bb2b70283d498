//! Ticket numbers from an atomic counter. Gaps are allowed, reuse is not.

use super::attributes::number_in;
use super::error::StoreError;
use super::keys;
use super::number_queue::Why;
use super::table::Store;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use docket_domain::DeskId;
use docket_domain::desk::Desk;
use tokio::sync::oneshot;

/// The attribute of a counter with the last number that was given.
const LAST: &str = "last_number";

impl Store {
    /// Returns the next ticket number of the desk. No other caller gets the same number.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn next_number(&self, desk: &Desk) -> Result<u64, StoreError> {
        let (sender, receiver) = oneshot::channel();
        if self.numbers.wait(&desk.id, sender) {
            let (store, id, first) = (self.clone(), desk.id.clone(), desk.first_number);
            // This runs as a task of its own: a client that hangs up must not stop the others from
            // getting numbers.
            tokio::spawn(async move { store.turn_counter(&id, first).await });
        }
        match receiver.await {
            Ok(Ok(number)) => Ok(number),
            Ok(Err(Why::Refused(why))) => Err(StoreError::Refused(why)),
            Ok(Err(Why::Busy(why))) => Err(StoreError::Busy(why)),
            Err(_) => Err(StoreError::Busy("the counter stopped".to_owned())),
        }
    }

    /// Leaves out the next numbers of the desk, that many.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn skip_numbers(&self, desk: &Desk, count: usize) -> Result<(), StoreError> {
        let skipped = self
            .add_to_counter(&desk.id, desk.first_number, count)
            .await;
        skipped.map(drop)
    }

    /// Returns the last number that the desk has given.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn last_number(&self, desk: &DeskId) -> Result<Option<u64>, StoreError> {
        let counter = self.item(keys::counter(desk)).await?;
        Ok(counter
            .as_ref()
            .and_then(|counter| number_in(counter, LAST)))
    }

    async fn turn_counter(&self, desk: &DeskId, first: u64) {
        loop {
            let waiting = self.numbers.take(desk);
            if waiting.is_empty() {
                return;
            }
            let last = self.add_to_counter(desk, first, waiting.len()).await;
            let last = last.map_err(|error| match error {
                StoreError::Busy(why) => Why::Busy(why),
                StoreError::Refused(why) => Why::Refused(why),
                other => Why::Refused(other.to_string()),
            });
            for (behind, waiting) in (0..).zip(waiting) {
                // A request that does not wait any more leaves a gap.
                let _ = waiting.send(last.clone().map(|last: u64| last - behind));
            }
        }
    }

    /// Adds `count` to the desk's counter, and returns the last of the numbers.
    async fn add_to_counter(
        &self,
        desk: &DeskId,
        first: u64,
        count: usize,
    ) -> Result<u64, StoreError> {
        let number = |n: u64| AttributeValue::N(n.to_string());
        let answer = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::counter(desk).item()))
            .update_expression("SET last_number = if_not_exists(last_number, :before) + :count")
            .expression_attribute_values(":before", number(first.saturating_sub(1)))
            .expression_attribute_values(":count", AttributeValue::N(count.to_string()))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .await?;
        answer
            .attributes
            .as_ref()
            .and_then(|counter| number_in(counter, LAST))
            .ok_or_else(|| StoreError::Refused("the counter has no number".to_owned()))
    }
}
