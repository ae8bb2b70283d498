//! Holidays from an iCalendar file beside the desk file.
//!
//! `desks check` and `desks apply` read that file and put its dates in its place, so that what is stored needs no other file, and shows each
//! date before it counts.

use super::definition::Desk;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::collections::BTreeSet;

/// An iCalendar file of holidays.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "write the name of an iCalendar file that stands beside this one, such as `\"holidays.ics\"`"
)]
pub enum HolidayFile {
    /// A file that has not been read. It closes nothing.
    Named(String),
    /// What was read from it.
    Read(Holidays),
}

/// The dates that were read from an iCalendar file.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holidays {
    /// The name of the file.
    pub file: String,
    /// The last date of the years that it covers.
    pub until: Date,
    /// The dates.
    dates: BTreeSet<Date>,
}

/// The time before the end of a file's years in which people are told to bring a newer one. Calendars of a year are out by then.
const TOLD_BEFORE: SignedDuration = SignedDuration::from_hours(60 * 24);

impl Holidays {
    /// Returns `true` if its last year is over.
    #[must_use]
    pub fn have_ended(&self, today: Date) -> bool {
        self.until < today
    }

    /// Returns `true` if its last year is over in two months, or is over.
    fn end_soon(&self, today: Date) -> bool {
        self.until.duration_since(today) <= TOLD_BEFORE
    }
}

impl Desk {
    /// Returns the date on the clock of the desk.
    #[must_use]
    pub fn date_at(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.zone().clone()).date()
    }

    /// Returns its holidays that end within two months, or have ended: a newer file is to take their place.
    pub fn ending_holidays(&self, now: Timestamp) -> impl Iterator<Item = &Holidays> {
        let today = self.date_at(now);
        let read = self.holiday_files().filter_map(|file| file.read());
        read.filter(move |holidays| holidays.end_soon(today))
    }
}

impl HolidayFile {
    /// Returns what was read from the file. `None` if it was not read.
    #[must_use]
    pub fn read(&self) -> Option<&Holidays> {
        match self {
            Self::Named(_) => None,
            Self::Read(holidays) => Some(holidays),
        }
    }

    /// Returns `true` for a date of the file.
    pub(super) fn contains(&self, date: Date) -> bool {
        self.read()
            .is_some_and(|holidays| holidays.dates.contains(&date))
    }
}
