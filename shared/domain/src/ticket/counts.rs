//! How many tickets a desk has: by phase, by who works on them, and by team.

use super::change::Change;
use crate::desk::{Desk, Phase, Team};
use crate::value::{EmailAddress, TeamId, TopicId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// As what a ticket counts. It follows from the ticket alone, so that a changed desk file changes no counts but those of phases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedAs {
    /// The phase.
    pub phase: Phase,
    /// Who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<EmailAddress>,
    /// The team that it was given to. `None` for the one that answers its topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The topic.
    pub topic: TopicId,
}

/// The numbers of a desk's tickets in each phase.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(pub BTreeMap<Phase, PhaseCounts>);

/// The numbers of a desk's tickets in one phase.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhaseCounts {
    /// That of all tickets.
    pub tickets: u64,
    /// Those of each person who works on some.
    pub by_assignee: BTreeMap<EmailAddress, u64>,
    /// Those of each topic that were given to each team.
    pub by_team: BTreeMap<(TeamId, TopicId), u64>,
    /// Those of each topic that were given to no team.
    pub by_topic: BTreeMap<TopicId, u64>,
}

impl Counts {
    /// Returns the numbers in a phase. `None` if it never had a ticket.
    #[must_use]
    pub fn of(&self, phase: Phase) -> Option<&PhaseCounts> {
        self.0.get(&phase)
    }

    /// Returns the number of all tickets in a phase.
    #[must_use]
    pub fn tickets(&self, phase: Phase) -> u64 {
        self.of(phase).map_or(0, |counts| counts.tickets)
    }
}

impl PhaseCounts {
    /// Returns the number that this person works on.
    #[must_use]
    pub fn assignee(&self, email: &EmailAddress) -> u64 {
        self.by_assignee.get(email).copied().unwrap_or_default()
    }

    /// Returns the number that nobody works on who is one of the desk's people.
    #[must_use]
    pub fn nobody(&self, desk: &Desk) -> u64 {
        let people = desk
            .people
            .iter()
            .map(|person| self.assignee(&person.email));
        self.tickets.saturating_sub(people.sum())
    }

    /// Returns the number that a team answers: those that it was given, and those of its topics that no team was given which the desk still
    /// has.
    #[must_use]
    pub fn team(&self, team: &Team, desk: &Desk) -> u64 {
        let given = self.by_team.iter().map(|((given, topic), count)| {
            let given = desk.team(given);
            (given.or_else(|| desk.team_of(topic)), count)
        });
        let of_topics = self.by_topic.iter();
        let of_topics = of_topics.map(|(topic, count)| (desk.team_of(topic), count));
        let answers = |answering: Option<&Team>| answering.is_some_and(|it| *it.id == *team.id);
        let all = given.chain(of_topics).filter(|(it, _)| answers(*it));
        all.fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }
}

impl Change {
    /// Returns `true` if a ticket may count as something else after it. That of a later version may be anything.
    #[must_use]
    pub fn changes_counts(&self) -> bool {
        matches!(
            self,
            Self::Unknown { .. }
                | Self::Opened(_)
                | Self::StatusChanged { .. }
                | Self::Assigned(_)
                | Self::DetailsChanged { .. }
        )
    }
}
