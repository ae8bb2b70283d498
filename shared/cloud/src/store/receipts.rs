//! Delivery receipts. They prevent a second mail when an event is delivered twice.

use super::error::StoreError;
use super::keys;
use super::table::Store;
use aws_sdk_dynamodb::types::AttributeValue;
use docket_domain::EmailAddress;
use jiff::{SignedDuration, Timestamp};

/// The time in seconds for which a receipt is kept: a week. The stream delivers an event again for
/// at most a day.
const KEPT_SECONDS: i64 = 7 * 24 * 60 * 60;

/// The answer to a request to send a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The message may be sent. After that, call [`Store::record_sent`].
    Granted,
    /// The message has been sent.
    Sent,
    /// Another process has just begun to send it and has not finished. Try again later.
    UnderWay,
}

impl Store {
    /// Claims the sending of a message about an event to a recipient.
    ///
    /// A claim older than `lease` without a call of [`Store::record_sent`] counts as failed, and the
    /// message may be claimed again. So a crash delays a message but never loses it. A message is
    /// sent twice only if the crash falls between the answer of the mail service and
    /// [`Store::record_sent`].
    ///
    /// `sender` names the claiming process. A process may repeat its own claim at once, since it
    /// knows the result of its last attempt.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn claim_mail(
        &self,
        event: &str,
        to: &EmailAddress,
        now: Timestamp,
        lease: SignedDuration,
        sender: &str,
    ) -> Result<Claim, StoreError> {
        let millis = |at: i64| AttributeValue::N(at.to_string());
        let begun = now.as_millisecond();
        let stale = begun - i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
        let written = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(keys::receipt(event, to).item()))
            .item("begun_at", millis(begun))
            .item("begun_by", AttributeValue::S(sender.to_owned()))
            .item("expires_at", millis(now.as_second() + KEPT_SECONDS))
            .condition_expression(
                "attribute_not_exists(pk) \
                 OR (attribute_not_exists(sent_at) AND (begun_at <= :stale OR begun_by = :sender))",
            )
            .expression_attribute_values(":stale", millis(stale))
            .expression_attribute_values(":sender", AttributeValue::S(sender.to_owned()))
            .return_values_on_condition_check_failure(
                aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure::AllOld,
            )
            .send()
            .await;
        match written {
            Ok(_) => Ok(Claim::Granted),
            Err(error) => match error.as_service_error() {
                Some(aws_sdk_dynamodb::operation::put_item::PutItemError::ConditionalCheckFailedException(failed)) => {
                    let sent = failed.item().is_some_and(|item| item.contains_key("sent_at"));
                    Ok(if sent { Claim::Sent } else { Claim::UnderWay })
                }
                _ => Err(error.into()),
            },
        }
    }

    /// Releases a claim when the message was certainly not sent. The next attempt then need not
    /// wait for the end of the lease.
    ///
    /// # Errors
    /// When the table cannot be written; the lease then ends the claim.
    pub async fn release_mail(&self, event: &str, to: &EmailAddress) -> Result<(), StoreError> {
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(keys::receipt(event, to).item()))
            .send()
            .await?;
        Ok(())
    }

    /// Records that the message has been sent.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn record_sent(
        &self,
        event: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::receipt(event, to).item()))
            .update_expression("SET sent_at = :now")
            .expression_attribute_values(
                ":now",
                AttributeValue::N(now.as_millisecond().to_string()),
            )
            .send()
            .await?;
        Ok(())
    }
}
