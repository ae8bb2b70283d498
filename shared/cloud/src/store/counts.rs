//! How many tickets a desk has.
//!
//! The numbers stand beside the tickets. A mark of each ticket says as what it was counted, and changes in one transaction with the numbers:
//! so they are right after a crash, and what is told twice counts once. A list at which all is counted has a mark of its own.

use super::attributes::{number, number_in, text};
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_put, into_update, of_revision};
use aws_sdk_dynamodb::types::TransactWriteItem;
use docket_domain::desk::Phase;
use docket_domain::ticket::{CountedAs, Counts, PhaseCounts};
use docket_domain::{DeskId, EmailAddress, TeamId, TicketId, TopicId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most tickets that are counted in one transaction: each is a write of it, beside those of the numbers.
pub const COUNTED_AT_ONCE: usize = 40;

/// The mark of a ticket that was counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Mark {
    desk: DeskId,
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
    let team = match &counted.team {
        Some(team) => format!("{TEAM}{team}"),
        None => format!("{TOPIC}{}", counted.topic),
    };
    let mut numbers = vec![ALL.to_owned(), team];
    numbers.extend(assignee);
    numbers
}

/// By how much each number of each phase of a desk changes.
type Differences = BTreeMap<(DeskId, Phase), BTreeMap<String, i64>>;

impl Store {
    /// Counts these tickets as what they are now, in one transaction: [`COUNTED_AT_ONCE`] at most. Returns `false` if another one came
    /// between: then it is to be tried again.
    ///
    /// # Errors
    /// When the table fails.
    pub async fn count_tickets(&self, tickets: &BTreeSet<TicketId>) -> Result<bool, StoreError> {
        let keys = tickets
            .iter()
            .flat_map(|id| [keys::ticket(id), keys::counted(id)]);
        let items = self.items_now(keys.map(keys::Key::item).collect()).await?;
        let (mut states, mut marks) = (BTreeMap::new(), BTreeMap::new());
        for item in items {
            if let Some(id) = keys::ticket_of(&item) {
                let state: State = serde_dynamo::from_item(item)?;
                states.extend(state.counts_as().map(|counted| (id, counted)));
            } else if let Some(id) = keys::counted_ticket_of(&item) {
                let mark: Mark = serde_dynamo::from_item(item)?;
                marks.insert(id, mark);
            }
        }
        let mut differences = Differences::new();
        let mut writes = Vec::new();
        for (id, (desk, counted)) in states {
            let before = marks.remove(&id);
            if before
                .as_ref()
                .is_some_and(|before| before.counted == counted)
            {
                continue;
            }
            let mut add = |as_what: &CountedAs, by: i64| {
                let phase = differences.entry((desk.clone(), as_what.phase));
                let phase = phase.or_default();
                for number in numbers(as_what) {
                    *phase.entry(number).or_default() += by;
                }
            };
            if let Some(before) = &before {
                add(&before.counted, -1);
            }
            add(&counted, 1);
            let revision = before.map_or(0, |before| before.revision);
            let mark = Mark {
                desk,
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
        for ((desk, phase), by) in differences {
            writes.extend(self.add_to_counts(&desk, phase, by)?);
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

    fn add_to_counts(
        &self,
        desk: &DeskId,
        phase: Phase,
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
            .set_key(Some(keys::counts_of(desk, phase).item()))
            .update_expression(format!("ADD {}", sums.join(", ")));
        let update = by
            .iter()
            .enumerate()
            .fold(update, |update, (at, (name, by))| {
                update
                    .expression_attribute_names(format!("#n{at}"), name)
                    .expression_attribute_values(format!(":n{at}"), number(by))
            });
        into_update(update).map(Some)
    }

    /// Returns how many tickets a desk has, as it was a moment ago. Returns `None` as long as not all of them are counted: an earlier version
    /// counted none.
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
        let (mut counts, mut is_whole) = (Counts::default(), false);
        for item in found.items() {
            let of = item.get("sk").and_then(|sk| sk.as_s().ok());
            match of.map(|of| of.parse()) {
                Some(Ok(phase)) => {
                    counts.0.insert(phase, phase_counts(item));
                }
                Some(Err(())) => is_whole |= of.map(String::as_str) == Some(keys::ALL_COUNTED),
                None => {}
            }
        }
        Ok(is_whole.then_some(counts))
    }

    /// Returns `true` if all tickets of a desk are counted.
    pub(super) async fn are_counted(&self, desk: &DeskId) -> Result<bool, StoreError> {
        Ok(self.item(keys::all_counted(desk)).await?.is_some())
    }

    /// Makes the write that notes that all tickets of a desk are counted.
    pub(super) fn all_counted(&self, desk: &DeskId) -> Result<TransactWriteItem, StoreError> {
        into_put(self.put(keys::all_counted(desk).item()))
    }
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
        } else if let Some(Ok(team)) = name.strip_prefix(TEAM).map(str::parse) {
            counts.by_team.insert(team, count);
        } else if let Some(Ok(topic)) = name.strip_prefix(TOPIC).map(str::parse) {
            counts.by_topic.insert(topic, count);
        }
    }
    counts
}
