//! Counters of what strangers do, for limits. Each is one item for each window, and ends with it.

use super::attributes::number;
use super::condition::unless_condition;
use super::error::StoreError;
use super::keys;
use super::table::Store;
use docket_domain::limit::Limit;

impl Store {
    /// Counts an act, unless its limit is reached. Returns `false` if it is; nothing is counted then.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn count_act(&self, limit: &Limit) -> Result<bool, StoreError> {
        let Some(room) = limit.most.checked_sub(limit.adds) else {
            return Ok(false);
        };
        let room = i64::try_from(room).unwrap_or(i64::MAX);
        let adds = i64::try_from(limit.adds).unwrap_or(i64::MAX);
        let counted = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::rate(&limit.counter).item()))
            .update_expression("ADD n :adds SET expires_at = :ends")
            .condition_expression("attribute_not_exists(n) OR n <= :room")
            .expression_attribute_values(":adds", number(adds))
            .expression_attribute_values(":room", number(room))
            .expression_attribute_values(":ends", number(limit.ends_at.as_second()))
            .send()
            .await;
        unless_condition(counted, |error| {
            error.is_conditional_check_failed_exception()
        })
    }
}
