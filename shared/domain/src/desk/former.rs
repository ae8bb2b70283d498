//! What a desk remembers of the files that it had before: the statuses, topics and priorities that are gone, and that tickets
//! still have.
//!
//! The memory is kept beside the desk file, in the same language: TOML, with the tables of the files that had them. So a status
//! that is gone keeps its label, its phase and the ways out of it, and nobody has to have kept an old file.

use super::definition::Desk;
use super::spanned::Spanned;
use super::workflow::{AutoClose, Move, Reaction, Start, Status};
use crate::value::{ChoiceId, StatusId, TopicId, Words};
use serde::Deserialize;
use toml::{Table, Value};

/// What a desk no longer has.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Former {
    /// Statuses.
    pub(super) statuses: Vec<Status>,
    /// The moves out of them.
    pub(super) moves: Vec<Move>,
    /// The reactions that start from them.
    pub(super) reactions: Vec<Reaction>,
    /// The changes after a time of silence in them.
    pub(super) auto_close: Vec<AutoClose>,
    /// Topics.
    pub(super) topics: Vec<FormerTopic>,
    /// Priorities.
    pub(super) priorities: Vec<FormerPriority>,
}

/// A topic that the desk no longer has.
#[derive(Debug, Deserialize)]
pub(super) struct FormerTopic {
    pub(super) id: Spanned<TopicId>,
    pub(super) label: Words,
}

/// A priority that the desk no longer has.
#[derive(Debug, Deserialize)]
pub(super) struct FormerPriority {
    pub(super) id: Spanned<ChoiceId>,
    pub(super) label: Words,
    /// Its rank among the priorities of that time.
    pub(super) rank: usize,
}

impl Desk {
    /// Returns the desk with its memory. A memory that cannot be read, as from a later version, counts as empty.
    #[must_use]
    pub fn with_memory(mut self, memory: &str) -> Self {
        let mut former: Former = toml::from_str(memory).unwrap_or_default();
        // A way out leads on where its own end is gone as well.
        let mut moves = std::mem::take(&mut former.moves);
        self.former = former;
        for step in &mut moves {
            if let Some(to) = self.landing(&step.to).cloned() {
                step.to.replace(to);
            }
        }
        self.former.moves = moves;
        self
    }
}

/// Returns what a desk remembers once its file has become `after`: what it remembered, and what the file `before` had. Nothing
/// that the desk has again is remembered.
#[must_use]
pub fn memory(memory: &str, before: &str, after: &Desk) -> String {
    let mut kept: Table = memory.parse().unwrap_or_default();
    let file: Table = before.parse().unwrap_or_default();
    let has_status = |id: &str| after.statuses.iter().any(|status| status.id.as_str() == id);
    remember(&mut kept, &file, "statuses", "id", has_status);
    remember(&mut kept, &file, "auto_close", "status", has_status);
    for rules in ["moves", "reactions"] {
        let statuses: Vec<Value> = list(&file, "statuses")
            .filter_map(|status| status.get("id").cloned())
            .collect();
        let split = list(&file, rules).flat_map(|rule| by_start(rule, &statuses));
        let split: Vec<Value> = split.collect();
        let split = Table::from_iter([(rules.to_owned(), Value::Array(split))]);
        // Each rule of a status is one entry, so the entries of one file stand together or not at all.
        remember(&mut kept, &split, rules, "from", has_status);
    }
    let has_topic = |id: &str| after.topics.iter().any(|topic| topic.id.as_str() == id);
    remember(
        &mut kept,
        &short(&file, "topics"),
        "topics",
        "id",
        has_topic,
    );
    let has_priority = |id: &str| {
        after
            .priorities
            .iter()
            .any(|priority| priority.id.as_str() == id)
    };
    remember(
        &mut kept,
        &short(&file, "priorities"),
        "priorities",
        "id",
        has_priority,
    );
    kept.retain(|_, list| list.as_array().is_some_and(|list| !list.is_empty()));
    kept.to_string()
}

/// Adds to a list of the memory the entries of a desk file whose ID the desk lacks, in place of those that it remembers under
/// the same ID, and drops the ones that the desk has.
fn remember(kept: &mut Table, file: &Table, name: &str, key: &str, has: impl Fn(&str) -> bool) {
    let id = |entry: &Value| id_in(entry, key).map(str::to_owned);
    let new: Vec<Value> = list(file, name).cloned().collect();
    let named: Vec<String> = new.iter().filter_map(id).collect();
    let old = list(kept, name).filter(|entry| id(entry).is_some_and(|id| !named.contains(&id)));
    let all = old
        .chain(&new)
        .filter(|entry| id(entry).is_some_and(|id| !has(&id)));
    let all: Vec<Value> = all.cloned().collect();
    kept.insert(name.to_owned(), Value::Array(all));
}

/// Returns the ID that an entry stands under: a text, or the first of a list.
fn id_in<'a>(entry: &'a Value, key: &str) -> Option<&'a str> {
    let id = entry.get(key)?;
    id.as_str().or_else(|| id.as_array()?.first()?.as_str())
}

fn list<'a>(table: &'a Table, name: &str) -> impl Iterator<Item = &'a Value> {
    table
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// Returns a rule once for each status that it starts from. A rule that starts from any status starts from each of these.
fn by_start(rule: &Value, all: &[Value]) -> Vec<Value> {
    let from = rule.get("from");
    let own = from.and_then(Value::as_array).map(Vec::as_slice);
    let statuses = own.or_else(|| (from?.as_str()? == "any").then_some(all));
    let rules = statuses.into_iter().flatten().filter_map(|status| {
        let mut rule = rule.as_table()?.clone();
        rule.insert("from".to_owned(), Value::Array(vec![status.clone()]));
        Some(Value::Table(rule))
    });
    rules.collect()
}

/// Returns the entries of a list with what tickets need of them: ID, label and place in the list.
fn short(file: &Table, name: &str) -> Table {
    let entries = (0_i64..).zip(list(file, name)).filter_map(|(rank, entry)| {
        let (id, label) = (entry.get("id")?.clone(), entry.get("label")?.clone());
        let rank = Value::Integer(rank);
        let pairs = [("id", id), ("label", label), ("rank", rank)];
        let pairs = pairs.map(|(key, value)| (key.to_owned(), value));
        Some(Value::Table(Table::from_iter(pairs)))
    });
    Table::from_iter([(name.to_owned(), Value::Array(entries.collect()))])
}

/// The rules of a desk, for tickets in any status that it has or had.
impl Desk {
    /// Returns the moves that start from this status, whoever may make them.
    pub fn moves_from<'d>(&'d self, status: &'d StatusId) -> impl Iterator<Item = &'d Move> {
        let status = self.current_status(status);
        let former = self
            .former
            .moves
            .iter()
            .filter(|step| self.has_status(&step.to));
        let of_file = self.moves.iter();
        let of_file = of_file.filter(move |step| step.from.holds(status, &step.to));
        // A move from any status leads out of this one too, and need not stand there twice.
        let anywhere = |to: &StatusId| {
            self.moves
                .iter()
                .any(|step| matches!(step.from, Start::Any) && *step.to == *to)
        };
        let former =
            former.filter(move |step| step.from.holds(status, &step.to) && !anywhere(&step.to));
        of_file.chain(former)
    }

    /// Returns the changes that comments cause in this status, each with the status that it leads to.
    pub fn reactions_in<'d>(
        &'d self,
        status: &'d StatusId,
    ) -> impl Iterator<Item = (&'d Reaction, &'d StatusId)> {
        let status = self.current_status(status);
        let all = self.reactions.iter().chain(&self.former.reactions);
        let here = all.filter(move |reaction| reaction.from.iter().any(|from| **from == *status));
        here.filter_map(move |reaction| Some((reaction, self.landing(&reaction.to)?)))
            .filter(move |(_, to)| *to != status)
    }

    /// Returns the rules for silence in this status, each with the status that it leads to.
    pub fn silences_in<'d>(
        &'d self,
        status: &'d StatusId,
    ) -> impl Iterator<Item = (&'d AutoClose, &'d StatusId)> {
        let status = self.current_status(status);
        let all = self.auto_close.iter().chain(&self.former.auto_close);
        let here = all.filter(move |rule| *rule.status == *status);
        here.filter_map(move |rule| Some((rule, self.landing(&rule.to)?)))
            .filter(move |(_, to)| *to != status)
    }

    /// Returns the status that a rule leads to: the one that it names, or what replaces it. Where the desk has neither, the
    /// first status of the same phase.
    fn landing<'d>(&'d self, to: &'d StatusId) -> Option<&'d StatusId> {
        let to = self.current_status(to);
        if self.has_status(to) {
            return Some(to);
        }
        let phase = self.phase(to);
        let alike = self.statuses.iter().find(|status| status.phase == phase);
        alike.map(|status| &*status.id)
    }
}

/// What tickets of the desk may have.
impl Desk {
    /// Returns the statuses that the desk has, had or replaces.
    pub(super) fn known_statuses(&self) -> Vec<StatusId> {
        let own = self.statuses.iter().chain(&self.former.statuses);
        let replaced = self.replaced.statuses.keys().cloned();
        own.map(|status| status.id.clone())
            .chain(replaced)
            .collect()
    }

    /// Returns the priorities that the desk has, had or replaces.
    pub(super) fn known_priorities(&self) -> Vec<ChoiceId> {
        let own = self.priorities.iter().map(|choice| choice.id.clone());
        let former = self
            .former
            .priorities
            .iter()
            .map(|former| former.id.clone());
        let replaced = self.replaced.priorities.keys().cloned();
        own.chain(former).chain(replaced).collect()
    }
}
