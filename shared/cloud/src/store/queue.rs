//! The queue of a desk's tickets.

use super::attributes::text;
use super::error::StoreError;
use super::keys::{self, Item, Key};
use super::table::Store;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use docket_domain::actor::Requester;
use docket_domain::desk::{Desk, Phase, TicketWords};
use docket_domain::ticket::{QueuePlace, Ticket};
use docket_domain::{ChoiceId, DeskId, EmailAddress, Line, StatusId, TicketId, TopicId};
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

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
    /// Who works on it.
    pub assignee: Option<EmailAddress>,
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
            // What is for the desk's people, whose lists come from the index.
            assignee: None,
            confirmed_at: ticket.confirmed_at,
            opened_at: ticket.opened_at,
            updated_at: ticket.updated_at,
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

/// A list of a desk's tickets in one phase, in the order in which the desk works them.
#[derive(Debug, Clone, Copy)]
pub struct Queue<'a> {
    /// The desk.
    pub desk: &'a DeskId,
    /// The phase.
    pub phase: Phase,
    /// Whose tickets it has.
    pub whose: Whose<'a>,
}

/// Whose tickets a queue has.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// All of the desk.
    All,
    /// Those that this person works on.
    Of(&'a EmailAddress),
    /// Those that nobody works on who is one of this desk's people.
    Nobody(&'a Desk),
}

/// A side of a ticket in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The tickets that come earlier: more urgent, or older.
    Before,
    /// The tickets that come later.
    After,
}

/// The tickets that are looked at at once for those that nobody works on.
const LOOKED_AT: i32 = 500;
/// How often that many are looked at for the next one.
const MOST_ASKED: usize = 4;
/// The most people whom a condition can name, which is DynamoDB's limit.
const MOST_NAMED: usize = 100;

impl Queue<'_> {
    fn partition(&self) -> String {
        match self.whose {
            Whose::All | Whose::Nobody(_) => keys::queue_partition(self.desk, self.phase),
            Whose::Of(email) => keys::assignee_partition(self.desk, self.phase, email),
        }
    }

    fn index(&self) -> &'static str {
        match self.whose {
            Whose::All | Whose::Nobody(_) => keys::QUEUE,
            Whose::Of(_) => keys::ASSIGNEE,
        }
    }

    fn sort_key(&self) -> &'static str {
        match self.whose {
            Whose::All | Whose::Nobody(_) => "queue_sk",
            Whose::Of(_) => "assignee_sk",
        }
    }

    /// The condition that leaves tickets out which the index has, and its values. One with somebody who has left the desk is nobody's.
    fn filter(&self) -> Option<(String, HashMap<String, AttributeValue>)> {
        let Whose::Nobody(desk) = self.whose else {
            return None;
        };
        let without = "attribute_not_exists(assignee)";
        let people = desk.people.iter().take(MOST_NAMED).enumerate();
        let values: HashMap<String, AttributeValue> = people
            .map(|(place, person)| (format!(":p{place}"), text(person.email.to_string())))
            .collect();
        // A list that is too long would leave tickets of its rest in.
        if values.is_empty() || values.len() == MOST_NAMED {
            return Some((without.to_owned(), HashMap::new()));
        }
        let names: Vec<&str> = values.keys().map(String::as_str).collect();
        let named = names.join(", ");
        Some((format!("{without} OR NOT assignee IN ({named})"), values))
    }

    /// The number of tickets to look at for so many of the list.
    fn looked_at(&self, wanted: i32) -> i32 {
        match self.whose {
            Whose::Nobody(_) => wanted.max(LOOKED_AT),
            Whose::All | Whose::Of(_) => wanted,
        }
    }

    /// Makes a cursor from the last ticket of a page: the list, the ticket's sort key in it and its ID, separated by `|`, which no key
    /// contains.
    fn cursor(&self, last: &Item) -> Option<String> {
        let sk = last.get(self.sort_key())?.as_s().ok()?;
        let id = keys::ticket_of(last)?;
        Some(format!("{}|{sk}|{id}", self.partition()))
    }

    fn start_key(&self, cursor: &str) -> Option<Item> {
        let partition = self.partition();
        let (sk, id) = cursor
            .strip_prefix(&partition)?
            .strip_prefix('|')?
            .split_once('|')?;
        let id: TicketId = id.parse().ok()?;
        let mut key: Item = Key::item(keys::ticket(&id));
        key.insert(format!("{}_pk", self.index()), text(partition));
        key.insert(self.sort_key().to_owned(), text(sk));
        Some(key)
    }
}

impl Store {
    /// Returns a page of a desk's tickets in one phase, in the order in which the desk works them.
    ///
    /// `start` is the [`QueuePage::next`] of the page before. Returns `None` when it is any other
    /// text. A page of those that nobody works on may have fewer than `limit`, though others follow.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn queue(
        &self,
        queue: &Queue<'_>,
        limit: i32,
        start: Option<&str>,
    ) -> Result<Option<QueuePage>, StoreError> {
        let start = match start.map(|cursor| queue.start_key(cursor)) {
            Some(None) => return Ok(None),
            Some(Some(key)) => Some(key),
            None => None,
        };
        let page = self
            .of_queue(queue, "")
            .limit(queue.looked_at(limit))
            .set_exclusive_start_key(start)
            .send()
            .await?;
        let most = usize::try_from(limit).unwrap_or_default();
        let last = match page.items().len() > most {
            true => page.items().get(most.saturating_sub(1)),
            false => page.last_evaluated_key(),
        };
        let next = last.and_then(|last| queue.cursor(last));
        let mut items = page.items.unwrap_or_default();
        items.truncate(most);
        let tickets = match queue.whose {
            Whose::All | Whose::Nobody(_) => serde_dynamo::from_items(items)?,
            // Its index has keys alone.
            Whose::Of(_) => self.summaries(queue, &items).await?,
        };
        Ok(Some(QueuePage { tickets, next }))
    }

    /// Reads the tickets of a page, in its order. One that has left the list meanwhile is left out.
    async fn summaries(
        &self,
        queue: &Queue<'_>,
        page: &[Item],
    ) -> Result<Vec<Summary>, StoreError> {
        let found: Vec<TicketId> = page.iter().filter_map(keys::ticket_of).collect();
        let keys = found.iter().map(|id| keys::ticket(id).item()).collect();
        let mut items = self.items(keys).await?;
        let partition = text(queue.partition());
        items.retain(|item| item.get("assignee_pk") == Some(&partition));
        let place = |ticket: &Summary| found.iter().position(|id| *id == ticket.id);
        let mut tickets: Vec<Summary> = serde_dynamo::from_items(items)?;
        tickets.sort_by_key(place);
        Ok(tickets)
    }

    /// Begins to ask for a queue's tickets. `place` is a condition on the sort key after `AND`, or nothing.
    fn of_queue(&self, queue: &Queue<'_>, place: &str) -> QueryFluentBuilder {
        let index = queue.index();
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(index)
            .key_condition_expression(format!("{index}_pk = :pk{place}"))
            .expression_attribute_values(":pk", text(queue.partition()));
        let Some((filter, values)) = queue.filter() else {
            return query;
        };
        let query = query.filter_expression(filter);
        values.into_iter().fold(query, |query, (name, value)| {
            query.expression_attribute_values(name, value)
        })
    }

    /// Returns the ticket next to another one in a queue. The other one need not be in that queue: its place is the one
    /// that it would have there. Returns `None` at the end of the queue.
    ///
    /// `place` is the ticket's place in a queue.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn queue_neighbour(
        &self,
        queue: &Queue<'_>,
        ticket: &Ticket,
        place: &QueuePlace,
        side: Side,
    ) -> Result<Option<TicketId>, StoreError> {
        let (sign, is_forward) = match side {
            Side::Before => ("<", false),
            Side::After => (">", true),
        };
        let mut start = None;
        for _ in 0..MOST_ASKED {
            let found = self
                .of_queue(queue, &format!(" AND {} {sign} :sk", queue.sort_key()))
                .expression_attribute_values(":sk", text(keys::queue_sk(ticket, place)))
                .projection_expression("pk")
                .scan_index_forward(is_forward)
                .limit(queue.looked_at(1))
                .set_exclusive_start_key(start)
                .send()
                .await?;
            let next = found.items().first().and_then(keys::ticket_of);
            start = found.last_evaluated_key;
            if next.is_some() || start.is_none() {
                return Ok(next);
            }
        }
        Ok(None)
    }

    /// Returns the cursor of the page that begins so many tickets before the place of a cursor. Returns `None` for the first page,
    /// and for a text that is no cursor.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn cursor_back(
        &self,
        queue: &Queue<'_>,
        from: &str,
        tickets: i32,
    ) -> Result<Option<String>, StoreError> {
        let place = queue.start_key(from);
        let sk = place.as_ref().and_then(|key| key.get(queue.sort_key()));
        match sk.and_then(|sk| sk.as_s().ok()) {
            Some(sk) => self.cursor_back_from(queue, sk, tickets).await,
            None => Ok(None),
        }
    }

    /// Returns the cursor of the page that begins so many tickets before a ticket. Returns `None` for the first page.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn cursor_before(
        &self,
        queue: &Queue<'_>,
        ticket: &Ticket,
        place: &QueuePlace,
        tickets: i32,
    ) -> Result<Option<String>, StoreError> {
        let sk = keys::queue_sk(ticket, place);
        self.cursor_back_from(queue, &sk, tickets).await
    }

    async fn cursor_back_from(
        &self,
        queue: &Queue<'_>,
        sk: &str,
        tickets: i32,
    ) -> Result<Option<String>, StoreError> {
        let name = queue.sort_key();
        let found = self
            .of_queue(queue, &format!(" AND {name} <= :sk"))
            .expression_attribute_values(":sk", text(sk))
            .projection_expression(format!("pk, {name}"))
            .scan_index_forward(false)
            .limit(queue.looked_at(tickets.saturating_add(1)))
            .send()
            .await?;
        let last = usize::try_from(tickets).ok();
        let last = last.and_then(|last| found.items().get(last));
        // Of a list that leaves tickets out, there may be more than were looked at.
        let last = last.or_else(|| found.last_evaluated_key());
        Ok(last.and_then(|item| queue.cursor(item)))
    }

    /// Counts the tickets of a queue, up to `most`. Of those that nobody works on, only the first `most` of the desk's tickets are looked at.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn queue_size(&self, queue: &Queue<'_>, most: i32) -> Result<i32, StoreError> {
        let counted = self
            .of_queue(queue, "")
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
                .projection_expression("pk, topic, #status, priority, assignee")
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
                    assignee: found.assignee,
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
    assignee: Option<EmailAddress>,
}
