//! Who is on call when, over weeks.

use super::policy::{Called, EscalationPolicy};
use super::roster::Roster;
use super::rule::PageHours;
use super::schedule::{Schedule, ScheduleRule};
use crate::value::EmailAddress;
use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, Span, Timestamp};

/// The longest time that a calendar shows: eight weeks.
pub const MAX_CALENDAR: SignedDuration = SignedDuration::from_hours(8 * 7 * 24);

/// A time in which the same people are on call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch<'d> {
    /// The time from which they are.
    pub from: Timestamp,
    /// The time at which that ends.
    pub until: Timestamp,
    /// Their addresses. Empty where nobody is on call.
    pub people: Vec<&'d EmailAddress>,
}

impl<'d> Roster<'d> {
    /// Returns who is on call by a schedule from one instant to another, at most [`MAX_CALENDAR`] later. The parts follow each other without a
    /// gap: where nobody is on call, there is one without people.
    #[must_use]
    pub fn watches(
        &self,
        schedule: &'d Schedule,
        from: Timestamp,
        until: Timestamp,
    ) -> Vec<Watch<'d>> {
        let end = from
            .checked_add(MAX_CALENDAR)
            .unwrap_or(Timestamp::MAX)
            .min(until);
        let mut watches: Vec<Watch<'d>> = Vec::new();
        let mut at = from;
        while at < end {
            let next = self
                .next_edge(schedule, at)
                .map_or(end, |next| next.min(end));
            let people = self.on_call(schedule, at);
            match watches.last_mut() {
                Some(last) if last.people == people => last.until = next,
                _ => watches.push(Watch {
                    from: at,
                    until: next,
                    people,
                }),
            }
            at = next;
        }
        watches
    }

    /// Returns a time at which no step of a policy calls anybody, within these hours of the desk. It is one of a week without overrides and
    /// holidays.
    #[must_use]
    pub fn hole(&self, policy: &'d EscalationPolicy, hours: PageHours) -> Option<DateTime> {
        let (desk, week) = (self.desk.zone(), jiff::civil::date(2026, 1, 5));
        let days = || week.series(Span::new().days(1)).take(7);
        let own = days().flat_map(|day| {
            let edges = self
                .desk
                .hours
                .edges(day.weekday())
                .chain([Time::midnight()]);
            edges.filter_map(move |time| day.to_datetime(time).to_zoned_datetime(desk.clone()).ok())
        });
        let shifts = self.desk.schedules.iter().flat_map(|schedule| {
            let zone = schedule.zone(desk);
            let times: Vec<Time> = schedule
                .rules
                .iter()
                .flat_map(ScheduleRule::edges)
                .collect();
            days().flat_map(move |day| {
                let edges = times.clone().into_iter();
                edges.filter_map(move |time| {
                    day.to_datetime(time).to_zoned_datetime(zone.clone()).ok()
                })
            })
        });
        let edges = own
            .chain(shifts)
            .map(|edge| edge.with_time_zone(desk.clone()));
        let mut holes = edges.filter(|edge| {
            let is_open = self.desk.hours.opens_at(edge.weekday(), edge.time());
            let mut steps = policy.steps.iter();
            let at = edge.timestamp();
            let calls =
                |step| self.step_channels(step).next().is_some() || !self.step(step, at).is_empty();
            hours.holds(is_open) && !steps.any(calls)
        });
        holes.next().map(|hole| hole.datetime())
    }

    /// Returns the first instant after that one at which somebody may come or go.
    fn next_edge(&self, schedule: &Schedule, at: Timestamp) -> Option<Timestamp> {
        let desk = self.desk.zone();
        let zone = schedule.zone(desk);
        let today = at.to_zoned_datetime(zone.clone()).date();
        // A day after the next, since a clock that goes back has the edges of a day twice.
        let days = today.series(Span::new().days(1)).take(3);
        let times: Vec<_> = schedule
            .rules
            .iter()
            .flat_map(|rule| rule.edges())
            .collect();
        let shifts = days.flat_map(|day| times.iter().map(move |time| day.to_datetime(*time)));
        let shifts = shifts.flat_map(|local| {
            let read = zone.to_ambiguous_zoned_datetime(local);
            [read.clone().earlier().ok(), read.later().ok()]
        });
        let shifts = shifts.flatten().map(|zoned| zoned.timestamp());
        let rotations = schedule.rules.iter().filter_map(|rule| match &*rule.who {
            Called::Person(_) => None,
            Called::Group(id) => self.desk.rotation(id)?.next_hand_over(at, desk),
        });
        let own = self
            .overrides
            .iter()
            .filter(|it| it.schedule == *schedule.id);
        let overrides = own.flat_map(|it| [it.from, it.until]);
        let clocks = zone.following(at).take(1).map(|change| change.timestamp());
        let edges = shifts.chain(rotations).chain(overrides).chain(clocks);
        edges.filter(|edge| *edge > at).min()
    }
}
