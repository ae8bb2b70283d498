//! Who is on call by weekday and hour.

use super::policy::Called;
use crate::desk::{Desk, Spanned};
use crate::value::{ScheduleId, Words, Zone};
use jiff::civil::{DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use serde::Deserialize;

/// Who is on call by weekday and hour. All whose rule holds are on call together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The schedule's ID.
    pub id: Spanned<ScheduleId>,
    /// The schedule's label.
    pub label: Spanned<Words>,
    /// The rules.
    pub rules: Vec<ScheduleRule>,
    /// The time zone of the rules. `None` for the desk's own.
    #[serde(rename = "time_zone")]
    pub zone: Option<Spanned<Zone>>,
}

/// A rule of a schedule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleRule {
    /// A person or a rotation.
    pub who: Spanned<Called>,
    /// The days on which its shifts begin. All, if it names none.
    #[serde(default)]
    pub days: Vec<Day>,
    /// The shifts. The whole day, if it names none.
    #[serde(default)]
    pub hours: Vec<Shift>,
}

/// A day of the week, by its English name in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Day(Weekday);

impl TryFrom<String> for Day {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Ok(Self(match text.as_str() {
            "monday" => Weekday::Monday,
            "tuesday" => Weekday::Tuesday,
            "wednesday" => Weekday::Wednesday,
            "thursday" => Weekday::Thursday,
            "friday" => Weekday::Friday,
            "saturday" => Weekday::Saturday,
            "sunday" => Weekday::Sunday,
            _ => {
                return Err(format!(
                    "`{text}` is no day: write `monday` to `sunday`, in lower case"
                ));
            }
        }))
    }
}

/// A part of a day, such as `09:00-17:00`, or of two days, such as `17:00-09:00`. The start is included, the end is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Shift {
    start: Time,
    /// The end, on the next day if it is not after the start.
    end: Time,
}

impl TryFrom<String> for Shift {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let clock = |text: &str| match text.trim() {
            "24:00" => Some(Time::midnight()),
            text => Time::strptime("%H:%M", text).ok(),
        };
        let parts = text.split_once('-');
        let shift = parts.and_then(|(start, end)| {
            let is_late = start.trim() == "24:00";
            Some((clock(start)?, clock(end)?)).filter(|_| !is_late)
        });
        let (start, end) = shift.ok_or_else(|| {
            format!("`{text}` is no shift: write start and end, such as `09:00-17:00`, or `17:00-09:00` for one that ends on the next day")
        })?;
        if start == end && start != Time::midnight() {
            return Err(format!(
                "`{text}` ends when it begins: write `00:00-24:00` for a whole day, or another end"
            ));
        }
        Ok(Self { start, end })
    }
}

impl ScheduleRule {
    /// Returns `true` if the rule holds at that time on the clock of its schedule.
    pub(super) fn holds(&self, at: DateTime) -> bool {
        let begins = |day: Weekday| self.days.is_empty() || self.days.contains(&Day(day));
        let (today, time) = (at.date().weekday(), at.time());
        if self.hours.is_empty() {
            return begins(today);
        }
        self.hours.iter().any(|shift| {
            let is_overnight = shift.end <= shift.start;
            if !is_overnight {
                return begins(today) && shift.start <= time && time < shift.end;
            }
            let before = begins(today) && shift.start <= time;
            before || (begins(today.previous()) && time < shift.end)
        })
    }

    /// Returns the times of a day at which the rule may begin or end to hold.
    pub(super) fn edges(&self) -> impl Iterator<Item = Time> {
        let edges = self.hours.iter().flat_map(|shift| [shift.start, shift.end]);
        edges.chain([Time::midnight()])
    }
}

impl Schedule {
    /// Returns the zone of its rules, on a desk with this one.
    #[must_use]
    pub fn zone<'a>(&'a self, desk: &'a TimeZone) -> &'a TimeZone {
        self.zone.as_ref().map_or(desk, |zone| zone.zone())
    }
}

impl Desk {
    /// Returns the schedule with that ID.
    #[must_use]
    pub fn schedule(&self, id: &str) -> Option<&Schedule> {
        self.schedules.iter().find(|it| it.id.as_str() == id)
    }
}
