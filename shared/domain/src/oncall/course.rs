//! The steps of a policy and their times.

use super::policy::EscalationPolicy;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A step of a page's course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// A step of the policy. Both are counted from 0.
    Level {
        /// The round.
        round: u8,
        /// The place of the step in the policy.
        level: u8,
    },
    /// All rounds are over.
    LastResort,
}

/// The course of a page that started at a time.
#[derive(Debug, Clone, Copy)]
pub struct Course<'p> {
    /// The policy. `None` if the desk's file has it no more: what is left is the last resort.
    pub policy: Option<&'p EscalationPolicy>,
    /// The start of the page.
    pub started_at: Timestamp,
}

impl Course<'_> {
    /// Returns the first step.
    #[must_use]
    pub fn first(&self) -> Step {
        self.level(0, 0)
    }

    /// Returns the step that follows. Returns `None` after the last.
    #[must_use]
    pub fn after(&self, step: Step) -> Option<Step> {
        match step {
            Step::Level { round, level } => Some(self.level(round, level.saturating_add(1))),
            Step::LastResort => None,
        }
    }

    /// Returns the first step of the round after that of a step, if there is one.
    #[must_use]
    pub fn next_round(&self, step: Step) -> Option<Step> {
        let Step::Level { round, .. } = step else {
            return None;
        };
        let next = self.level(round.saturating_add(1), 0);
        (next != Step::LastResort && round < u8::MAX).then_some(next)
    }

    /// Returns the time of a step.
    #[must_use]
    pub fn time(&self, step: Step) -> Timestamp {
        let Some(policy) = self.policy else {
            return self.started_at;
        };
        let (round, after) = match step {
            Step::Level { round, level } => {
                let step = policy.steps.get(usize::from(level));
                let after = step.map(|step| step.after.duration());
                (i32::from(round), after.unwrap_or_default())
            }
            Step::LastResort => (i32::from(policy.repeat) + 1, jiff::SignedDuration::ZERO),
        };
        let begin = policy.round().checked_mul(round);
        let later = begin.and_then(|begin| begin.checked_add(after));
        let time = later.and_then(|later| self.started_at.checked_add(later).ok());
        time.unwrap_or(Timestamp::MAX)
    }

    /// Returns the step at a place, or what comes where there is none.
    fn level(&self, round: u8, level: u8) -> Step {
        let steps = self.policy.map_or(0, |policy| policy.steps.len());
        let repeat = self.policy.map_or(0, |policy| policy.repeat);
        match usize::from(level) < steps {
            true if round <= repeat => Step::Level { round, level },
            false if steps > 0 && round < repeat => Step::Level {
                round: round + 1,
                level: 0,
            },
            _ => Step::LastResort,
        }
    }
}
