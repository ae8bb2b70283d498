//! What became of the notices of a ticket, and the addresses that are written to no more.

use super::attributes::{number, number_in, text};
use super::condition::unless_condition;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use docket_domain::notice::{DeliveryReport, DeliveryState};
use docket_domain::ticket::EventId;
use docket_domain::{EmailAddress, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What became of a notice about an event to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The event.
    pub event: EventId,
    /// The receiver.
    pub to: EmailAddress,
    /// What became of it.
    pub state: DeliveryState,
    /// Since when.
    pub at: Timestamp,
    /// What the mail service said, or why the last attempt failed.
    pub why: Option<String>,
    /// The sequence of the event whose mail tells of this one too.
    pub sent_with: Option<u64>,
    /// When the state was stored, in milliseconds: another one if it was sent again since.
    pub(super) stored_at: u64,
}

/// Why a notice is sent that was not sent at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ripe {
    /// Its time to wait is over.
    Due,
    /// One of the desk has it sent again.
    Again,
}

impl Ripe {
    fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Again => "again",
        }
    }
}

/// Reads the notice that an item of the stream has sent now. Returns `None` for any other item.
#[must_use]
pub fn ripe_of(item: &serde_dynamo::Item) -> Option<(EventId, EmailAddress, Ripe)> {
    let text = |name: &str| match item.get(name) {
        Some(serde_dynamo::AttributeValue::S(text)) => Some(text.as_str()),
        _ => None,
    };
    let (event, to) = keys::delivery_at(text("pk")?, text("sk")?)?;
    let ripe = text("ripe")?;
    let mut all = [Ripe::Due, Ripe::Again].into_iter();
    let ripe = all.find(|it| it.as_str() == ripe)?;
    Some((event, to, ripe))
}

/// The mark of an address that gets no more mails, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressMark {
    /// [`DeliveryState::Bounced`] or [`DeliveryState::Complained`].
    pub state: DeliveryState,
    /// When the mail service told.
    pub at: Timestamp,
    /// What it said.
    pub why: String,
}

impl Delivery {
    fn of(item: &Item) -> Option<Self> {
        let (event, to) = keys::delivery_of(item)?;
        let text = |name: &str| item.get(name)?.as_s().ok().cloned();
        let at = |name: &str| {
            let millis = i64::try_from(number_in(item, name)?).ok()?;
            Timestamp::from_millisecond(millis).ok()
        };
        let state: DeliveryState = text("state")?.parse().ok()?;
        let reported = report_in(item);
        let after = reported.map_or(state, |report| state.after(report));
        let is_reported = after != state;
        Some(Self {
            event,
            to,
            state: after,
            at: at("reported_at")
                .filter(|_| is_reported)
                .or(at("state_at"))?,
            why: text("report")
                .filter(|_| is_reported)
                .or_else(|| text("why")),
            sent_with: number_in(item, "sent_with"),
            stored_at: number_in(item, "state_at")?,
        })
    }
}

fn report_in(item: &Item) -> Option<DeliveryReport> {
    let text = item.get("reported")?.as_s().ok()?;
    let mut all = DeliveryReport::ALL.into_iter();
    all.find(|report| report.state().as_str() == text)
}

/// The attempts to note a report while others of the same mail are noted.
const REPORTS_AT_ONCE: usize = 5;
/// The most deliveries that are looked at for one mail.
const MOST_TOGETHER: i32 = 200;

impl Store {
    /// Keeps a notice from being sent: until that time, or for good. Nothing changes if the notice was sent or held back before.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn hold_back(
        &self,
        event: &EventId,
        to: &EmailAddress,
        state: DeliveryState,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut item = keys::delivery(event, to).item();
        if let Some(until) = until {
            item.extend(keys::delivery_due(event, to, until));
        }
        let put = self.client.put_item().table_name(&self.table);
        let held = put
            .set_item(Some(item))
            .item("held", text("yes"))
            .item("state", text(state.as_str()))
            .item("state_at", number(now.as_millisecond()))
            // One that was tried and not sent can still be held back.
            .condition_expression(
                "attribute_not_exists(pk) OR (attribute_not_exists(sent_at) AND attribute_not_exists(held) \
                 AND attribute_not_exists(begun_at) AND attribute_not_exists(ripe))",
            )
            .send()
            .await;
        unless_condition(held, |error| error.is_conditional_check_failed_exception())?;
        Ok(())
    }

    /// Holds a notice back for good that was not sent, and ends its claim and its wait. Returns `false` if it was sent.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn settle(
        &self,
        event: &EventId,
        to: &EmailAddress,
        state: DeliveryState,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let settled = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::delivery(event, to).item()))
            .update_expression(
                "SET held = :held, #state = :state, state_at = :now REMOVE ripe, due_pk, due_sk, begun_at, begun_by",
            )
            .condition_expression("attribute_not_exists(sent_at)")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":held", text("yes"))
            .expression_attribute_values(":state", text(state.as_str()))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .send()
            .await;
        unless_condition(settled, |error| {
            error.is_conditional_check_failed_exception()
        })
    }

    /// Has a notice sent whose time to wait is over. Returns `false` if it was sent meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn ripen(&self, event: &EventId, to: &EmailAddress) -> Result<bool, StoreError> {
        let ripened = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::delivery(event, to).item()))
            .update_expression("SET ripe = :due REMOVE held, due_pk, due_sk")
            .condition_expression("attribute_exists(due_pk)")
            .expression_attribute_values(":due", text(Ripe::Due.as_str()))
            .send()
            .await;
        unless_condition(ripened, |error| {
            error.is_conditional_check_failed_exception()
        })
    }

    /// Has a notice sent again that its receiver has not got. Returns `false` if it has changed since it was read.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn send_again(
        &self,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let again = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::delivery(&delivery.event, &delivery.to).item()))
            .update_expression(
                "SET ripe = :again, #state = :sending, state_at = :now \
                 REMOVE held, sent_at, sent_with, begun_at, begun_by, reported, reported_at, report, why, due_pk, due_sk",
            )
            .condition_expression("state_at = :seen AND attribute_not_exists(ripe)")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":seen", number(delivery.stored_at))
            .expression_attribute_values(":again", text(Ripe::Again.as_str()))
            .expression_attribute_values(":sending", text(DeliveryState::Sending.as_str()))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .send()
            .await;
        unless_condition(again, |error| error.is_conditional_check_failed_exception())
    }

    /// Notes what the mail service tells of a mail that it took. Of several reports, the one that is worst to know stays.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn note_report(
        &self,
        event: &EventId,
        to: &EmailAddress,
        report: DeliveryReport,
        why: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let key = keys::delivery(event, to);
        for _ in 0..REPORTS_AT_ONCE {
            let Some(item) = self.item(key.clone()).await? else {
                return Ok(());
            };
            let before = report_in(&item).map(DeliveryReport::state);
            let told = before.unwrap_or(DeliveryState::Sent).after(report);
            if before == Some(told) {
                return Ok(());
            }
            let update = self
                .client
                .update_item()
                .table_name(&self.table)
                .set_key(Some(key.clone().item()))
                .update_expression("SET reported = :report, reported_at = :now, report = :why")
                .expression_attribute_values(":report", text(told.as_str()))
                .expression_attribute_values(":now", number(now.as_millisecond()))
                .expression_attribute_values(":why", text(why));
            let update = match before {
                None => update.condition_expression(
                    "attribute_exists(pk) AND attribute_not_exists(reported)",
                ),
                Some(before) => update
                    .condition_expression("reported = :before")
                    .expression_attribute_values(":before", text(before.as_str())),
            };
            let noted = update.send().await;
            if unless_condition(noted, |error| error.is_conditional_check_failed_exception())? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Returns what became of the notices of a ticket, those of the newest events first, at most so many.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn deliveries(
        &self,
        ticket: &TicketId,
        most: i32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let page = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(keys::deliveries(ticket)))
            .scan_index_forward(false)
            .limit(most)
            .send()
            .await?;
        Ok(page.items().iter().filter_map(Delivery::of).collect())
    }

    /// Returns the notices to somebody that wait, of that event and of later ones.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn waiting_deliveries(
        &self,
        from: &EventId,
        to: &EmailAddress,
    ) -> Result<Vec<Delivery>, StoreError> {
        let page = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND sk >= :from")
            .expression_attribute_values(":pk", text(keys::deliveries(&from.ticket)))
            .expression_attribute_values(":from", text(keys::deliveries_about(from.sequence)))
            .consistent_read(true)
            .limit(MOST_TOGETHER)
            .send()
            .await?;
        let all = page.items().iter().filter_map(Delivery::of);
        let waits = |it: &Delivery| it.to == *to && it.state == DeliveryState::Waiting;
        Ok(all.filter(waits).collect())
    }

    /// Returns every notice of the whole table whose receiver was to get it and has not, in no order. To find them is to read the table.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn troubled_deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        let scan = self.client.scan().table_name(&self.table);
        let mut items = scan
            .filter_expression("begins_with(pk, :start)")
            .expression_attribute_values(":start", text(keys::DELIVERIES))
            .into_paginator()
            .items()
            .send();
        let mut troubled = Vec::new();
        while let Some(item) = items.next().await {
            troubled.extend(Delivery::of(&item?).filter(|it| it.state.is_trouble()));
        }
        troubled.sort_by_cached_key(|it| {
            (
                it.event.ticket.to_string(),
                it.event.sequence,
                it.to.clone(),
            )
        });
        Ok(troubled)
    }

    /// Returns the mark of an address that is written to no more. Returns `None` for one that may be written to.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn address_mark(
        &self,
        email: &EmailAddress,
    ) -> Result<Option<AddressMark>, StoreError> {
        self.get_cheaply(keys::address_mark(email)).await
    }

    /// Marks an address: nothing more is written to it.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn mark_address(
        &self,
        email: &EmailAddress,
        mark: &AddressMark,
    ) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(mark)?;
        item.extend(keys::address_mark(email).item());
        let put = self.client.put_item().table_name(&self.table);
        put.set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Takes the mark from an address, if it bears one: it may be written to again.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn unmark_address(&self, email: &EmailAddress) -> Result<(), StoreError> {
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(keys::address_mark(email).item()))
            .send()
            .await?;
        Ok(())
    }
}
