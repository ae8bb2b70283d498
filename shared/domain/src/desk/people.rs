//! The people who work at a desk.

use super::spanned::Spanned;
use super::workflow::Period;
use crate::actor::Rank;
use crate::oncall::Way;
use crate::value::{CalendarId, EmailAddress, TeamId, TopicId, Words};
use serde::Deserialize;

/// A person who works at the desk and may sign in to the console.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The address that the sign-in link is sent to.
    pub email: Spanned<EmailAddress>,
    /// The name that requesters see.
    pub name: String,
    /// The role, which decides on the moves that the person may make.
    pub role: Rank,
    /// `true` for somebody whom no rule of the file need name.
    #[serde(default)]
    pub quiet: bool,
    /// How the person is contacted when they are called. By mail at once, if it says nothing.
    #[serde(default)]
    pub contact: Vec<ContactRule>,
}

/// One of the ways in which somebody is contacted when they are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactRule {
    /// `mail`, or the ID of a channel.
    pub channel: Spanned<Way>,
    /// The time after the call.
    #[serde(default)]
    pub after: Period,
}

/// Some of the desk's people, who answer certain topics.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// The team's ID.
    pub id: Spanned<TeamId>,
    /// The name that the desk's people see.
    pub label: Spanned<Words>,
    /// The addresses of its people, each one of the desk's.
    pub people: Vec<Spanned<EmailAddress>>,
    /// The topics that it answers. A topic is of one team at most.
    #[serde(default)]
    pub topics: Vec<Spanned<TopicId>>,
    /// `true` for the team that answers the topics of no other one.
    #[serde(default)]
    pub rest: bool,
    /// The calendar of its hours. `None` for the desk's own.
    pub calendar: Option<Spanned<CalendarId>>,
}

impl Team {
    /// Returns the addresses of its people.
    #[must_use]
    pub fn addresses(&self) -> Vec<&EmailAddress> {
        self.people.iter().map(|email| &**email).collect()
    }
}
