//! The opening hours in a desk file. What follows from them is in [`crate::clock`].

use super::holidays::HolidayFiles;
use super::spanned::Spanned;
use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Deserializer};
use std::collections::{BTreeMap, BTreeSet};

/// Opening hours by the day of the week, with the dates that differ.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// `true` for hours that are open day and night, every day.
    #[serde(default)]
    pub always_open: bool,
    #[serde(default)]
    monday: OpenSpans,
    #[serde(default)]
    tuesday: OpenSpans,
    #[serde(default)]
    wednesday: OpenSpans,
    #[serde(default)]
    thursday: OpenSpans,
    #[serde(default)]
    friday: OpenSpans,
    #[serde(default)]
    saturday: OpenSpans,
    #[serde(default)]
    sunday: OpenSpans,
    /// The dates that are closed.
    #[serde(default)]
    holidays: BTreeSet<Date>,
    /// iCalendar files with more dates that are closed.
    #[serde(default, rename = "holidays_from")]
    pub holiday_files: Option<Spanned<HolidayFiles>>,
    /// The dates with hours of their own, holidays among them. No spans: closed.
    #[serde(default)]
    exceptions: BTreeMap<Date, OpenSpans>,
}

/// A part of a day that is open, such as `09:00-17:00`. The start is included, the end is not. `24:00` is midnight at the end
/// of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenSpan {
    /// The start.
    pub(crate) start: Time,
    /// The end, after the start. `None` is the end of the day.
    pub(crate) end: Option<Time>,
}

/// The open spans of a day, in their order. No two overlap.
#[derive(Debug, Default, PartialEq, Eq)]
struct OpenSpans {
    spans: Vec<OpenSpan>,
    /// Two that overlap as they are written.
    overlap: Option<(OpenSpan, OpenSpan)>,
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

    /// Returns `true` if it has not ended when that time of the day comes.
    fn goes_beyond(self, time: Time) -> bool {
        self.end.is_none_or(|end| end > time)
    }
}

impl<'de> Deserialize<'de> for OpenSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is not a part of a day: write start and end such as `09:00-17:00`, the end at `24:00` at most"
            ))
        })
    }
}

impl<'de> Deserialize<'de> for OpenSpans {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut written = Vec::<OpenSpan>::deserialize(deserializer)?;
        written.sort_by_key(|span| span.start);
        let mut spans = Self::default();
        for span in written {
            match spans.spans.last_mut() {
                // An earlier version took them, so a stored file can still be read.
                Some(last) if last.goes_beyond(span.start) => {
                    spans.overlap.get_or_insert((*last, span));
                    last.end = last.end.and_then(|end| Some(end.max(span.end?)));
                }
                _ => spans.spans.push(span),
            }
        }
        Ok(spans)
    }
}

impl std::fmt::Display for OpenSpan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let clock = |time: Time| time.strftime("%H:%M").to_string();
        let end = self.end.map_or_else(|| "24:00".to_owned(), clock);
        write!(f, "{}–{end}", clock(self.start))
    }
}

impl Hours {
    /// Returns the open spans of a day of the week, in their order. Empty for a closed day, and for hours that are always
    /// open.
    #[must_use]
    pub fn on(&self, day: Weekday) -> &[OpenSpan] {
        let spans = match day {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        };
        &spans.spans
    }

    /// Returns the open spans of a date, in their order: those of the date itself, none on a holiday, or those of its day of
    /// the week.
    #[must_use]
    pub fn on_date(&self, date: Date) -> &[OpenSpan] {
        match self.exceptions.get(&date) {
            Some(own) => &own.spans,
            None if self.is_holiday(date) => &[],
            None => self.on(date.weekday()),
        }
    }

    /// Returns `true` for a date that is closed, unless it has hours of its own.
    #[must_use]
    pub fn is_holiday(&self, date: Date) -> bool {
        let files = self.holiday_files.as_ref();
        self.holidays.contains(&date) || files.is_some_and(|files| files.contain(date))
    }

    /// Returns the mistake of two spans that overlap, if there are any.
    pub(super) fn overlap(&self) -> Option<String> {
        let week = [
            &self.monday,
            &self.tuesday,
            &self.wednesday,
            &self.thursday,
            &self.friday,
            &self.saturday,
            &self.sunday,
        ];
        let mut days = week.into_iter().chain(self.exceptions.values());
        let (first, second) = days.find_map(|day| day.overlap)?;
        Some(format!(
            "`{first}` and `{second}` of one day overlap: write one part for both"
        ))
    }

    /// Returns `true` if it is open at that time of a week without holidays.
    pub(crate) fn opens_at(&self, day: Weekday, time: Time) -> bool {
        self.always_open || self.on(day).iter().any(|span| span.contains(time))
    }

    /// Returns the times of a day at which it may open or close.
    pub(crate) fn edges(&self, day: Weekday) -> impl Iterator<Item = Time> {
        let spans = self.on(day).iter();
        spans.flat_map(|span| [span.start, span.end.unwrap_or(Time::midnight())])
    }

    /// Returns the last date that may be open. `None` if there is none.
    pub(crate) fn last_date(&self) -> Option<Date> {
        if self.ever_open() {
            return Some(Date::MAX);
        }
        let open = self
            .exceptions
            .iter()
            .filter(|(_, own)| !own.spans.is_empty());
        open.map(|(date, _)| *date).next_back()
    }

    /// Returns `true` if it is always open, or at least one day of the week has an open span.
    #[must_use]
    pub fn ever_open(&self) -> bool {
        self.always_open || self.has_days()
    }

    /// Returns `true` if it is always open, and has days or dates all the same.
    pub(super) fn contradicts_itself(&self) -> bool {
        let has_holidays = !self.holidays.is_empty() || self.holiday_files.is_some();
        let has_dates = has_holidays || !self.exceptions.is_empty();
        self.always_open && (self.has_days() || has_dates)
    }

    /// Returns `true` if at least one day of the week has an open span.
    fn has_days(&self) -> bool {
        Weekday::Monday
            .cycle_forward()
            .take(7)
            .any(|day| !self.on(day).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_refused_with_an_example() {
        for bad in [
            "17:00-09:00",
            "9-17",
            "09:00-25:00",
            "09:00",
            "09:00-09:00",
            "24:00-24:00",
        ] {
            let message = toml::from_str::<Hours>(&format!("monday = ['{bad}']"))
                .unwrap_err()
                .to_string();
            assert!(message.contains("09:00-17:00"), "{message}");
        }
    }

    #[test]
    fn parts_of_a_day_that_overlap_are_one_and_a_mistake() {
        let read = |day: &str| toml::from_str::<Hours>(&format!("monday = [{day}]")).unwrap();
        assert_eq!(read("'13:00-17:00', '09:00-13:00'").overlap(), None);
        let hours = read("'13:00-17:00', '09:00-13:01', '09:30-10:00'");
        let told = hours.overlap().unwrap();
        assert!(told.contains("`09:00–13:01` and `09:30–10:00`"), "{told}");
        let spans = hours.on(Weekday::Monday).iter().map(ToString::to_string);
        assert_eq!(spans.collect::<Vec<_>>(), ["09:00–17:00"]);
        let late = read("'09:00-24:00', '23:00-23:30'");
        assert!(late.overlap().is_some() && late.on(Weekday::Monday).len() == 1);
    }

    #[test]
    fn a_date_can_have_hours_of_its_own() {
        let hours: Hours = toml::from_str(
            "thursday = ['09:00-17:00']\nholidays = ['2026-12-24', '2026-12-31']\n[exceptions]\n2026-12-24 = ['09:00-13:00']\n2026-12-27 = ['10:00-12:00']",
        )
        .unwrap();
        let on = |day: i8| {
            let spans = hours.on_date(jiff::civil::date(2026, 12, day));
            spans
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(on(24), "09:00–13:00", "a holiday with hours of its own");
        assert_eq!(on(31), "");
        assert_eq!(on(27), "10:00–12:00", "a Sunday");
        assert_eq!(on(17), "09:00–17:00");
    }
}
