//! The timers of a ticket. The earliest one decides when the ticket is next due.

use super::course::Course;
use super::metric::{Metric, Milestone};
use super::reading::Reading;
use crate::desk::Desk;
use crate::value::StatusId;
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
    /// Records that the target of a metric is near, or has passed.
    Record {
        /// The metric.
        metric: Metric,
        /// What is recorded.
        milestone: Milestone,
        /// The target.
        target_at: Timestamp,
    },
}

/// Returns all timers of a ticket, in no particular order.
///
/// A rule whose time lies beyond the last [`Timestamp`] has no timer.
pub fn timers<'d>(desk: &'d Desk, course: Course<'d>) -> impl Iterator<Item = Timer<'d>> {
    let records: Vec<_> = readings(desk, course).iter().flat_map(records).collect();
    auto_close(desk, course).chain(records)
}

/// Returns the readings that timers follow from. They do not depend on the instant: a clock that goes on reaches its target where it
/// does, and one that ended has its end.
fn readings<'d>(desk: &'d Desk, course: Course<'d>) -> Vec<Reading<'d>> {
    desk.readings(&course, course.status_since)
}

/// Returns the timers that change the status after a time of silence. It counts from the last public comment or file, or from the
/// change into the status if that is later.
fn auto_close<'d>(desk: &'d Desk, course: Course<'d>) -> impl Iterator<Item = Timer<'d>> {
    let since = course.status_since.max(course.last_public_activity_at);
    desk.silences_in(course.status)
        .filter_map(move |(rule, to)| {
            Some(Timer {
                at: since.checked_add(rule.after.duration()).ok()?,
                action: TimerAction::AutoClose { to },
            })
        })
}

/// Returns the timers of a metric. The target has passed a millisecond after it, which is how exact events are.
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
    let passed = target_at.checked_add(SignedDuration::from_millis(1));
    let passed = passed.unwrap_or(Timestamp::MAX);
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
    let records = readings.iter().flat_map(records).map(|timer| timer.at);
    let open = || readings.iter().filter(|reading| reading.is_open());
    Outlook {
        due_at: records.chain(closes_at(desk, course)).min(),
        next_target: open().filter_map(|reading| reading.target_at).min(),
        is_overdue: open().any(|reading| reading.is_breach_recorded),
    }
}

/// Returns the time at which a ticket changes its status if nobody writes. `None` if it does not.
#[must_use]
pub fn closes_at(desk: &Desk, course: Course<'_>) -> Option<Timestamp> {
    auto_close(desk, course).map(|timer| timer.at).min()
}
