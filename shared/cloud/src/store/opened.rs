//! How many tickets were opened with each topic, hour by hour.

use super::attributes::{number, text};
use super::condition::unless_condition;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use aws_sdk_dynamodb::types::AttributeValue;
use docket_domain::incident::TopicHour;
use docket_domain::{DeskId, TopicId};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// How long an hour is kept: the same hour of the last weeks says what is usual.
const KEPT: SignedDuration = SignedDuration::from_hours(5 * 7 * 24);

/// The number of tickets at which an hour of a topic counts no more: whoever looks for a surge has seen it. Each is a number of some bytes, and each
/// count costs what the whole item takes, so that the item stays at some kilobytes.
const MOST: usize = 1_000;

impl Store {
    /// Counts tickets, by their numbers, in the hour of a topic in which they were opened. Those that were counted before do not count again, and from 1,000 on none does.
    ///
    /// The item holds the tickets' numbers as a set. So no second item has to remember what was counted.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn count_opened(
        &self,
        hour: &TopicHour,
        numbers: &BTreeSet<u64>,
    ) -> Result<(), StoreError> {
        let numbers = numbers.iter().map(u64::to_string);
        let ends = hour.from.as_second().saturating_add(KEPT.as_secs());
        let counted = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::opened(hour).item()))
            .update_expression("SET topic = :topic, expires_at = :ends ADD tickets :tickets")
            .condition_expression("attribute_not_exists(tickets) OR size(tickets) < :most")
            .expression_attribute_values(":topic", text(hour.topic.as_str()))
            .expression_attribute_values(":ends", number(ends))
            .expression_attribute_values(":tickets", AttributeValue::Ns(numbers.collect()))
            .expression_attribute_values(":most", number(MOST))
            .send()
            .await;
        unless_condition(counted, |error| {
            error.is_conditional_check_failed_exception()
        })?;
        Ok(())
    }

    /// Returns how many tickets of each topic of a desk were opened in the hours from one on.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn opened_since(
        &self,
        desk: &DeskId,
        from: Timestamp,
    ) -> Result<BTreeMap<TopicId, usize>, StoreError> {
        let items: Vec<Item> = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND sk >= :from")
            .expression_attribute_values(":pk", text(keys::opened_partition(desk)))
            .expression_attribute_values(":from", text(keys::opened_from(from)))
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await?;
        let mut opened = BTreeMap::new();
        for item in items {
            let topic = item.get("topic").and_then(|topic| topic.as_s().ok());
            let tickets = item.get("tickets").and_then(|set| set.as_ns().ok());
            let (Some(topic), Some(tickets)) = (topic, tickets) else {
                continue;
            };
            if let Ok(topic) = topic.parse::<TopicId>() {
                *opened.entry(topic).or_default() += tickets.len();
            }
        }
        Ok(opened)
    }
}
