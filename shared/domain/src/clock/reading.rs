//! What the clocks of a ticket show, and why.

use super::business_hours::{BusinessHours, Interval};
use super::course::{Course, Settled, StatusPeriod};
use super::metric::{Metric, Milestone};
use super::service_level::{Calendar, ServiceLevel};
use crate::desk::{Desk, Phase};
use jiff::{SignedDuration, Timestamp};

/// What the clock of one metric of a ticket shows at an instant.
///
/// All times follow from the ticket's events and the desk file alone, to the millisecond.
#[derive(Debug, Clone)]
pub struct Reading<'d> {
    /// The metric.
    pub metric: Metric,
    /// The service level that counts.
    pub level: &'d ServiceLevel,
    /// The calendar of the business hours. `None` for the desk's own, or if every hour counts.
    pub calendar: Option<&'d Calendar>,
    /// The time that it gives.
    pub target: SignedDuration,
    /// The state of the clock.
    pub state: ClockState,
    /// The start of the clock.
    pub started_at: Timestamp,
    /// The first instant by which the target is used up, if the clock goes on as it is. `None` while it stands still before that.
    pub target_at: Option<Timestamp>,
    /// The time at which people are reminded of the target. `None` if nobody is, or the clock stands still before that.
    pub remind_at: Option<Timestamp>,
    /// The time that counted so far.
    pub counted: SignedDuration,
    /// The time at which the metric was fulfilled. `None` while it is not.
    pub fulfilled_at: Option<Timestamp>,
    /// The time that counted before the first of [`Reading::spans`].
    pub counted_before: SignedDuration,
    /// What the time was, the oldest first, without a gap. The newest [`Reading::SHOWN`] parts.
    pub spans: Vec<ClockSpan>,
    /// `true` if a reminder was recorded.
    pub is_reminded: bool,
    /// `true` if a breach was recorded.
    pub is_breach_recorded: bool,
}

/// The state of the clock of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// It runs. Out of business hours it stands still all the same.
    Running,
    /// It stands still until the ticket's phase changes.
    Paused,
    /// The metric was fulfilled in time.
    Met,
    /// The target passed before that.
    Breached,
}

impl ClockState {
    /// Returns the name in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Met => "met",
            Self::Breached => "breached",
        }
    }
}

/// A part of the time of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockSpan {
    /// Its bounds.
    pub time: Interval,
    /// Why it counted, or did not.
    pub kind: SpanKind,
}

/// Why a part of a clock's time counted, or did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanKind {
    /// It counted.
    Counted,
    /// It was out of business hours.
    Closed,
    /// The requester had to answer.
    Waiting,
    /// Somebody else had to act.
    Held,
    /// The ticket was done.
    Done,
}

impl SpanKind {
    /// Returns the name in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Closed => "closed",
            Self::Waiting => "waiting",
            Self::Held => "held",
            Self::Done => "done",
        }
    }
}

impl Reading<'_> {
    /// The number of spans that are shown.
    pub const SHOWN: usize = 50;

    /// Returns the time that is left. Negative once the target has passed.
    #[must_use]
    pub fn remaining(&self) -> SignedDuration {
        self.target.saturating_sub(self.counted)
    }

    /// Returns `true` if the metric is not fulfilled.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.fulfilled_at.is_none()
    }
}

impl Desk {
    /// Returns what the clocks of a ticket show at an instant. A metric without a target, or that has not begun, has none.
    #[must_use]
    pub fn readings(&self, course: &Course<'_>, now: Timestamp) -> Vec<Reading<'_>> {
        if self.service_levels.is_empty() {
            return Vec::new();
        }
        let all = Metric::ALL.into_iter();
        all.filter_map(|metric| self.reading(metric, course, now))
            .collect()
    }

    /// Returns what has counted of each metric by the end of the oldest status that a ticket keeps.
    pub(crate) fn settle(&self, course: &Course<'_>) -> Vec<Settled> {
        let Some(end) = course.periods().next().and_then(|oldest| oldest.until) else {
            return Vec::new();
        };
        let settled = Metric::ALL.into_iter().filter_map(|metric| {
            let counted = self.measure(metric, course, end, true)?.counted;
            let counted = i64::try_from(counted.as_millis()).ok()?;
            (counted > 0).then_some(Settled { metric, counted })
        });
        settled.collect()
    }

    fn reading(&self, metric: Metric, course: &Course<'_>, now: Timestamp) -> Option<Reading<'_>> {
        let mut measured = self.measure(metric, course, now, false)?;
        let hidden = measured.spans.len().saturating_sub(Reading::SHOWN);
        let hidden = measured.spans.drain(..hidden);
        let counted_before = hidden.fold(course.settled(metric), |sum, span| match span.kind {
            SpanKind::Counted => sum.saturating_add(span.time.length()),
            _ => sum,
        });
        let breached = course.recorded(metric, Milestone::Breached);
        // What is recorded holds, also once the ticket has forgotten the time in which it happened.
        let target_at = breached.or(measured.target_at);
        let (end, is_fulfilled) = match measured.fulfilled_at {
            Some(end) => (end, true),
            None => (now, false),
        };
        let state = match target_at {
            Some(target_at) if end > target_at => ClockState::Breached,
            _ if is_fulfilled => ClockState::Met,
            _ if measured.is_paused => ClockState::Paused,
            _ => ClockState::Running,
        };
        Some(Reading {
            metric,
            level: measured.level,
            calendar: measured.calendar,
            target: measured.target,
            state,
            started_at: measured.start,
            target_at,
            remind_at: measured.remind_at,
            counted: measured.counted,
            fulfilled_at: measured.fulfilled_at,
            counted_before,
            spans: measured.spans,
            is_reminded: course.recorded(metric, Milestone::Reminded).is_some(),
            is_breach_recorded: breached.is_some(),
        })
    }

    /// Returns the instant at which the target of a metric is used up, whatever was recorded. `None` if it has none, is fulfilled before, or stands
    /// still.
    pub(super) fn target_at(
        &self,
        metric: Metric,
        course: &Course<'_>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        self.measure(metric, course, now, false)?.target_at
    }

    /// Reads the clock of a metric at `now`, or, if it ended, at its end. `is_cut` reads it at `now` all the same.
    fn measure(
        &self,
        metric: Metric,
        course: &Course<'_>,
        now: Timestamp,
        is_cut: bool,
    ) -> Option<Measured<'_>> {
        let (level, target) = self.service_level(metric, course)?;
        let (start, answered_at) = course.start_and_answer(metric)?;
        let fulfilled_at = match metric {
            Metric::Resolution => self.done_since(course),
            Metric::FirstResponse | Metric::NextResponse => answered_at,
        };
        let calendar = level.calendar(self, course);
        let remind_before = level.remind_before.as_deref().map(|time| time.duration());
        let mut measured = Measured {
            level,
            target,
            start,
            fulfilled_at,
            end: match fulfilled_at {
                Some(at) if is_cut => at.min(now),
                Some(at) => at,
                None => now,
            },
            remind_after: remind_before.map(|before| target.saturating_sub(before)),
            calendar,
            hours: (!level.is_always()).then(|| {
                calendar.map_or_else(
                    || self.business_hours(),
                    |calendar| calendar.business_hours(self),
                )
            }),
            counted: course.settled(metric),
            target_at: None,
            remind_at: None,
            is_paused: false,
            spans: Vec::new(),
        };
        for period in course.periods() {
            measured.add(period, self.phase(period.status));
        }
        Some(measured)
    }

    /// Returns the time since which a ticket is done. `None` if it is not.
    fn done_since(&self, course: &Course<'_>) -> Option<Timestamp> {
        let periods = course.periods().rev();
        let done = periods.take_while(|period| self.phase(period.status) == Phase::Done);
        done.last().map(|period| period.from)
    }
}

/// A clock that is being read.
struct Measured<'d> {
    level: &'d ServiceLevel,
    target: SignedDuration,
    start: Timestamp,
    fulfilled_at: Option<Timestamp>,
    /// The instant at which it is read.
    end: Timestamp,
    remind_after: Option<SignedDuration>,
    calendar: Option<&'d Calendar>,
    hours: Option<BusinessHours<'d>>,
    counted: SignedDuration,
    target_at: Option<Timestamp>,
    remind_at: Option<Timestamp>,
    is_paused: bool,
    spans: Vec<ClockSpan>,
}

impl Measured<'_> {
    /// Adds the time of one status, as far as the clock was there.
    fn add(&mut self, period: StatusPeriod<'_>, phase: Phase) {
        let end = self.end;
        let from = period.from.max(self.start);
        // The clock goes on in the status that the ticket has, unless the metric is fulfilled.
        let goes_on = period.until.is_none() && self.fulfilled_at.is_none();
        let until = match period.until {
            Some(until) => until.min(end),
            None if goes_on => end.max(from),
            None => end,
        };
        let counts = !self.level.pauses_in(phase);
        if goes_on {
            self.is_paused = !counts;
        }
        if from > until || (from == until && !goes_on) {
            return;
        }
        let time = Interval { from, until };
        if !counts {
            let kind = match phase {
                Phase::Waiting => SpanKind::Waiting,
                Phase::Held => SpanKind::Held,
                Phase::Open | Phase::Done => SpanKind::Done,
            };
            self.span(time, kind);
            return;
        }
        let open = match &self.hours {
            Some(hours) => hours.spans(from, until),
            None => vec![time],
        };
        let counted = open.iter().fold(SignedDuration::ZERO, |sum, span| {
            sum.saturating_add(span.length())
        });
        for span in &open {
            self.closed_until(from, span.from);
            self.span(*span, SpanKind::Counted);
        }
        self.closed_until(from, until);
        let reached = |after: SignedDuration| {
            let left = after.saturating_sub(self.counted);
            let is_here = goes_on || counted >= left;
            let at = || match &self.hours {
                Some(hours) => hours.add_business_time(from, left),
                None => from.checked_add(left.max(SignedDuration::ZERO)).ok(),
            };
            is_here.then(at).flatten()
        };
        self.target_at = self.target_at.or_else(|| reached(self.target));
        self.remind_at = self
            .remind_at
            .or_else(|| self.remind_after.and_then(reached));
        self.counted = self.counted.saturating_add(counted);
    }

    /// Adds the time out of business hours since the last span, or since `from`.
    fn closed_until(&mut self, from: Timestamp, until: Timestamp) {
        let last = self.spans.last().map_or(from, |last| last.time.until);
        let from = last.max(from);
        self.span(Interval { from, until }, SpanKind::Closed);
    }

    /// Adds a span. It is one with the span before if both are of one kind and meet.
    fn span(&mut self, time: Interval, kind: SpanKind) {
        if time.from >= time.until {
            return;
        }
        match self.spans.last_mut() {
            Some(last) if last.kind == kind && last.time.until == time.from => {
                last.time.until = time.until;
            }
            _ => self.spans.push(ClockSpan { time, kind }),
        }
    }
}
