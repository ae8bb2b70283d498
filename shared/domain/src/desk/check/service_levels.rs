//! The check of calendars and service levels: each target can be met, and each is one.

use super::reporter::{Check, list};
use crate::clock::{ANY_PRIORITY, BusinessHours, Calendar, Metric, ServiceLevel};
use crate::desk::{Contract, Desk, QueueOrder, Spanned, all_or_named};
use crate::value::{CalendarId, ChoiceId};
use jiff::{SignedDuration, Timestamp};

/// A Monday, from which it is reckoned how long a target takes, and the longest time that one may take.
const WEEK: Timestamp = Timestamp::constant(1_767_571_200, 0);
const LONGEST: SignedDuration = SignedDuration::from_hours(2 * 366 * 24);

/// Returns `true` if a rule that names these values is about all that one with the others is about.
fn covers<T: PartialEq>(all: &[Spanned<T>], some: &[Spanned<T>]) -> bool {
    all.is_empty() || (!some.is_empty() && some.iter().all(|it| all.contains(it)))
}

impl Desk {
    /// Returns the calendars that contracts and teams name.
    fn own_calendars(&self) -> impl Iterator<Item = &Spanned<CalendarId>> {
        let contracts = self.contracts.iter().filter_map(|it| it.calendar.as_ref());
        contracts.chain(self.teams.iter().filter_map(|it| it.calendar.as_ref()))
    }
}

impl Check<'_> {
    pub(super) fn service_levels(&mut self) {
        let desk = self.desk;
        self.unique("calendar", desk.calendars.iter().map(|it| &it.id));
        self.unique("service level", desk.service_levels.iter().map(|it| &it.id));
        for calendar in &desk.calendars {
            self.calendar(calendar);
        }
        self.queue();
        self.named_calendars();
        let levels = &desk.service_levels;
        for (place, level) in levels.iter().enumerate() {
            self.service_level(level);
            self.counts(level, levels.get(..place).unwrap_or_default());
        }
    }

    /// A queue that goes by targets needs some.
    fn queue(&mut self) {
        let desk = self.desk;
        if !desk.service_levels.is_empty() {
            return;
        }
        if let Some(order) = &desk.queue.order
            && **order == QueueOrder::Target
        {
            self.say(
                order,
                "the desk has no service levels, so no ticket has a target: write `priority` or `arrival`, or add `[[service_levels]]`",
            );
        }
        if let Some(overdue) = &desk.queue.overdue_first
            && **overdue
        {
            self.say(
                overdue,
                "the desk has no service levels, so no ticket is overdue: remove it, or add `[[service_levels]]`",
            );
        }
    }

    /// The first level that is about a ticket counts, so one that stands behind a broader one may never do so.
    fn counts(&mut self, level: &ServiceLevel, earlier: &[ServiceLevel]) {
        let holds = |other: &ServiceLevel, metric, priority: &ChoiceId| {
            let targets = other.targets(metric);
            let names =
                |id: &str| targets.is_some_and(|it| it.keys().any(|key| key.as_str() == id));
            let is_broader =
                covers(&other.contracts, &level.contracts) && covers(&other.topics, &level.topics);
            is_broader && (names(ANY_PRIORITY) || names(priority.as_str()))
        };
        let named = Metric::ALL.into_iter().flat_map(|metric| {
            let targets = level.targets(metric).into_iter();
            targets.flat_map(move |targets| targets.keys().map(move |key| (metric, key)))
        });
        let named: Vec<_> = named.collect();
        let before = |(metric, priority): &(Metric, &ChoiceId)| {
            earlier.iter().find(|other| holds(other, *metric, priority))
        };
        let others: Option<Vec<&ServiceLevel>> = named.iter().map(before).collect();
        if let Some(other) = others.as_ref().and_then(|others| others.first()) {
            self.say(
                &level.id,
                format!(
                    "the service level `{}` never counts, since `{}` stands before it and is about all of its tickets: move it up",
                    *level.id, *other.id
                ),
            );
        }
    }

    fn calendar(&mut self, calendar: &Calendar) {
        if !calendar.hours.ever_open() {
            self.say(
                &calendar.id,
                format!(
                    "the calendar `{}` is never open: write the spans of a day under its `hours`, or `always_open = true`",
                    *calendar.id
                ),
            );
        }
        if calendar.hours.contradicts_itself() {
            self.say(
                &calendar.id,
                "`always_open = true` and days under `hours` contradict each other: leave one out",
            );
        }
        let levels = self.desk.service_levels.iter();
        let of_levels = levels.filter_map(|level| level.calendar.as_ref());
        if !of_levels
            .chain(self.desk.own_calendars())
            .any(|it| **it == *calendar.id)
        {
            self.say(
                &calendar.id,
                format!(
                    "nothing uses the calendar `{}`: name it as `calendar` of a service level, a contract or a team, or remove it",
                    *calendar.id
                ),
            );
        }
    }

    fn service_level(&mut self, level: &ServiceLevel) {
        let desk = self.desk;
        for contract in &level.contracts {
            self.known("contract", contract, desk.contracts.iter().map(|it| &it.id));
        }
        for topic in &level.topics {
            self.known("topic", topic, desk.topics.iter().map(|it| &it.id));
        }
        if let Some(calendar) = &level.calendar {
            self.known("calendar", calendar, desk.calendars.iter().map(|it| &it.id));
            if level.is_always() {
                self.say(calendar, "with `hours = \"always\"` every hour counts, and a calendar has no effect: leave one out");
            }
        }
        let metrics = Metric::ALL.into_iter();
        let named: Vec<_> = metrics.filter_map(|metric| level.targets(metric)).collect();
        if named.iter().all(|targets| targets.is_empty()) {
            let names = list(Metric::ALL);
            self.say(
                &level.id,
                format!(
                    "the service level `{}` promises nothing: write a target for one of {names}, such as `first_response = {{ any = \"PT4H\" }}`",
                    *level.id
                ),
            );
        }
        let hours = self.hours_of(level);
        for targets in named {
            for priority in targets.keys() {
                self.target_priority(targets, priority);
            }
            for target in targets.values() {
                if target.duration() < SignedDuration::from_mins(1) {
                    self.say(targets, "a target is a minute at least, such as `PT4H`");
                }
                let is_missed = |(_, hours): &&(_, BusinessHours<'_>)| {
                    let reached = hours.add_business_time(WEEK, target.duration());
                    reached.is_none_or(|at| at.duration_since(WEEK) >= LONGEST)
                };
                if let Some((calendar, _)) = hours.iter().find(is_missed) {
                    let whose = match calendar {
                        Some(calendar) => format!("the hours of the calendar `{calendar}`"),
                        None => "these hours".to_owned(),
                    };
                    self.say(targets, format!("with {whose}, a target is not reached within two years: write a shorter one, or open longer"));
                }
                let remind = level.remind_before.as_ref();
                if let Some(remind) = remind.filter(|it| it.duration() >= target.duration()) {
                    self.say(
                        remind,
                        "a reminder comes after the start: write less time than each target has",
                    );
                }
            }
        }
        if let Some(remind) = &level.remind_before
            && remind.duration() < SignedDuration::from_mins(1)
        {
            self.say(remind, "write the time between reminder and target, a minute at least, or leave `remind_before` out");
        }
    }

    /// Returns all hours that can count for a level, each with the name of its calendar: those of its calendar, or else of its contracts, or of the
    /// desk and each team.
    fn hours_of<'d>(
        &self,
        level: &'d ServiceLevel,
    ) -> Vec<(Option<&'d CalendarId>, BusinessHours<'d>)>
    where
        Self: 'd,
    {
        let desk = self.desk;
        if level.is_always() {
            return Vec::new();
        }
        let of = |id: &'d CalendarId| Some((Some(id), desk.calendar(id)?.business_hours(desk)));
        if let Some(calendar) = &level.calendar {
            return of(calendar).into_iter().collect();
        }
        let is_about = |contract: &&Contract| all_or_named(&level.contracts, Some(&*contract.id));
        let about: Vec<&Contract> = desk.contracts.iter().filter(is_about).collect();
        let of_contracts = about.iter().filter_map(|it| it.calendar.as_ref());
        let mut all: Vec<_> = of_contracts.filter_map(|id| of(id)).collect();
        let has_own = |contract: &&Contract| contract.calendar.is_some();
        if level.contracts.is_empty() || !about.iter().all(has_own) {
            let of_teams = desk.teams.iter().filter_map(|it| it.calendar.as_ref());
            all.extend(of_teams.filter_map(|id| of(id)));
            all.push((None, desk.business_hours()));
        }
        all
    }

    /// The calendars that contracts and teams name are there, and count for something.
    fn named_calendars(&mut self) {
        let desk = self.desk;
        for calendar in desk.own_calendars() {
            self.known("calendar", calendar, desk.calendars.iter().map(|it| &it.id));
            let counts = |level: &ServiceLevel| !level.is_always() && level.calendar.is_none();
            if !desk.service_levels.iter().any(counts) {
                self.say(calendar, "no service level counts these hours: remove it, or add one to `[[service_levels]]` that names no `calendar`");
            }
        }
    }

    fn target_priority<T>(&mut self, at: &Spanned<T>, priority: &ChoiceId) {
        let mut own = self.desk.priorities.iter();
        if priority.as_str() == ANY_PRIORITY || own.any(|it| *it.id == *priority) {
            return;
        }
        let known = list(self.desk.priorities.iter().map(|it| &*it.id));
        let message = match self.desk.priorities.is_empty() {
            true => format!("the desk has no priorities: write `any` in place of `{priority}`"),
            false => format!("there is no priority `{priority}`: write `any` or one of {known}"),
        };
        self.say(at, message);
    }
}
