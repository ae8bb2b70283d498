//! How many tickets a desk has, as the API shows it.

use docket_domain::desk::{Desk, Phase};
use docket_domain::ticket::{Counts, PhaseCounts};
use serde::Serialize;

/// How many tickets a desk has, as it was a moment ago.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Counts"))]
pub struct CountsAnswer {
    /// The numbers in each phase. `null` as long as not all tickets are counted, since an earlier version opened them: `docket desks apply` counts
    /// them.
    phases: Option<Vec<PhaseCountsAnswer>>,
}

/// The numbers of tickets in a phase.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PhaseCounts"))]
struct PhaseCountsAnswer {
    /// The phase.
    #[cfg_attr(test, schemars(extend("enum" = Phase::NAMES)))]
    phase: &'static str,
    /// The number of all tickets.
    tickets: u64,
    /// The number that nobody works on.
    nobody: u64,
    /// The number that each of the desk's people works on.
    assignees: Vec<AssigneeCountAnswer>,
    /// The number that each team answers.
    teams: Vec<TeamCountAnswer>,
}

/// The number of tickets that somebody works on.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AssigneeCount"))]
struct AssigneeCountAnswer {
    /// Their address.
    email: String,
    /// The number.
    tickets: u64,
}

/// The number of tickets that a team answers.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TeamCount"))]
struct TeamCountAnswer {
    /// The ID of the team.
    team: String,
    /// The number.
    tickets: u64,
}

impl CountsAnswer {
    /// Makes the answer. `counts` is `None` if not all tickets are counted.
    #[must_use]
    pub fn new(counts: Option<&Counts>, desk: &Desk) -> Self {
        let none = PhaseCounts::default();
        let phases = counts.map(|counts| {
            let all = Phase::ALL.into_iter();
            all.map(|phase| PhaseCountsAnswer::new(phase, counts.of(phase).unwrap_or(&none), desk))
                .collect()
        });
        Self { phases }
    }
}

impl PhaseCountsAnswer {
    fn new(phase: Phase, counts: &PhaseCounts, desk: &Desk) -> Self {
        let assignees = desk.people.iter().map(|person| AssigneeCountAnswer {
            email: person.email.to_string(),
            tickets: counts.assignee(&person.email),
        });
        let teams = desk.teams.iter().map(|team| TeamCountAnswer {
            team: team.id.to_string(),
            tickets: counts.team(team, desk),
        });
        Self {
            phase: phase.name(),
            tickets: counts.tickets,
            nobody: counts.nobody(desk),
            assignees: assignees.collect(),
            teams: teams.collect(),
        }
    }
}
