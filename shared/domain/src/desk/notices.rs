//! Who of a desk's people is told of what others do.

use super::definition::Desk;
use super::people::{Person, Team};
use super::spanned::{Spanned, all_or_named};
use crate::actor::Rank;
use crate::value::{ChoiceId, EmailAddress, StatusId, TeamId, TopicId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::RangeInclusive;

/// The shortest and the longest time within which what happens to a ticket makes one mail.
pub(super) const DIGEST: RangeInclusive<SignedDuration> =
    SignedDuration::from_mins(1)..=SignedDuration::from_hours(24);

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
    /// The statuses that they get, for [`Occasion::Moved`] and [`Occasion::Entered`]. All, if it names none.
    #[serde(default)]
    pub statuses: Vec<Spanned<StatusId>>,
    /// The way in which they are told.
    #[serde(default)]
    pub channel: NoticeChannel,
}

/// What the desk's people can be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// A ticket is opened.
    Opened,
    /// Somebody who does not work at the desk wrote.
    Commented,
    /// The status was changed by somebody who does not work at the desk, or by a timer.
    Moved,
    /// The ticket got one of the rule's statuses by a move or a timer, whoever made it.
    Entered,
    /// The target of a service level is near.
    DueSoon,
    /// The target of a service level has passed.
    Breached,
    /// The ticket was given to somebody of the desk, who is told of it whatever the rules say.
    Assigned,
    /// The requester said how the desk did.
    Rated,
}

impl Occasion {
    /// All of them, in the order of the profile's page.
    pub const ALL: [Self; 8] = [
        Self::Opened,
        Self::Commented,
        Self::Moved,
        Self::Entered,
        Self::DueSoon,
        Self::Breached,
        Self::Assigned,
        Self::Rated,
    ];

    /// Returns the name, as the desk file and the API have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Commented => "commented",
            Self::Moved => "moved",
            Self::Entered => "entered",
            Self::DueSoon => "due_soon",
            Self::Breached => "breached",
            Self::Assigned => "assigned",
            Self::Rated => "rated",
        }
    }
}

/// The way in which somebody is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeChannel {
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
    /// The one of the desk, other than who acts, who wrote to the requester last. Before anybody has, the team.
    LastAgent,
    /// The one who works on the ticket, other than who acts. Where nobody does, the last agent.
    Assignee,
    /// Everybody with that role.
    Rank(Rank),
    /// Whoever looks after the requester's company.
    ProjectManager,
    /// The people of that team.
    NamedTeam(TeamId),
    /// One of the desk's people.
    Person(EmailAddress),
}

/// What a rule can name, for messages.
pub(super) const NAMES: &str = "write one of `team`, `last_agent`, `assignee`, `agents`, `leads`, `admins`, `project_manager`, the ID of a team, or an address of `[[people]]`";

/// A text that names nobody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names nobody: {NAMES}")]
pub struct NobodyNamed(String);

impl TryFrom<String> for Told {
    type Error = NobodyNamed;
    fn try_from(text: String) -> Result<Self, NobodyNamed> {
        Ok(match text.as_str() {
            "team" => Self::Team,
            "last_agent" => Self::LastAgent,
            "assignee" => Self::Assignee,
            "agents" => Self::Rank(Rank::Agent),
            "leads" => Self::Rank(Rank::Lead),
            "admins" => Self::Rank(Rank::Admin),
            "project_manager" => Self::ProjectManager,
            address if address.contains('@') => {
                Self::Person(address.parse().map_err(|_| NobodyNamed(text.clone()))?)
            }
            team => Self::NamedTeam(team.parse().map_err(|_| NobodyNamed(text.clone()))?),
        })
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Team => "team",
            Self::LastAgent => "last_agent",
            Self::Assignee => "assignee",
            Self::Rank(Rank::Agent) => "agents",
            Self::Rank(Rank::Lead) => "leads",
            Self::Rank(Rank::Admin) => "admins",
            Self::ProjectManager => "project_manager",
            Self::NamedTeam(team) => team.as_str(),
            Self::Person(email) => email.as_str(),
        })
    }
}

impl NoticeRule {
    /// Returns `true` if the rule is about tickets with that topic and priority, which get that status or keep theirs.
    #[must_use]
    pub fn is_about(
        &self,
        topic: &TopicId,
        priority: Option<&ChoiceId>,
        status: Option<&StatusId>,
    ) -> bool {
        all_or_named(&self.topics, Some(topic))
            && all_or_named(&self.priorities, priority)
            && all_or_named(&self.statuses, status)
    }
}

impl Desk {
    /// Returns when a mail leaves about something that happened then, and may wait. `None` on a desk without a digest, where it leaves at once.
    #[must_use]
    pub fn end_of_digest(&self, at: Timestamp) -> Option<Timestamp> {
        let time = self.mail.digest.as_ref()?.duration();
        Some(at.checked_add(time).unwrap_or(Timestamp::MAX))
    }

    /// Returns what one of the desk's people can be told of, and what they may choose to get no mails about.
    #[must_use]
    pub fn occasions_for(&self, person: &Person) -> Vec<Occasion> {
        let tells = |rule: &&NoticeRule| rule.who.iter().any(|who| self.can_tell(who, person));
        let rules = self.notices.iter().filter(tells).map(|it| *it.when);
        // Whom a ticket is given to is told without a rule.
        let told: Vec<Occasion> = rules.chain([Occasion::Assigned]).collect();
        let all = Occasion::ALL.into_iter();
        all.filter(|occasion| told.contains(occasion)).collect()
    }

    /// Returns `true` if what a rule names can be that person.
    pub(super) fn can_tell(&self, who: &Told, person: &Person) -> bool {
        let answers = |topic: &TopicId| self.answering(topic).contains(&&*person.email);
        match who {
            Told::Team => self.topics.iter().any(|topic| answers(&topic.id)),
            Told::NamedTeam(id) => {
                let is_of = |team: &Team| team.addresses().contains(&&*person.email);
                self.team(id).is_some_and(is_of)
            }
            // Whoever works on a ticket, or writes on it, is told of what follows.
            Told::LastAgent | Told::Assignee => true,
            Told::Rank(rank) => person.role == *rank,
            Told::Person(email) => *person.email == *email,
            Told::ProjectManager => false,
        }
    }

    /// Returns the team that answers a topic: the one that names it, or else the one for the rest.
    #[must_use]
    pub fn team_of(&self, topic: &TopicId) -> Option<&Team> {
        let topic = self.current_topic(topic);
        let names = |team: &&Team| team.topics.iter().any(|own| **own == *topic);
        let named = self.teams.iter().find(names);
        named.or_else(|| self.teams.iter().find(|team| team.rest))
    }

    /// Returns the team with that ID.
    #[must_use]
    pub fn team(&self, id: &TeamId) -> Option<&Team> {
        self.teams.iter().find(|team| *team.id == *id)
    }

    /// Returns the addresses of those who answer a topic: its team, or all agents where it has none.
    #[must_use]
    pub fn answering(&self, topic: &TopicId) -> Vec<&EmailAddress> {
        match self.team_of(topic) {
            Some(team) => team.addresses(),
            None => self.ranked(Rank::Agent).collect(),
        }
    }

    /// Returns the addresses of the people with that role.
    pub fn ranked(&self, rank: Rank) -> impl Iterator<Item = &EmailAddress> {
        let has_rank = move |person: &&Person| person.role == rank;
        self.people.iter().filter(has_rank).map(|it| &*it.email)
    }
}
