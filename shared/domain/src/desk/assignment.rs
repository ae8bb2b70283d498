//! How tickets get somebody who works on them.

use super::definition::Desk;
use super::people::Person;
use crate::access::Action;
use crate::actor::Actor;
use crate::ticket::Ticket;
use crate::value::EmailAddress;
use serde::Deserialize;

/// How tickets get somebody who works on them.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Assignment {
    /// `true` tells the requester by mail who works on their ticket, if nobody has written to them before.
    pub introduce: bool,
    /// `true` gives a ticket that nobody works on to whoever of the desk answers it.
    pub on_reply: bool,
}

impl Desk {
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
