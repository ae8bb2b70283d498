//! Holidays from iCalendar files beside the desk file.
//!
//! `desks check` and `desks apply` read those files and put their dates in the place of their names, so that what is stored needs no other
//! file, and shows each date before it counts.

use super::definition::Desk;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;
use std::fmt;

/// iCalendar files of holidays.
#[derive(Debug, PartialEq, Eq)]
pub enum HolidayFiles {
    /// The names of files that have not been read. They close nothing.
    Named(Vec<String>),
    /// What was read from them.
    Read(Holidays),
}

/// The dates that were read from iCalendar files.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holidays {
    /// The names of the files.
    pub files: Vec<String>,
    /// The first date.
    pub from: Date,
    /// The last date of the years that they cover.
    pub until: Date,
    /// The dates.
    dates: BTreeSet<Date>,
}

/// The time before the end of the years in which people are told to bring a newer file. Calendars of a year are out by then.
const TOLD_BEFORE: SignedDuration = SignedDuration::from_hours(60 * 24);

impl Holidays {
    /// Returns `true` if its last year is over.
    #[must_use]
    pub fn have_ended(&self, today: Date) -> bool {
        self.until < today
    }

    /// Returns `true` if its first year has not begun: those of this one are missing.
    #[must_use]
    pub fn begin_late(&self, today: Date) -> bool {
        self.from.year() > today.year()
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

    /// Returns its holidays that end within two months, or have ended: newer files are to take their place.
    pub fn ending_holidays(&self, now: Timestamp) -> impl Iterator<Item = &Holidays> {
        let today = self.date_at(now);
        let read = self.holiday_files().filter_map(|files| files.read());
        read.filter(move |holidays| holidays.end_soon(today))
    }
}

impl HolidayFiles {
    /// Returns what was read from the files. `None` if they were not read.
    #[must_use]
    pub fn read(&self) -> Option<&Holidays> {
        match self {
            Self::Named(_) => None,
            Self::Read(holidays) => Some(holidays),
        }
    }

    /// Returns `true` for a date of the files.
    pub(super) fn contain(&self, date: Date) -> bool {
        self.read()
            .is_some_and(|holidays| holidays.dates.contains(&date))
    }
}

// Written by hand, since an untagged enum would lose what is wrong within a table.
impl<'de> Deserialize<'de> for HolidayFiles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FilesVisitor;

        impl<'de> Visitor<'de> for FilesVisitor {
            type Value = HolidayFiles;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "the name of an iCalendar file that stands beside this one, such as `\"holidays.ics\"`, or a list of names",
                )
            }

            fn visit_str<E>(self, name: &str) -> Result<HolidayFiles, E> {
                Ok(HolidayFiles::Named(vec![name.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<HolidayFiles, A::Error> {
                let names = Vec::deserialize(SeqAccessDeserializer::new(names))?;
                Ok(HolidayFiles::Named(names))
            }

            fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<HolidayFiles, A::Error> {
                let holidays = Holidays::deserialize(MapAccessDeserializer::new(table))?;
                Ok(HolidayFiles::Read(holidays))
            }
        }

        deserializer.deserialize_any(FilesVisitor)
    }
}
