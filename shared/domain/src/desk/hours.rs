//! The opening hours of a desk.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Deserializer};

/// The opening hours of a desk, in its own time zone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// `true` for a desk that is open day and night, every day.
    #[serde(default)]
    pub always_open: bool,
    #[serde(default)]
    monday: Vec<OpenSpan>,
    #[serde(default)]
    tuesday: Vec<OpenSpan>,
    #[serde(default)]
    wednesday: Vec<OpenSpan>,
    #[serde(default)]
    thursday: Vec<OpenSpan>,
    #[serde(default)]
    friday: Vec<OpenSpan>,
    #[serde(default)]
    saturday: Vec<OpenSpan>,
    #[serde(default)]
    sunday: Vec<OpenSpan>,
    /// The dates on which the desk is closed.
    #[serde(default)]
    pub holidays: Vec<Date>,
}

/// A part of a day in which the desk is open, such as `09:00-17:00`. The start is included, the end
/// is not. `24:00` is midnight at the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenSpan {
    start: Time,
    /// The end. `None` is the end of the day.
    end: Option<Time>,
}

impl OpenSpan {
    fn parse(text: &str) -> Option<Self> {
        let clock = |text: &str| Time::strptime("%H:%M", text).ok();
        let (start, end) = text.split_once('-')?;
        let start = clock(start.trim())?;
        let end = match end.trim() {
            "24:00" => None,
            end => Some(clock(end)?),
        };
        end.is_none_or(|end| start < end)
            .then_some(Self { start, end })
    }

    fn contains(self, time: Time) -> bool {
        self.start <= time && self.end.is_none_or(|end| time < end)
    }
}

impl<'de> Deserialize<'de> for OpenSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is not a part of a day: write start and end such as `09:00-17:00`"
            ))
        })
    }
}

impl std::fmt::Display for OpenSpan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let clock = |time: Time| time.strftime("%H:%M").to_string();
        let end = self.end.map_or_else(|| "24:00".to_owned(), clock);
        write!(f, "{}–{end}", clock(self.start))
    }
}

/// Whether a desk is open, and when that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Openness {
    /// It never closes.
    Always,
    /// It is open until then. `None` if that is more than a day away.
    Until(Option<Zoned>),
    /// It is closed, and opens then. `None` if that is more than a month away.
    ClosedUntil(Option<Zoned>),
}

/// The days in which the next opening is looked for.
const MONTH: usize = 31;

impl Hours {
    /// Returns whether the desk, in that time zone, is open at that instant, and when that changes.
    #[must_use]
    pub fn openness(&self, at: Timestamp, zone: &TimeZone) -> Openness {
        if self.always_open {
            return Openness::Always;
        }
        let local: Zoned = at.to_zoned(zone.clone());
        let instant = |date: Date, time: Time| date.to_datetime(time).to_zoned(zone.clone()).ok();
        match self
            .spans(local.date())
            .find(|span| span.contains(local.time()))
        {
            Some(span) => Openness::Until(span.end.and_then(|end| instant(local.date(), end))),
            None => {
                let days = local.date().series(jiff::Span::new().days(1)).take(MONTH);
                let mut starts = days.flat_map(|date| {
                    let starts = self.spans(date).map(|span| span.start);
                    let mut starts: Vec<Time> = starts
                        .filter(|start| date > local.date() || *start > local.time())
                        .collect();
                    starts.sort();
                    starts.into_iter().map(move |start| (date, start))
                });
                Openness::ClosedUntil(starts.next().and_then(|(date, start)| instant(date, start)))
            }
        }
    }

    /// Returns `true` if the desk is open at that time of a week without holidays.
    pub(crate) fn opens_at(&self, day: Weekday, time: Time) -> bool {
        self.always_open || self.on(day).iter().any(|span| span.contains(time))
    }

    /// Returns the times of a day at which the desk may open or close.
    pub(crate) fn edges(&self, day: Weekday) -> impl Iterator<Item = Time> {
        let spans = self.on(day).iter();
        spans.flat_map(|span| [span.start, span.end.unwrap_or(Time::midnight())])
    }

    /// Returns the open spans of a date.
    fn spans(&self, date: Date) -> impl Iterator<Item = OpenSpan> {
        let spans = self.on(date.weekday()).iter().copied();
        let is_holiday = self.holidays.contains(&date);
        spans.filter(move |_| !is_holiday)
    }

    /// Returns `true` if the desk, in that time zone, is open at that instant.
    #[must_use]
    pub fn is_open(&self, at: Timestamp, zone: &TimeZone) -> bool {
        !matches!(self.openness(at, zone), Openness::ClosedUntil(_))
    }

    /// Returns the open spans of a day of the week. Empty if the desk is closed on that day, or is
    /// always open.
    #[must_use]
    pub fn on(&self, day: Weekday) -> &[OpenSpan] {
        match day {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    /// Returns `true` if the desk is always open, or at least one day of the week has an open span.
    #[must_use]
    pub fn ever_open(&self) -> bool {
        self.always_open || self.has_days()
    }

    /// Returns `true` if at least one day of the week has an open span.
    pub(super) fn has_days(&self) -> bool {
        Weekday::Monday
            .cycle_forward()
            .take(7)
            .any(|day| !self.on(day).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> Hours {
        toml::from_str(text).unwrap()
    }

    fn open(hours: &Hours, at: &str) -> bool {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        hours.is_open(at.parse().unwrap(), &zone)
    }

    #[test]
    fn a_desk_that_is_always_open_never_closes() {
        let always = hours("always_open = true");
        assert!(open(&always, "2026-12-25T03:00:00Z"));
    }

    #[test]
    fn the_zone_and_its_daylight_saving_decide() {
        let office = hours("monday = ['09:00-17:00']");
        // Winter: Berlin is UTC+1; summer: UTC+2.
        assert!(!open(&office, "2026-01-05T07:59:59Z"));
        assert!(open(&office, "2026-01-05T08:00:00Z"));
        assert!(open(&office, "2026-01-05T15:59:59Z"));
        assert!(!open(&office, "2026-01-05T16:00:00Z"));
        assert!(open(&office, "2026-07-06T07:00:00Z"));
        assert!(!open(&office, "2026-07-06T15:00:00Z"));
        assert!(!open(&office, "2026-01-06T10:00:00Z"), "Tuesday is closed");
    }

    #[test]
    fn lunch_breaks_midnight_and_holidays() {
        let split = hours("monday = ['00:00-12:00', '13:00-24:00']\nholidays = ['2026-06-01']");
        assert!(open(&split, "2026-07-05T22:00:00Z"), "the first minute");
        assert!(open(&split, "2026-07-06T21:59:59Z"), "the last second");
        assert!(!open(&split, "2026-07-06T10:30:00Z"), "lunch");
        assert!(!open(&split, "2026-06-01T09:00:00Z"), "a holiday");
    }

    #[test]
    fn the_next_change_is_told() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let office = hours(
            "monday = ['13:00-17:00', '09:00-12:00']\nfriday = ['22:00-24:00']\nholidays = ['2026-06-01']",
        );
        let told = |at: &str| match office.openness(at.parse().unwrap(), &zone) {
            Openness::Until(end) => format!(
                "until {}",
                end.map_or_else(|| "?".to_owned(), |end| end.strftime("%H:%M").to_string())
            ),
            Openness::ClosedUntil(start) => start.map_or_else(
                || "never".to_owned(),
                |start| start.strftime("%a %F %H:%M").to_string(),
            ),
            Openness::Always => "always".to_owned(),
        };
        assert_eq!(told("2026-07-06T08:00:00Z"), "until 12:00");
        assert_eq!(told("2026-07-06T10:30:00Z"), "Mon 2026-07-06 13:00");
        assert_eq!(told("2026-07-06T15:00:00Z"), "Fri 2026-07-10 22:00");
        assert_eq!(told("2026-07-10T21:00:00Z"), "until ?");
        assert_eq!(told("2026-07-06T03:00:00Z"), "Mon 2026-07-06 09:00");
        // A holiday is left out, and the hours are those of the zone, in winter as well.
        assert_eq!(told("2026-05-30T12:00:00Z"), "Fri 2026-06-05 22:00");
        assert_eq!(told("2026-12-05T12:00:00Z"), "Mon 2026-12-07 09:00");
        let never = hours("holidays = []");
        assert_eq!(
            never.openness("2026-07-06T08:00:00Z".parse().unwrap(), &zone),
            Openness::ClosedUntil(None)
        );
    }

    #[test]
    fn nonsense_is_refused_with_an_example() {
        for bad in ["17:00-09:00", "9-17", "09:00-25:00", "09:00"] {
            let message = toml::from_str::<Hours>(&format!("monday = ['{bad}']"))
                .unwrap_err()
                .to_string();
            assert!(message.contains("09:00-17:00"), "{message}");
        }
    }
}
