//! Claims and receipts of mails. They prevent a second mail when an event is delivered twice.

use super::attributes::{number, text};
use super::error::StoreError;
use super::keys::{self, Item, Key};
use super::table::Store;
use super::transact::into_update;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};
use docket_domain::EmailAddress;
use docket_domain::notice::DeliveryState;
use docket_domain::ticket::EventId;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::fmt;

/// The time in seconds for which the receipt of a mail about no ticket is kept: a week. The stream delivers an event again for
/// at most a day.
const KEPT_SECONDS: i64 = 7 * 24 * 60 * 60;

/// What a mail is about. It and the receiver identify the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailCause {
    /// An event of a ticket. What became of the mail stays on record.
    Event(EventId),
    /// Something else, by its ID, such as a sign-in link.
    Other(String),
}

impl fmt::Display for MailCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(event) => event.fmt(f),
            Self::Other(id) => f.write_str(id),
        }
    }
}

impl MailCause {
    fn key(&self, to: &EmailAddress) -> Key {
        match self {
            Self::Event(event) => keys::delivery(event, to),
            Self::Other(id) => keys::receipt(id, to),
        }
    }
}

/// The answer to a request to send a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The message may be sent. After that, call [`Store::record_sent`].
    Granted {
        /// `true` if nobody has begun to send it before.
        is_first: bool,
    },
    /// The message has been sent, or is held back.
    Settled,
    /// Another process has just begun to send it and has not finished. Try again later.
    UnderWay,
}

/// The update that a mail was sent.
struct Sent {
    expression: String,
    names: HashMap<String, String>,
    values: Item,
}

impl Sent {
    /// Makes it: as itself, or with the mail about another event.
    fn now(with: Option<&EventId>, now: Timestamp) -> Self {
        let mut set = "SET sent_at = :now, #state = :sent, state_at = :now".to_owned();
        let mut values = Item::from([
            (":now".to_owned(), number(now.as_millisecond())),
            (":sent".to_owned(), text(DeliveryState::Sent.as_str())),
        ]);
        if let Some(event) = with {
            set.push_str(", sent_with = :with");
            values.insert(":with".to_owned(), number(event.sequence));
        }
        Self {
            expression: format!("{set} REMOVE why, held, ripe, due_pk, due_sk"),
            names: HashMap::from([("#state".to_owned(), "state".to_owned())]),
            values,
        }
    }
}

/// Returns `true` for what nobody has tried to send before: at most, it waited.
fn is_first(before: Option<&Item>) -> bool {
    let state = |item: &Item| item.get("state").and_then(|it| it.as_s().ok()).cloned();
    let has_waited = |state: String| state == DeliveryState::Waiting.as_str();
    before.is_none_or(|item| !item.contains_key("begun_at") && state(item).is_none_or(has_waited))
}

/// Returns `true` for what was sent, or is held back.
fn is_settled(item: &Item) -> bool {
    item.contains_key("sent_at") || item.contains_key("held")
}

impl Store {
    /// Claims the sending of a message about something to a recipient.
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
        cause: &MailCause,
        to: &EmailAddress,
        now: Timestamp,
        lease: SignedDuration,
        sender: &str,
    ) -> Result<Claim, StoreError> {
        let begun = now.as_millisecond();
        let stale = begun - i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
        let update = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(cause.key(to).item()))
            .condition_expression(
                "attribute_not_exists(pk) OR (attribute_not_exists(sent_at) AND attribute_not_exists(held) \
                 AND (attribute_not_exists(begun_at) OR begun_at <= :stale OR begun_by = :sender))",
            )
            .expression_attribute_values(":begun", number(begun))
            .expression_attribute_values(":stale", number(stale))
            .expression_attribute_values(":sender", text(sender))
            .return_values(ReturnValue::AllOld)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let update = match cause {
            MailCause::Event(_) => update
                .update_expression(
                    "SET begun_at = :begun, begun_by = :sender, #state = :sending, state_at = :begun \
                     REMOVE ripe, due_pk, due_sk",
                )
                .expression_attribute_names("#state", "state")
                .expression_attribute_values(":sending", text(DeliveryState::Sending.as_str())),
            MailCause::Other(_) => update
                .update_expression("SET begun_at = :begun, begun_by = :sender, expires_at = :ends")
                .expression_attribute_values(":ends", number(now.as_second() + KEPT_SECONDS)),
        };
        match update.send().await {
            Ok(before) => Ok(Claim::Granted {
                is_first: is_first(before.attributes.as_ref()),
            }),
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                    Ok(match failed.item().is_some_and(is_settled) {
                        true => Claim::Settled,
                        false => Claim::UnderWay,
                    })
                }
                _ => Err(error.into()),
            },
        }
    }

    /// Returns `true` if a message was sent, or is held back: there is nothing to claim.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn is_settled(
        &self,
        cause: &MailCause,
        to: &EmailAddress,
    ) -> Result<bool, StoreError> {
        let item = self.item(cause.key(to)).await?;
        Ok(item.is_some_and(|item| is_settled(&item)))
    }

    /// Releases a claim when the message was certainly not sent. The next attempt then need not
    /// wait for the end of the lease. `state` and `why` tell what became of the attempt.
    ///
    /// # Errors
    /// When the table cannot be written; the lease then ends the claim.
    pub async fn release_mail(
        &self,
        cause: &MailCause,
        to: &EmailAddress,
        state: DeliveryState,
        why: &str,
    ) -> Result<(), StoreError> {
        let update = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(cause.key(to).item()));
        let update = match cause {
            MailCause::Event(_) => update
                .update_expression("SET #state = :state, why = :why REMOVE begun_at, begun_by")
                .expression_attribute_names("#state", "state")
                .expression_attribute_values(":state", text(state.as_str()))
                .expression_attribute_values(":why", text(why)),
            MailCause::Other(_) => update.update_expression("REMOVE begun_at, begun_by"),
        };
        update.send().await?;
        Ok(())
    }

    /// Records that the message has been sent, and with it those about the events `also`.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn record_sent(
        &self,
        cause: &MailCause,
        to: &EmailAddress,
        also: &[EventId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let MailCause::Event(first) = cause else {
            return self.record_receipt(cause, to, now).await;
        };
        let own = Sent::now(None, now);
        if also.is_empty() {
            // A transaction of one would cost twice as much.
            let update = self.client.update_item().table_name(&self.table);
            update
                .set_key(Some(cause.key(to).item()))
                .update_expression(own.expression)
                .set_expression_attribute_names(Some(own.names))
                .set_expression_attribute_values(Some(own.values))
                .send()
                .await?;
            return Ok(());
        }
        let with = also.iter().map(|event| {
            let key = keys::delivery(event, to);
            (key, Sent::now(Some(first), now))
        });
        let writes = std::iter::once((cause.key(to), own)).chain(with);
        let writes = writes.map(|(key, sent)| {
            let update = self.update().set_key(Some(key.item()));
            into_update(
                update
                    .update_expression(sent.expression)
                    .set_expression_attribute_names(Some(sent.names))
                    .set_expression_attribute_values(Some(sent.values)),
            )
        });
        let writes: Result<Vec<_>, _> = writes.collect();
        Ok(self.transact(writes?).await?)
    }

    async fn record_receipt(
        &self,
        cause: &MailCause,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(cause.key(to).item()))
            .update_expression("SET sent_at = :now")
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .send()
            .await?;
        Ok(())
    }
}
