//! Delivery receipts: a redelivered event sends no second message.

use super::error::StoreError;
use super::keys;
use super::table::Store;
use aws_sdk_dynamodb::types::AttributeValue;
use docket_domain::EmailAddress;
use jiff::{SignedDuration, Timestamp};

/// How long a receipt is kept. The stream redelivers for a day at most.
const KEPT_SECONDS: i64 = 7 * 24 * 60 * 60;

/// Whether a message may be sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Nobody has sent it: send it, then say so with [`Store::sent`].
    Granted,
    /// It has been sent.
    Sent,
    /// Somebody began to send it a moment ago and has not finished: try again later.
    UnderWay,
}

impl Store {
    /// Asks to send a message about that event to that person.
    ///
    /// An attempt that began longer than `lease` ago and was never finished has failed, and the message may be
    /// sent again. So a crash delays a message and never loses it; it is doubled only when the crash falls between the
    /// mail service's answer and [`Store::sent`].
    ///
    /// `sender` names the process that asks. Its own claim stands in nobody's way: it knows what became of it.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn claim(
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

    /// Gives a claim back: the message was certainly not sent, and the next attempt need not wait for the lease to end.
    ///
    /// # Errors
    /// When the table cannot be written; the lease then ends the claim.
    pub async fn release(&self, event: &str, to: &EmailAddress) -> Result<(), StoreError> {
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(keys::receipt(event, to).item()))
            .send()
            .await?;
        Ok(())
    }

    /// Says that the message has been sent.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn sent(
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
