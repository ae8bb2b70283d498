//! How many tickets a desk has.
//!
//! The numbers stand beside the tickets. A mark of each ticket says as what it was counted, and changes in one transaction with the numbers:
//! so they are right after a crash, and what is told twice counts once.
//!
//! Each count of a desk has a number, its epoch. To count anew is to begin another one: its numbers are zero, and no mark is of it. The numbers are shown
//! once all tickets are counted in it.

use super::attributes::{number, number_in, text};
use super::condition::unless_condition;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_put, into_update, of_revision};
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue, TransactWriteItem};
use docket_domain::desk::Phase;
use docket_domain::ticket::{CountedAs, Counts, PhaseCounts};
use docket_domain::{DeskId, EmailAddress, TeamId, TicketId, TopicId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most tickets that are counted in one transaction, which has 100 writes at most: each ticket is one, and leaves one phase for another one.
pub const COUNTED_AT_ONCE: usize = 33;

/// The mark of a ticket that was counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Mark {
    desk: DeskId,
    /// The count in which it was counted.
    epoch: u64,
    revision: u64,
    #[serde(flatten)]
    counted: CountedAs,
}

/// What of a ticket's item says as what it counts.
#[derive(Debug, Deserialize)]
struct State {
    desk: DeskId,
    queue_pk: String,
    assignee: Option<EmailAddress>,
    team: Option<TeamId>,
    topic: TopicId,
}

/// The count of a desk.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
struct Epoch {
    epoch: u64,
    /// `true` once all tickets are counted in it.
    is_whole: bool,
}

impl State {
    /// Returns `None` for a place that a later version gave.
    fn counts_as(self) -> Option<(DeskId, CountedAs)> {
        let phase = keys::phase_of(&self.desk, &self.queue_pk)?;
        let counted = CountedAs {
            phase,
            assignee: self.assignee,
            team: self.team,
            topic: self.topic,
        };
        Some((self.desk, counted))
    }
}

/// The attribute with the number of all tickets of a phase, and what those of parts begin with.
const ALL: &str = "tickets";
const ASSIGNEE: &str = "assignee#";
const TEAM: &str = "team#";
const TOPIC: &str = "topic#";

/// Returns the numbers in which a ticket counts.
fn numbers(counted: &CountedAs) -> Vec<String> {
    let assignee = counted.assignee.as_ref();
    let assignee = assignee.map(|email| format!("{ASSIGNEE}{email}"));
    let topic = &counted.topic;
    let team = match &counted.team {
        Some(team) => format!("{TEAM}{team}#{topic}"),
        None => format!("{TOPIC}{topic}"),
    };
    let mut numbers = vec![ALL.to_owned(), team];
    numbers.extend(assignee);
    numbers
}

/// By how much each number of each phase of a desk's count changes.
type Differences = BTreeMap<(DeskId, u64, Phase), BTreeMap<String, i64>>;

impl Store {
    /// Counts these tickets as what they are now, in one transaction: [`COUNTED_AT_ONCE`] at most. Returns `false` if another one came
    /// between, or the table was busy: then it is to be tried again.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn count_tickets(&self, tickets: &BTreeSet<TicketId>) -> Result<bool, StoreError> {
        // The marks come first: if one changes before its ticket is read, the transaction fails.
        let mut marks = self.marks(tickets).await?;
        let states = self.states(tickets).await?;
        let mut epochs = BTreeMap::new();
        for (desk, _) in states.values() {
            if !epochs.contains_key(desk) {
                epochs.insert(desk.clone(), self.epoch(desk).await?.epoch);
            }
        }
        let mut differences = Differences::new();
        let mut writes = Vec::new();
        for (id, (desk, counted)) in states {
            let epoch = epochs.get(&desk).copied().unwrap_or_default();
            let before = marks.remove(&id);
            let revision = before.as_ref().map_or(0, |before| before.revision);
            let before = before.filter(|before| before.epoch == epoch);
            let before = before.map(|before| before.counted);
            if before.as_ref() == Some(&counted) {
                continue;
            }
            let mut add = |as_what: &CountedAs, by: i64| {
                let phase = differences.entry((desk.clone(), epoch, as_what.phase));
                let phase = phase.or_default();
                for number in numbers(as_what) {
                    *phase.entry(number).or_default() += by;
                }
            };
            if let Some(before) = &before {
                add(before, -1);
            }
            add(&counted, 1);
            let mark = Mark {
                desk,
                epoch,
                revision: revision.saturating_add(1),
                counted,
            };
            let mut item: Item = serde_dynamo::to_item(mark)?;
            item.extend(keys::counted(&id).item());
            writes.push(into_put(of_revision(self.put(item), revision))?);
        }
        if writes.is_empty() {
            return Ok(true);
        }
        for ((desk, epoch, phase), by) in differences {
            let key = keys::counts_of(&desk, epoch, phase);
            writes.extend(self.add_to_counts(key, by)?);
        }
        let Err(error) = self.transact(writes).await else {
            return Ok(true);
        };
        match cancelled(&error) {
            Some(codes) if codes.contains(&"ValidationError") => {
                Err(StoreError::Refused(codes.join(", ")))
            }
            Some(_) => Ok(false),
            None => Err(error.into()),
        }
    }

    /// Reads the marks of tickets.
    async fn marks(
        &self,
        tickets: &BTreeSet<TicketId>,
    ) -> Result<BTreeMap<TicketId, Mark>, StoreError> {
        let keys = tickets.iter().map(|id| keys::counted(id).item());
        let items = self.items_now(keys.collect()).await?;
        Ok(readable(items, keys::counted_ticket_of))
    }

    /// Reads as what tickets count.
    async fn states(
        &self,
        tickets: &BTreeSet<TicketId>,
    ) -> Result<BTreeMap<TicketId, (DeskId, CountedAs)>, StoreError> {
        let keys = tickets.iter().map(|id| keys::ticket(id).item());
        let items = self.items_now(keys.collect()).await?;
        let states: BTreeMap<TicketId, State> = readable(items, keys::ticket_of);
        let states = states.into_iter();
        let counted = states.filter_map(|(id, state)| Some((id, state.counts_as()?)));
        Ok(counted.collect())
    }

    /// Reads which count of a desk goes on.
    async fn epoch(&self, desk: &DeskId) -> Result<Epoch, StoreError> {
        let epoch = self.get(keys::all_counted(desk)).await?;
        Ok(epoch.unwrap_or_default())
    }

    fn add_to_counts(
        &self,
        key: keys::Key,
        mut by: BTreeMap<String, i64>,
    ) -> Result<Option<TransactWriteItem>, StoreError> {
        by.retain(|_, by| *by != 0);
        if by.is_empty() {
            return Ok(None);
        }
        let places = by.keys().enumerate();
        let sums: Vec<String> = places.map(|(at, _)| format!("#n{at} :n{at}")).collect();
        let update = self
            .update()
            .set_key(Some(key.item()))
            .update_expression(format!("ADD {}", sums.join(", ")));
        let by = by.iter().enumerate();
        let update = by.fold(update, |update, (at, (name, by))| {
            update
                .expression_attribute_names(format!("#n{at}"), name)
                .expression_attribute_values(format!(":n{at}"), number(by))
        });
        into_update(update).map(Some)
    }

    /// Returns how many tickets a desk has, as it was a moment ago. Returns `None` as long as not all of them are counted.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn counts(&self, desk: &DeskId) -> Result<Option<Counts>, StoreError> {
        let found = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(keys::counts(desk)))
            .send()
            .await?;
        let find = |key: keys::Key| {
            let mut items = found.items().iter();
            items.find(|item| keys::Key::of(item).as_ref() == Some(&key))
        };
        let epoch = find(keys::all_counted(desk)).cloned();
        let epoch: Option<Epoch> = epoch.map(serde_dynamo::from_item).transpose()?;
        let Some(Epoch { epoch, .. }) = epoch.filter(|epoch| epoch.is_whole) else {
            return Ok(None);
        };
        let mut counts = Counts::default();
        for phase in Phase::ALL {
            if let Some(item) = find(keys::counts_of(desk, epoch, phase)) {
                counts.0.insert(phase, phase_counts(item));
            }
        }
        Ok(Some(counts))
    }

    /// Returns `true` if all tickets of a desk are counted.
    pub(super) async fn are_counted(&self, desk: &DeskId) -> Result<bool, StoreError> {
        Ok(self.epoch(desk).await?.is_whole)
    }

    /// Begins to count the tickets of a desk anew, and returns the number of the count. Until it has [ended](Self::end_count), no numbers
    /// are shown.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn begin_count(&self, desk: &DeskId) -> Result<u64, StoreError> {
        let begun = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::all_counted(desk).item()))
            .update_expression("SET is_whole = :no ADD epoch :one")
            .expression_attribute_values(":no", AttributeValue::Bool(false))
            .expression_attribute_values(":one", number(1))
            .return_values(ReturnValue::UpdatedNew)
            .send()
            .await?;
        let begun = begun.attributes.unwrap_or_default();
        Ok(number_in(&begun, "epoch").unwrap_or_default())
    }

    /// Notes that all tickets of a desk are counted. It does nothing if another count was begun meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn end_count(&self, desk: &DeskId, epoch: u64) -> Result<(), StoreError> {
        let ended = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::all_counted(desk).item()))
            .update_expression("SET is_whole = :yes")
            .condition_expression("epoch = :epoch")
            .expression_attribute_values(":yes", AttributeValue::Bool(true))
            .expression_attribute_values(":epoch", number(epoch))
            .send();
        unless_condition(ended.await, |error| {
            error.is_conditional_check_failed_exception()
        })?;
        Ok(())
    }

    /// Makes the write by which a new desk, which has no tickets, is counted.
    pub(super) fn first_count(&self, desk: &DeskId) -> Result<TransactWriteItem, StoreError> {
        let mut item = keys::all_counted(desk).item();
        item.insert("epoch".to_owned(), number(1));
        item.insert("is_whole".to_owned(), AttributeValue::Bool(true));
        into_put(self.put(item))
    }
}

/// Reads items by the tickets that they are of. What cannot be read is told of, and keeps no other ticket from being counted.
fn readable<T: DeserializeOwned>(
    items: Vec<Item>,
    ticket_of: fn(&Item) -> Option<TicketId>,
) -> BTreeMap<TicketId, T> {
    let mut read = BTreeMap::new();
    for item in items {
        let Some(id) = ticket_of(&item) else {
            continue;
        };
        match serde_dynamo::from_item(item) {
            Ok(value) => {
                read.insert(id, value);
            }
            Err(error) => tracing::error!(%error, ticket = %id, "a ticket is not counted"),
        }
    }
    read
}

/// Reads the numbers of a phase. What a later version counts beside them is left out.
fn phase_counts(item: &Item) -> PhaseCounts {
    let mut counts = PhaseCounts::default();
    for name in item.keys() {
        let Some(count) = number_in(item, name) else {
            continue;
        };
        if name == ALL {
            counts.tickets = count;
        } else if let Some(Ok(email)) = name.strip_prefix(ASSIGNEE).map(str::parse) {
            counts.by_assignee.insert(email, count);
        } else if let Some((team, topic)) =
            name.strip_prefix(TEAM).and_then(|it| it.split_once('#'))
        {
            if let (Ok(team), Ok(topic)) = (team.parse(), topic.parse()) {
                counts.by_team.insert((team, topic), count);
            }
        } else if let Some(Ok(topic)) = name.strip_prefix(TOPIC).map(str::parse) {
            counts.by_topic.insert(topic, count);
        }
    }
    counts
}
