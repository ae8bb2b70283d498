//! What tickets have and a desk file does not: told before the file is put to use.

use super::definition::Desk;
use super::workflow::Phase;
use crate::value::{CalendarId, ChoiceId, EmailAddress, StatusId, TicketPrefix, TopicId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The words of a desk file that a ticket has. Tickets that have the same ones are counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TicketWords {
    /// The prefix of its ID.
    pub prefix: TicketPrefix,
    /// Its topic.
    pub topic: TopicId,
    /// Its status.
    pub status: StatusId,
    /// Its priority.
    pub priority: Option<ChoiceId>,
    /// Who works on it.
    pub assignee: Option<EmailAddress>,
    /// The phase of the list that shows it.
    pub phase: Phase,
}

/// The kind of what a desk file lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrphanKind {
    /// A status.
    Status,
    /// A topic.
    Topic,
    /// A priority.
    Priority,
    /// A person, by their address. The tickets are those that they work on.
    Person,
    /// The prefix of ticket IDs. `replaced_by` is the new one.
    Prefix,
    /// The desk itself: no file has its ID.
    Desk,
}

/// Something that a desk file lacks, with the tickets that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orphan {
    /// What it is.
    pub kind: OrphanKind,
    /// Its ID.
    pub id: String,
    /// What it counts as from now on, as the file says.
    pub replaced_by: Option<String>,
    /// The number of tickets that have it.
    pub tickets: u64,
    /// How many of them are not done.
    pub unfinished: u64,
}

/// Returns what tickets of a desk have and the desk lacks. `before` is the desk as it is in use now.
#[must_use]
pub fn orphans(
    tickets: &BTreeMap<TicketWords, u64>,
    before: Option<&Desk>,
    desk: &Desk,
) -> Vec<Orphan> {
    let mut found = Found::default();
    for (words, count) in tickets {
        let mut add =
            |kind, id: &str, by: Option<&str>| found.add(kind, id, by, *count, words.phase);
        let status = desk.current_status(&words.status);
        if *status != words.status || !desk.has_status(status) {
            let by = Some(status.as_str()).filter(|by| *by != words.status.as_str());
            add(OrphanKind::Status, words.status.as_str(), by);
        }
        let topic = desk.topic(&words.topic).map(|topic| topic.id.as_str());
        if topic != Some(words.topic.as_str()) {
            add(OrphanKind::Topic, words.topic.as_str(), topic);
        }
        if let Some(priority) = &words.priority {
            let current = desk.current_priority(priority);
            let is_there = desk.priorities.iter().any(|choice| *choice.id == *current);
            if current != priority || !is_there {
                let by = Some(current.as_str()).filter(|_| current != priority);
                add(OrphanKind::Priority, priority.as_str(), by);
            }
        }
        if let Some(email) = &words.assignee
            && desk.person(email).is_none()
            && words.phase != Phase::Done
        {
            add(OrphanKind::Person, email.as_str(), None);
        }
        if words.prefix != *desk.ticket_prefix {
            add(
                OrphanKind::Prefix,
                words.prefix.as_str(),
                Some(desk.ticket_prefix.as_str()),
            );
        }
    }
    for person in before.iter().flat_map(|before| &before.people) {
        if desk.person(&person.email).is_none() {
            found.add(
                OrphanKind::Person,
                person.email.as_str(),
                None,
                0,
                Phase::Done,
            );
        }
    }
    found.0.into_values().collect()
}

/// Returns the desk itself as an orphan: no file has it.
#[must_use]
pub fn whole_desk(tickets: &BTreeMap<TicketWords, u64>, desk: &str) -> Orphan {
    let mut found = Found::default();
    found.add(OrphanKind::Desk, desk, None, 0, Phase::Done);
    for (words, count) in tickets {
        found.add(OrphanKind::Desk, desk, None, *count, words.phase);
    }
    let mut found = found.0.into_values();
    found.next().unwrap_or_else(|| Orphan {
        kind: OrphanKind::Desk,
        id: desk.to_owned(),
        replaced_by: None,
        tickets: 0,
        unfinished: 0,
    })
}

#[derive(Default)]
struct Found(BTreeMap<(OrphanKind, String), Orphan>);

impl Found {
    fn add(&mut self, kind: OrphanKind, id: &str, by: Option<&str>, tickets: u64, phase: Phase) {
        let entry = self.0.entry((kind, id.to_owned()));
        let orphan = entry.or_insert_with(|| Orphan {
            kind,
            id: id.to_owned(),
            replaced_by: by.map(str::to_owned),
            tickets: 0,
            unfinished: 0,
        });
        orphan.tickets += tickets;
        if phase != Phase::Done {
            orphan.unfinished += tickets;
        }
    }
}

/// The words whose tickets stand elsewhere in the lists, or are due at another time, since the desk file changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Displaced {
    /// `true` if any ticket may be: an earlier change was broken off, and nobody knows which ones it reached.
    pub any: bool,
    /// Statuses.
    pub statuses: Vec<StatusId>,
    /// Priorities.
    pub priorities: Vec<ChoiceId>,
    /// `true` if it is so for tickets without a priority, or with one that nobody knows.
    pub unranked: bool,
    /// `true` if it is so for all tickets: the queue has another order.
    pub queue: bool,
    /// `true` if it is so for all that are not done: service levels, or the hours that they count by, are others.
    pub clocks: bool,
}

impl Displaced {
    /// Returns `true` if the tickets with these words are displaced.
    #[must_use]
    pub fn concerns(&self, status: &StatusId, priority: Option<&ChoiceId>) -> bool {
        let by_rank = priority.map_or(self.unranked, |priority| self.priorities.contains(priority));
        self.any || self.queue || self.clocks || self.statuses.contains(status) || by_rank
    }

    /// Returns `true` if no ticket is displaced.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the phases in which tickets are now that may count as something else. Those that a change of their own has put there are among
    /// them.
    #[must_use]
    pub fn counted_in(&self, after: &Desk) -> BTreeSet<Phase> {
        match self.any {
            true => Phase::ALL.into(),
            false => self.statuses.iter().map(|it| after.phase(it)).collect(),
        }
    }

    /// Returns the phases of the lists that show the tickets.
    #[must_use]
    pub fn phases(&self, before: &Desk) -> Vec<Phase> {
        if self.any || self.queue || self.unranked || !self.priorities.is_empty() {
            return Phase::ALL.to_vec();
        }
        let shown = |phase: &Phase| {
            let mut statuses = self.statuses.iter();
            let is_timed = self.clocks && *phase != Phase::Done;
            is_timed || statuses.any(|status| before.phase(status) == *phase)
        };
        Phase::ALL.into_iter().filter(shown).collect()
    }
}

/// Returns the words whose tickets a change of the desk file displaces.
#[must_use]
pub fn displaced(before: &Desk, after: &Desk) -> Displaced {
    let silence = |desk: &Desk, id: &StatusId| {
        let rules = desk.silences_in(id).map(|(rule, _)| {
            let before = rule.remind_before.as_ref().map(|it| it.duration());
            (rule.after.duration(), before)
        });
        rules.min().filter(|_| !desk.is_removed())
    };
    let mut statuses = before.known_statuses();
    statuses.extend(after.known_statuses());
    statuses.sort();
    statuses.dedup();
    statuses.retain(|id| {
        before.phase(id) != after.phase(id) || silence(before, id) != silence(after, id)
    });
    let has_levels = !(before.service_levels.is_empty() && after.service_levels.is_empty());
    // A clock also counts the time in statuses that the ticket has left.
    let phases = statuses
        .iter()
        .any(|id| before.phase(id) != after.phase(id));
    let mut priorities = before.known_priorities();
    priorities.retain(|id| before.rank(Some(id)) != after.rank(Some(id)));
    Displaced {
        any: false,
        statuses,
        priorities,
        queue: before.queue.differs_from(&after.queue),
        unranked: before.rank(None) != after.rank(None),
        clocks: has_levels && (phases || !before.has_clocks_of(after)),
    }
}

impl Desk {
    fn calendars_of_contracts(&self) -> impl Iterator<Item = (&ChoiceId, &CalendarId)> {
        let contracts = self.contracts.iter();
        contracts.filter_map(|it| Some((&*it.id, it.calendar.as_deref()?)))
    }

    /// Returns the teams with what decides whose calendar counts. None, if no team has one.
    fn calendars_of_teams(&self) -> impl Iterator<Item = impl PartialEq + use<'_>> {
        let some = self.teams.iter().any(|team| team.calendar.is_some());
        let teams = self.teams.iter().filter(move |_| some);
        teams.map(|it| (&it.id, &it.calendar, &it.topics, it.rest))
    }

    /// Returns `true` if the clocks of service levels run alike on both desks, as far as statuses have the same phases.
    fn has_clocks_of(&self, other: &Self) -> bool {
        self.service_levels == other.service_levels
            && self.calendars == other.calendars
            && self
                .calendars_of_contracts()
                .eq(other.calendars_of_contracts())
            && self.calendars_of_teams().eq(other.calendars_of_teams())
            && (&self.hours, &self.zone) == (&other.hours, &other.zone)
            && self.is_removed() == other.is_removed()
            && self.replaced.topics == other.replaced.topics
            && self.replaced.priorities == other.replaced.priorities
    }
}
