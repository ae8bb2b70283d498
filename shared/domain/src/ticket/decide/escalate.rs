//! The command that calls the people on call because a target has passed.

use crate::clock::{Metric, TimerAction};
use crate::desk::Desk;
use crate::oncall::PageId;
use crate::ticket::change::Change;
use crate::ticket::state::Ticket;
use crate::value::PolicyId;
use jiff::Timestamp;

/// A call that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation<'d> {
    /// The policy that calls.
    pub policy: &'d PolicyId,
    /// What the service levels measure that have missed their targets.
    pub breached: Vec<Metric>,
    /// The instant by which the last of the targets had passed.
    pub passed_at: Timestamp,
}

impl Ticket {
    /// Returns the call that is due at `now`. If several are, that of the target that passed first, with all that its policy calls for.
    #[must_use]
    pub fn escalation<'d>(&'d self, desk: &'d Desk, now: Timestamp) -> Option<Escalation<'d>> {
        let due = self.due(desk, now);
        let calls = due.iter().filter_map(|timer| match timer.action {
            TimerAction::Escalate { metric, policy } => Some((metric, policy, timer.at)),
            _ => None,
        });
        let calls: Vec<(Metric, &PolicyId, Timestamp)> = calls.collect();
        let (_, policy, _) = *calls.first()?;
        let of_policy = || calls.iter().filter(|(_, other, _)| *other == policy);
        Some(Escalation {
            policy,
            breached: of_policy().map(|(metric, ..)| *metric).collect(),
            passed_at: of_policy().map(|(.., at)| *at).max()?,
        })
    }

    pub(super) fn escalate(&self, page: PageId, desk: &Desk, now: Timestamp) -> Vec<Change> {
        let call = self.escalation(desk, now);
        let paged = call.map(|call| Change::Paged {
            page,
            policy: call.policy.clone(),
            breached: call.breached,
        });
        paged.into_iter().collect()
    }
}
