//! Who of a desk's people is told of what others do.

use super::definition::Desk;
use super::people::{Person, Team};
use super::spanned::Spanned;
use crate::actor::Rank;
use crate::value::{ChoiceId, EmailAddress, TopicId};
use serde::Deserialize;
use std::fmt;

/// A rule that tells some of the desk's people of something that somebody else did.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeRule {
    /// What they are told of.
    pub when: Spanned<Occasion>,
    /// The people who are told.
    pub who: Vec<Spanned<Told>>,
    /// The topics of the tickets that the rule is about. All, if it names none.
    #[serde(default)]
    pub topics: Vec<Spanned<TopicId>>,
    /// The priorities of these tickets. All, if it names none.
    #[serde(default)]
    pub priorities: Vec<Spanned<ChoiceId>>,
    /// The way in which they are told.
    #[serde(default)]
    pub channel: Channel,
}

/// What the desk's people can be told of. Of what one of them does, the others learn on the ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// A ticket is opened.
    Opened,
    /// Somebody who does not work at the desk wrote.
    Commented,
    /// The status was changed by somebody who does not work at the desk, or by a timer.
    Moved,
}

/// The way in which somebody is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A mail.
    #[default]
    Mail,
}

/// People whom a rule names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Told {
    /// The team that answers the ticket's topic. All agents, where no team does.
    Team,
    /// The one of the desk who wrote to the requester last. Before anybody has, the team.
    LastAgent,
    /// Everybody with that role.
    Rank(Rank),
    /// Whoever looks after the requester's company.
    ProjectManager,
    /// One of the desk's people.
    Person(EmailAddress),
}

impl Told {
    /// The words for it in a desk file, beside an address.
    pub const WORDS: [&str; 6] = [
        "team",
        "last_agent",
        "agents",
        "leads",
        "admins",
        "project_manager",
    ];
}

/// A text that names nobody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` names nobody: write one of `team`, `last_agent`, `agents`, `leads`, `admins`, `project_manager`, or an address of `[[people]]`"
)]
pub struct NobodyNamed(String);

impl TryFrom<String> for Told {
    type Error = NobodyNamed;
    fn try_from(text: String) -> Result<Self, NobodyNamed> {
        Ok(match text.as_str() {
            "team" => Self::Team,
            "last_agent" => Self::LastAgent,
            "agents" => Self::Rank(Rank::Agent),
            "leads" => Self::Rank(Rank::Lead),
            "admins" => Self::Rank(Rank::Admin),
            "project_manager" => Self::ProjectManager,
            address => Self::Person(address.parse().map_err(|_| NobodyNamed(text.clone()))?),
        })
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Team => "team",
            Self::LastAgent => "last_agent",
            Self::Rank(Rank::Agent) => "agents",
            Self::Rank(Rank::Lead) => "leads",
            Self::Rank(Rank::Admin) => "admins",
            Self::ProjectManager => "project_manager",
            Self::Person(email) => email.as_str(),
        })
    }
}

impl NoticeRule {
    /// Returns `true` if the rule is about tickets with that topic and priority.
    #[must_use]
    pub fn is_about(&self, topic: &TopicId, priority: Option<&ChoiceId>) -> bool {
        let has_topic = self.topics.is_empty() || self.topics.iter().any(|it| **it == *topic);
        let is_named = |wanted: &ChoiceId| self.priorities.iter().any(|it| **it == *wanted);
        has_topic && (self.priorities.is_empty() || priority.is_some_and(is_named))
    }
}

impl Desk {
    /// Returns the team that answers a topic: the one that names it, or else the one that names no topic.
    #[must_use]
    pub fn team_of(&self, topic: &TopicId) -> Option<&Team> {
        let topic = self.current_topic(topic);
        let names = |team: &&Team| team.topics.iter().any(|own| **own == *topic);
        let named = self.teams.iter().find(names);
        named.or_else(|| self.teams.iter().find(|team| team.topics.is_empty()))
    }

    /// Returns the addresses of those who answer a topic: its team, or all agents where it has none.
    #[must_use]
    pub fn answering(&self, topic: &TopicId) -> Vec<&EmailAddress> {
        match self.team_of(topic) {
            Some(team) => team.people.iter().map(|email| &**email).collect(),
            None => self.ranked(Rank::Agent).collect(),
        }
    }

    /// Returns the addresses of the people with that role.
    pub fn ranked(&self, rank: Rank) -> impl Iterator<Item = &EmailAddress> {
        let has_rank = move |person: &&Person| person.role == rank;
        self.people.iter().filter(has_rank).map(|it| &*it.email)
    }
}
