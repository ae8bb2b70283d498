//! The timers of a ticket. The earliest one decides when the ticket is next due.

use super::course::Course;
use super::metric::{Metric, Milestone};
use super::reading::Reading;
use crate::desk::{AutoClose, Desk, Phase};
use crate::value::{PolicyId, StatusId};
use jiff::{SignedDuration, Timestamp};

/// An action that becomes due on a ticket at a fixed time.
#[derive(Debug, Clone, Copy)]
pub struct Timer<'d> {
    /// The time from which the action is due.
    pub at: Timestamp,
    /// The action.
    pub action: TimerAction<'d>,
}

/// The action of a timer.
#[derive(Debug, Clone, Copy)]
pub enum TimerAction<'d> {
    /// Changes the status, since nobody wrote in public for the time that the desk sets.
    AutoClose {
        /// The new status.
        to: &'d StatusId,
    },
    /// Reminds the requester that they are waited for.
    RemindRequester {
        /// The time at which the status changes otherwise.
        closes_at: Timestamp,
    },
    /// Records that the target of a metric is near, or has passed.
    Record {
        /// The metric.
        metric: Metric,
        /// What is recorded.
        milestone: Milestone,
        /// The target.
        target_at: Timestamp,
    },
    /// Calls the people on call, since the target of a metric has passed.
    Escalate {
        /// The metric.
        metric: Metric,
        /// The policy that calls.
        policy: &'d PolicyId,
    },
}

/// Returns all timers of a ticket, in no particular order.
///
/// A rule whose time lies beyond the last [`Timestamp`] has no timer.
pub fn timers<'d>(desk: &'d Desk, course: Course<'d>) -> impl Iterator<Item = Timer<'d>> {
    let readings = readings(desk, course);
    let of_levels: Vec<_> = of_levels(desk, course, &readings).collect();
    silence(desk, course).chain(of_levels)
}

/// Returns the timers of service levels.
fn of_levels<'d>(
    desk: &'d Desk,
    course: Course<'d>,
    readings: &[Reading<'_>],
) -> impl Iterator<Item = Timer<'d>> {
    let calls = readings
        .iter()
        .filter_map(move |reading| escalation(desk, course, reading));
    readings.iter().flat_map(records).chain(calls)
}

/// Returns the readings that timers follow from. They do not depend on the instant: a clock that goes on reaches its target where it
/// does, and one that ended has its end.
fn readings<'d>(desk: &'d Desk, course: Course<'d>) -> Vec<Reading<'d>> {
    desk.readings(&course, course.status_since)
}

/// Returns the timers that change the status after a time of silence, and those that remind the requester of it before.
fn silence<'d>(desk: &'d Desk, course: Course<'d>) -> impl Iterator<Item = Timer<'d>> {
    closings(desk, course).flat_map(move |closing| {
        let Closing { rule, to, at } = closing;
        let close = Timer {
            at,
            action: TimerAction::AutoClose { to },
        };
        let before = rule.remind_before.as_ref();
        let remind_at = before.and_then(|before| at.checked_sub(before.duration()).ok());
        let is_reminded = course.requester_reminded_at >= Some(course.silent_since());
        let remind = remind_at.filter(|_| !is_reminded).map(|remind_at| Timer {
            at: remind_at,
            action: TimerAction::RemindRequester { closes_at: at },
        });
        [Some(close), remind].into_iter().flatten()
    })
}

/// A change of the status after a time of silence.
struct Closing<'d> {
    rule: &'d AutoClose,
    to: &'d StatusId,
    at: Timestamp,
}

fn closings<'d>(desk: &'d Desk, course: Course<'d>) -> impl Iterator<Item = Closing<'d>> {
    desk.silences_in(course.status)
        .filter_map(move |(rule, to)| {
            let at = course.silent_since().checked_add(rule.after.duration());
            let at = at.ok()?;
            Some(Closing { rule, to, at })
        })
}

/// Returns the timers that record what becomes of a metric.
fn records<'d>(reading: &Reading<'_>) -> Vec<Timer<'d>> {
    let Some(target_at) = reading.target_at.filter(|_| !reading.is_breach_recorded) else {
        return Vec::new();
    };
    let record = |at, milestone| Timer {
        at,
        action: TimerAction::Record {
            metric: reading.metric,
            milestone,
            target_at,
        },
    };
    let passed = after(target_at);
    // A metric that is fulfilled was so before the target, or after it.
    let is_over = reading.fulfilled_at.is_some_and(|at| at < passed);
    if is_over {
        return Vec::new();
    }
    let remind = reading
        .remind_at
        .filter(|at| !reading.is_reminded && reading.is_open() && *at < passed);
    let remind = remind.map(|at| record(at, Milestone::Reminded));
    [Some(record(passed, Milestone::Breached)), remind]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns the timer that calls the people on call, once it is recorded that a target has passed. A ticket that was done since then
/// calls nobody when it is taken up again: that would be long after.
fn escalation<'d>(desk: &'d Desk, course: Course<'d>, reading: &Reading<'_>) -> Option<Timer<'d>> {
    let target_at = reading.target_at.filter(|_| reading.is_open())?;
    let metric = reading.metric;
    // A file that changed may have no such policy.
    let policy = &*desk.policy(course.calls(metric)?)?.id;
    let mut periods = course.periods();
    let was_done = periods.any(|period| {
        let is_since = period.until.is_none_or(|until| until > target_at);
        is_since && desk.phase(period.status) == Phase::Done
    });
    (!was_done).then_some(Timer {
        at: after(target_at),
        action: TimerAction::Escalate { metric, policy },
    })
}

/// The time after which nobody is told that a target has passed, nor called. It stands on the ticket all the same.
const OLD_NEWS: SignedDuration = SignedDuration::from_hours(24);

/// Returns `true` if a target passed so long before `now` that nobody is told: a level that is new says of old tickets what nobody can mend
/// any more.
pub(crate) fn is_old_news(target_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(target_at) > OLD_NEWS
}

/// Returns the instant by which a target has passed: a millisecond later, which is how exact events are.
fn after(target_at: Timestamp) -> Timestamp {
    let after = target_at.checked_add(SignedDuration::from_millis(1));
    after.unwrap_or(Timestamp::MAX)
}

/// What a ticket waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// The time of the timer that is due first. `None` if there is no timer.
    pub due_at: Option<Timestamp>,
    /// The earliest target that is not met. `None` if all are, or their clocks stand still.
    pub next_target: Option<Timestamp>,
    /// `true` if a target has passed, as the sweep has recorded, and is not met.
    pub is_overdue: bool,
}

/// Returns what a ticket waits for.
#[must_use]
pub fn outlook(desk: &Desk, course: Course<'_>) -> Outlook {
    let readings = readings(desk, course);
    let (silence, of_levels) = (silence(desk, course), of_levels(desk, course, &readings));
    let open = || readings.iter().filter(|reading| reading.is_open());
    Outlook {
        due_at: silence.chain(of_levels).map(|timer| timer.at).min(),
        next_target: open().filter_map(|reading| reading.target_at).min(),
        is_overdue: open().any(|reading| reading.is_breach_recorded),
    }
}

/// Returns the time at which a ticket changes its status if nobody writes. `None` if it does not.
#[must_use]
pub fn closes_at(desk: &Desk, course: Course<'_>) -> Option<Timestamp> {
    closings(desk, course).map(|closing| closing.at).min()
}
