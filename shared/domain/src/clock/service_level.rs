//! The service levels of a desk file: how fast the desk promises to answer and to solve.

use super::business_hours::BusinessHours;
use super::course::Course;
use super::metric::Metric;
use crate::desk::{Desk, Hours, Period, Phase, Spanned, all_or_named};
use crate::value::{CalendarId, ChoiceId, TopicId, Words, Zone};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A service level. The first one of the desk file that is about a ticket and names a target for a metric counts for it.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    /// The service level's ID.
    pub id: Spanned<ChoiceId>,
    /// The service level's label.
    pub label: Spanned<Words>,
    /// The contracts of the customers that it is for. All customers, if it names none.
    #[serde(default)]
    pub contracts: Vec<Spanned<ChoiceId>>,
    /// The topics that it is for. All, if it names none.
    #[serde(default)]
    pub topics: Vec<Spanned<TopicId>>,
    /// The time to the first answer.
    pub first_response: Option<Spanned<Targets>>,
    /// The time to each further answer.
    pub next_response: Option<Spanned<Targets>>,
    /// The time until the ticket is done.
    pub resolution: Option<Spanned<Targets>>,
    /// The time that counts.
    pub hours: Option<Spanned<LevelHours>>,
    /// The calendar of the business hours. `None` for that of the customer's contract, or else of the team that answers the topic, or else the
    /// desk's own hours.
    pub calendar: Option<Spanned<CalendarId>>,
    /// The phases in which the clocks stand still, beside `done`.
    #[serde(default = "waiting")]
    pub pauses: Vec<Pause>,
    /// The time before a target at which people are reminded, on the clock of the metric. `None` for no reminder.
    pub remind_before: Option<Spanned<Period>>,
}

/// The target of a metric by the ID of a priority. `any` is for every other one, and for tickets without one.
pub type Targets = BTreeMap<ChoiceId, Period>;

/// The key of [`Targets`] for all priorities that have none of their own.
pub const ANY_PRIORITY: &str = "any";

/// The time that counts for a service level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LevelHours {
    /// Business hours.
    #[default]
    Business,
    /// Every hour of every day.
    Always,
}

/// A phase in which clocks can stand still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// The requester has to answer.
    Waiting,
    /// Somebody else has to act.
    Held,
}

/// Hours beside those of the desk: of a team, or of a customer.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The calendar's ID.
    pub id: Spanned<CalendarId>,
    /// The time zone. `None` for the desk's own.
    #[serde(rename = "time_zone")]
    pub zone: Option<Spanned<Zone>>,
    /// The hours.
    pub hours: Hours,
}

fn waiting() -> Vec<Pause> {
    vec![Pause::Waiting]
}

impl ServiceLevel {
    /// Returns the targets of a metric by priority. `None` if it names none.
    #[must_use]
    pub fn targets(&self, metric: Metric) -> Option<&Spanned<Targets>> {
        match metric {
            Metric::FirstResponse => self.first_response.as_ref(),
            Metric::NextResponse => self.next_response.as_ref(),
            Metric::Resolution => self.resolution.as_ref(),
        }
    }

    /// Returns the target of a metric for tickets with that priority.
    fn target(&self, metric: Metric, priority: Option<&ChoiceId>) -> Option<SignedDuration> {
        let targets = self.targets(metric)?;
        let own = priority.and_then(|priority| targets.get(priority));
        let mut all = targets.iter();
        let any = all.find(|(priority, _)| priority.as_str() == ANY_PRIORITY);
        let target = own.or(any.map(|(_, target)| target))?;
        Some(target.duration())
    }

    /// Returns `true` if every hour counts.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.hours.as_deref() == Some(&LevelHours::Always)
    }

    /// Returns the calendar whose hours count for a ticket. `None` if the desk's own do, or every hour does.
    pub(super) fn calendar<'d>(&self, desk: &'d Desk, course: &Course<'_>) -> Option<&'d Calendar> {
        if self.is_always() {
            return None;
        }
        let of_contract = || desk.contract(course.contract?)?.calendar.as_deref();
        // Not of the one that it was given to: whoever of the desk works on it, what was promised stays.
        let of_team = || desk.team_of(course.topic)?.calendar.as_deref();
        let named = self.calendar.as_deref().or_else(of_contract);
        desk.calendar(named.or_else(of_team)?)
    }

    /// Returns `true` if its clocks stand still in that phase.
    #[must_use]
    pub fn pauses_in(&self, phase: Phase) -> bool {
        match phase {
            Phase::Open => false,
            Phase::Waiting => self.pauses.contains(&Pause::Waiting),
            Phase::Held => self.pauses.contains(&Pause::Held),
            Phase::Done => true,
        }
    }
}

impl Calendar {
    /// Returns its business hours.
    #[must_use]
    pub fn business_hours<'d>(&'d self, desk: &'d Desk) -> BusinessHours<'d> {
        let zone = self.zone.as_ref().map_or(desk.zone(), |zone| zone.zone());
        BusinessHours::new(&self.hours, zone)
    }
}

impl Desk {
    /// Returns the calendar with that ID.
    #[must_use]
    pub fn calendar(&self, id: &CalendarId) -> Option<&Calendar> {
        self.calendars.iter().find(|it| *it.id == *id)
    }

    /// Returns the metrics that have another target, or count otherwise, since a ticket is about something else. What was told of a target
    /// that has passed is not told of another one that has passed too.
    pub(crate) fn with_other_targets(
        &self,
        before: &Course<'_>,
        after: &Course<'_>,
        now: Timestamp,
    ) -> Vec<Metric> {
        let target = |metric, course| {
            let (level, target) = self.service_level(metric, course)?;
            let calendar = level.calendar(self, course);
            Some((&*level.id, target, calendar.map(|it| &*it.id)))
        };
        let all = Metric::ALL.into_iter();
        let has_passed = |metric| {
            let target_at = self.target_at(metric, after, now);
            target_at.is_some_and(|at| at < now)
        };
        let is_other = |metric| target(metric, before) != target(metric, after);
        all.filter(|metric| is_other(*metric) && !has_passed(*metric))
            .collect()
    }

    /// Returns the service level that counts for a metric of a ticket, and its target.
    pub(super) fn service_level(
        &self,
        metric: Metric,
        course: &Course<'_>,
    ) -> Option<(&ServiceLevel, SignedDuration)> {
        let topic = self.current_topic(course.topic);
        let priority = course.priority.map(|id| self.current_priority(id));
        let is_about = |level: &&ServiceLevel| {
            all_or_named(&level.topics, Some(topic))
                && all_or_named(&level.contracts, course.contract)
        };
        let mut levels = self.service_levels.iter().filter(is_about);
        levels.find_map(|level| Some((level, level.target(metric, priority)?)))
    }
}
