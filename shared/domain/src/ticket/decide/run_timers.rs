//! The command that runs timers.

use crate::clock::{self, Milestone, Timer, TimerAction};
use crate::desk::Desk;
use crate::ticket::change::{Cause, Change};
use crate::ticket::state::Ticket;
use jiff::Timestamp;

impl Ticket {
    /// Returns the changes by the timers that are due at `now`: what is recorded of service levels, or else what follows from a time of
    /// silence by the timer that is due first. Returns none if no timer is due.
    ///
    /// Only one change of status is made at a time, since it can start or end other timers.
    pub(super) fn run_timers(&self, desk: &Desk, now: Timestamp) -> Vec<Change> {
        let records = self.records(desk, now);
        if !records.is_empty() {
            return records;
        }
        let due = self.due(desk, now).into_iter();
        let moves = due.filter_map(|timer| match timer.action {
            TimerAction::AutoClose { to } => Some(self.to(to, None, Cause::Silence)),
            // Whoever is told that the time is over need not hear that it is nearly so.
            TimerAction::RemindRequester { closes_at } if now < closes_at => {
                Some(Change::RequesterReminded { closes_at })
            }
            TimerAction::RemindRequester { .. } => None,
            TimerAction::Record { .. } | TimerAction::Escalate { .. } => None,
        });
        moves.take(1).collect()
    }

    /// Returns the breaches that are due at `now` and not recorded.
    pub(super) fn breaches(&self, desk: &Desk, now: Timestamp) -> Vec<Change> {
        let mut records = self.records(desk, now);
        records.retain(|change| matches!(change, Change::ServiceLevelBreached { .. }));
        records
    }

    /// Returns what is due to be recorded of service levels, the earliest first. Of a target that has passed nobody is reminded
    /// any more.
    fn records(&self, desk: &Desk, now: Timestamp) -> Vec<Change> {
        let due = self.due(desk, now);
        let records = due.iter().filter_map(|timer| match timer.action {
            TimerAction::AutoClose { .. }
            | TimerAction::RemindRequester { .. }
            | TimerAction::Escalate { .. } => None,
            TimerAction::Record {
                metric,
                milestone: Milestone::Breached,
                target_at,
            } => {
                let (topic, priority) = (&self.topic, self.priority.as_ref());
                let calls = desk.policy_on_breach(metric, topic, priority, timer.at);
                // An old thread is no alarm, and neither is what passed long ago.
                let is_alarm = self.follows.is_none() && !clock::is_old_news(target_at, now);
                let calls = calls.filter(|_| is_alarm);
                Some(Change::ServiceLevelBreached {
                    metric,
                    target_at,
                    calls: calls.cloned(),
                })
            }
            TimerAction::Record {
                metric, target_at, ..
            } => (now <= target_at).then_some(Change::ServiceLevelReminded { metric, target_at }),
        });
        records.collect()
    }

    /// Returns the timers that are due at `now`, the earliest first.
    pub(super) fn due<'d>(&'d self, desk: &'d Desk, now: Timestamp) -> Vec<Timer<'d>> {
        let timers = clock::timers(desk, self.course());
        let mut due: Vec<Timer<'d>> = timers.filter(|timer| timer.at <= now).collect();
        due.sort_by_key(|timer| timer.at);
        due
    }
}
