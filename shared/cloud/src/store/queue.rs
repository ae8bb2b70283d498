//! The queue of a desk's tickets.

use super::attributes::text;
use super::error::StoreError;
use super::keys::{self, Item, Key};
use super::table::Store;
use aws_sdk_dynamodb::types::Select;
use docket_domain::actor::Requester;
use docket_domain::desk::{Phase, TicketWords};
use docket_domain::ticket::Ticket;
use docket_domain::{ChoiceId, DeskId, Line, StatusId, TicketId, TopicId};
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A ticket as a list shows it. The `queue` index holds these attributes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Summary {
    /// The ticket's ID.
    pub id: TicketId,
    /// The topic.
    pub topic: TopicId,
    /// The subject, one line.
    pub subject: Line,
    /// The status.
    pub status: StatusId,
    /// The priority; `None` where the topic asks for none.
    pub priority: Option<ChoiceId>,
    /// The requester.
    pub requester: Requester,
    /// The time when the requester first acted with a mailed key.
    pub confirmed_at: Option<Timestamp>,
    /// The time at which the ticket was opened.
    pub opened_at: Timestamp,
    /// The time of the last event.
    pub updated_at: Timestamp,
    /// The earliest target of its service levels that is not met.
    pub next_target: Option<Timestamp>,
}

impl From<&Ticket> for Summary {
    /// Makes the entry of a ticket that was read whole.
    fn from(ticket: &Ticket) -> Self {
        Self {
            id: ticket.id.clone(),
            topic: ticket.topic.clone(),
            subject: ticket.subject.clone(),
            status: ticket.status.clone(),
            priority: ticket.priority.clone(),
            requester: ticket.requester.clone(),
            confirmed_at: ticket.confirmed_at,
            opened_at: ticket.opened_at,
            updated_at: ticket.updated_at,
            // It is for the desk's people, whose lists come from the index.
            next_target: None,
        }
    }
}

/// A page of a queue.
#[derive(Debug, Clone)]
pub struct QueuePage {
    /// The tickets, the most urgent first.
    pub tickets: Vec<Summary>,
    /// The cursor of the next page; `None` on the last page.
    pub next: Option<String>,
}

impl Store {
    /// Returns a page of a desk's tickets in one phase, ordered by priority and then by arrival.
    ///
    /// `start` is the [`QueuePage::next`] of the page before. Returns `None` when it is any other
    /// text.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn queue(
        &self,
        desk: &DeskId,
        phase: Phase,
        limit: i32,
        start: Option<&str>,
    ) -> Result<Option<QueuePage>, StoreError> {
        let partition = keys::queue_partition(desk, phase);
        let start = match start.map(|cursor| start_key(cursor, &partition)) {
            Some(None) => return Ok(None),
            Some(Some(key)) => Some(key),
            None => None,
        };
        let page = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(keys::QUEUE)
            .key_condition_expression("queue_pk = :pk")
            .expression_attribute_values(":pk", text(&partition))
            .limit(limit)
            .set_exclusive_start_key(start)
            .send()
            .await?;
        Ok(Some(QueuePage {
            next: page
                .last_evaluated_key
                .as_ref()
                .and_then(|last| cursor(last, &partition)),
            tickets: serde_dynamo::from_items(page.items.unwrap_or_default())?,
        }))
    }
}

/// A side of a ticket in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The tickets that come earlier: more urgent, or older.
    Before,
    /// The tickets that come later.
    After,
}

impl Store {
    /// Returns the ticket next to another one in a desk's queue. The other one need not be in that queue: its place is the one
    /// that it would have there. Returns `None` at the end of the queue.
    ///
    /// `rank` is the rank of the ticket's priority.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn queue_neighbour(
        &self,
        ticket: &Ticket,
        rank: usize,
        phase: Phase,
        side: Side,
    ) -> Result<Option<TicketId>, StoreError> {
        let (condition, is_forward) = match side {
            Side::Before => ("queue_pk = :pk AND queue_sk < :sk", false),
            Side::After => ("queue_pk = :pk AND queue_sk > :sk", true),
        };
        let partition = keys::queue_partition(&ticket.desk, phase);
        let found = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(keys::QUEUE)
            .key_condition_expression(condition)
            .expression_attribute_values(":pk", text(partition))
            .expression_attribute_values(":sk", text(keys::queue_sk(ticket, rank)))
            .projection_expression("pk")
            .scan_index_forward(is_forward)
            .limit(1)
            .send()
            .await?;
        Ok(found.items().first().and_then(keys::ticket_of))
    }

    /// Returns the cursor of the page that begins so many tickets before the place of a cursor. Returns `None` for the first page,
    /// and for a text that is no cursor.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn cursor_back(
        &self,
        desk: &DeskId,
        phase: Phase,
        from: &str,
        tickets: i32,
    ) -> Result<Option<String>, StoreError> {
        let partition = keys::queue_partition(desk, phase);
        let place = start_key(from, &partition);
        let sk = place
            .as_ref()
            .and_then(|key| key.get("queue_sk")?.as_s().ok());
        match sk {
            Some(sk) => self.cursor_back_from(&partition, sk, tickets).await,
            None => Ok(None),
        }
    }

    /// Returns the cursor of the page that begins so many tickets before a ticket. Returns `None` for the first page.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn cursor_before(
        &self,
        ticket: &Ticket,
        rank: usize,
        phase: Phase,
        tickets: i32,
    ) -> Result<Option<String>, StoreError> {
        let partition = keys::queue_partition(&ticket.desk, phase);
        let sk = keys::queue_sk(ticket, rank);
        self.cursor_back_from(&partition, &sk, tickets).await
    }

    async fn cursor_back_from(
        &self,
        partition: &str,
        sk: &str,
        tickets: i32,
    ) -> Result<Option<String>, StoreError> {
        let found = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(keys::QUEUE)
            .key_condition_expression("queue_pk = :pk AND queue_sk <= :sk")
            .expression_attribute_values(":pk", text(partition))
            .expression_attribute_values(":sk", text(sk))
            .projection_expression("pk, queue_sk")
            .scan_index_forward(false)
            .limit(tickets.saturating_add(1))
            .send()
            .await?;
        let last = usize::try_from(tickets).ok();
        let last = last.and_then(|last| found.items().get(last));
        Ok(last.and_then(|item| cursor(item, partition)))
    }

    /// Counts the tickets of a desk in one phase, up to `most`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn queue_size(
        &self,
        desk: &DeskId,
        phase: Phase,
        most: i32,
    ) -> Result<i32, StoreError> {
        let counted = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(keys::QUEUE)
            .key_condition_expression("queue_pk = :pk")
            .expression_attribute_values(":pk", text(keys::queue_partition(desk, phase)))
            .select(Select::Count)
            .limit(most)
            .send()
            .await?;
        Ok(counted.count())
    }
}

impl Store {
    /// Counts a desk's tickets by the words of the desk file that they have. It reads the whole `queue` index of the desk.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn ticket_words(
        &self,
        desk: &DeskId,
    ) -> Result<BTreeMap<TicketWords, u64>, StoreError> {
        let mut tickets = BTreeMap::new();
        for phase in Phase::ALL {
            let mut pages = self
                .client
                .query()
                .table_name(&self.table)
                .index_name(keys::QUEUE)
                .key_condition_expression("queue_pk = :pk")
                .expression_attribute_values(":pk", text(keys::queue_partition(desk, phase)))
                .projection_expression("pk, topic, #status, priority")
                .expression_attribute_names("#status", "status")
                .into_paginator()
                .items()
                .send();
            while let Some(item) = pages.try_next().await? {
                let Some(id) = keys::ticket_of(&item) else {
                    continue;
                };
                let found: Words = serde_dynamo::from_item(item)?;
                let words = TicketWords {
                    prefix: id.prefix().clone(),
                    topic: found.topic,
                    status: found.status,
                    priority: found.priority,
                    phase,
                };
                *tickets.entry(words).or_default() += 1;
            }
        }
        Ok(tickets)
    }
}

#[derive(Deserialize)]
struct Words {
    topic: TopicId,
    status: StatusId,
    priority: Option<ChoiceId>,
}

/// Makes a cursor from the last ticket of a page: the queue, the ticket's sort key in the index and its
/// ID, separated by `|`, which no key contains.
fn cursor(last: &Item, partition: &str) -> Option<String> {
    let sk = last.get("queue_sk")?.as_s().ok()?;
    let id = keys::ticket_of(last)?;
    Some(format!("{partition}|{sk}|{id}"))
}

fn start_key(cursor: &str, partition: &str) -> Option<Item> {
    let (sk, id) = cursor
        .strip_prefix(partition)?
        .strip_prefix('|')?
        .split_once('|')?;
    let id: TicketId = id.parse().ok()?;
    let mut key: Item = Key::item(keys::ticket(&id));
    key.insert("queue_pk".to_owned(), text(partition));
    key.insert("queue_sk".to_owned(), text(sk));
    Some(key)
}
