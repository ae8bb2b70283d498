//! How tickets get somebody who works on them.

use super::definition::Desk;
use super::people::Person;
use super::spanned::Spanned;
use crate::access::Action;
use crate::actor::Actor;
use crate::oncall::{Override, Roster};
use crate::ticket::Ticket;
use crate::value::{EmailAddress, ScheduleId, TopicId};
use jiff::Timestamp;
use serde::Deserialize;

/// How tickets get somebody who works on them.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assignment {
    /// `true` tells the requester by mail who works on their ticket, if nobody has written to them before.
    pub introduce: bool,
    /// `true` gives a ticket that nobody works on to whoever of the desk answers it.
    pub on_reply: bool,
    /// How a new ticket gets somebody at once. `None` if it gets nobody.
    pub automatic: Option<AutomaticAssignment>,
    /// The number of open tickets at which somebody gets no more by a rule.
    pub most: Option<Spanned<u32>>,
    /// The schedule whose people get tickets by a rule: whoever is off gets none. Without it, all who answer the topic.
    pub on_shift: Option<Spanned<ScheduleId>>,
}

/// How a new ticket gets somebody who works on it. All of those are asked who answer its topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutomaticAssignment {
    /// They get tickets in turn, by the tickets' numbers.
    RoundRobin,
    /// Whoever has the fewest open tickets gets it. Among equals, it is their turn that decides.
    LeastLoaded,
}

/// Somebody who can get a new ticket by a rule.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'d> {
    /// Their address.
    pub email: &'d EmailAddress,
    /// The number of open tickets that they work on.
    pub load: u32,
}

impl Assignment {
    /// The open tickets of somebody are counted up to this number.
    pub const MOST_COUNTED: u32 = 200;

    /// Returns `true` if it counts how many open tickets somebody has.
    #[must_use]
    pub fn needs_loads(&self) -> bool {
        self.most.is_some() || self.automatic == Some(AutomaticAssignment::LeastLoaded)
    }

    /// Returns who gets the ticket of that number. Returns `None` if nobody can.
    #[must_use]
    pub fn choose<'d>(
        &self,
        candidates: &[Candidate<'d>],
        number: u64,
    ) -> Option<&'d EmailAddress> {
        let most = self.most.as_deref().copied().unwrap_or(u32::MAX);
        let turn = number.checked_rem(u64::try_from(candidates.len()).ok()?)?;
        let turn = usize::try_from(turn).ok()?;
        let (later, first) = candidates.split_at_checked(turn)?;
        let in_turn = first.iter().chain(later);
        let mut free = in_turn.filter(|candidate| candidate.load < most);
        let chosen = match self.automatic? {
            AutomaticAssignment::RoundRobin => free.next(),
            // The first of those with the fewest.
            AutomaticAssignment::LeastLoaded => free.min_by_key(|candidate| candidate.load),
        };
        chosen.map(|candidate| candidate.email)
    }
}

impl Desk {
    /// Returns those who can get a new ticket with that topic by a rule, in the order of the desk file. `overrides` are those of who is on
    /// call. Returns nobody where the desk has no such rule.
    #[must_use]
    pub fn who_can_get(
        &self,
        topic: &TopicId,
        overrides: &[Override],
        at: Timestamp,
    ) -> Vec<&EmailAddress> {
        if self.assignment.automatic.is_none() {
            return Vec::new();
        }
        let mut people = self.answering(topic);
        if let Some(schedule) = self.assignment.on_shift.as_ref() {
            let roster = Roster {
                desk: self,
                overrides,
            };
            let on_shift = self.schedule(schedule.as_str());
            let on_shift = on_shift.map(|schedule| roster.on_call(schedule, at));
            people.retain(|email| on_shift.iter().flatten().any(|other| other == email));
        }
        people
    }

    /// Returns the person who works on a ticket. Returns `None` if nobody does, or the person has left the desk.
    #[must_use]
    pub fn assignee(&self, ticket: &Ticket) -> Option<&Person> {
        self.person(ticket.assignee.as_ref()?)
    }

    /// Returns the person who works on a ticket, for a reader: one of the desk, or whoever sees its answers where it tells them.
    #[must_use]
    pub fn assignee_seen_by(&self, ticket: &Ticket, reader: &Actor) -> Option<&Person> {
        let is_told = self.assignment.introduce && reader.may(Action::SeeAnswers);
        let is_seen = is_told || reader.may(Action::SeeInternal);
        self.assignee(ticket).filter(|_| is_seen)
    }

    /// Returns the addresses of those who answer a ticket: the team that it was given to, or else those who answer its topic.
    #[must_use]
    pub fn answering_ticket(&self, ticket: &Ticket) -> Vec<&EmailAddress> {
        let given = ticket.team.as_ref().and_then(|team| self.team(team));
        match given {
            Some(team) => team.addresses(),
            None => self.answering(&ticket.topic),
        }
    }
}
