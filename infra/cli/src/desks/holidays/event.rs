//! An event of a calendar, as the days that it takes.

use icalendar::parser::Component;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, ToSpan};
use rrule::RRuleSet;

/// The most dates of an event that recurs.
const MOST: u16 = 500;
/// The most days of one event.
const MAX_DAYS: i32 = 366;

/// An event that is there for whole days.
#[derive(Debug)]
pub(super) struct Event {
    /// Its name, which those that move one of its dates have too.
    pub(super) uid: Option<String>,
    /// The date of another event whose place it takes.
    pub(super) replaces: Option<Date>,
    /// The first days.
    pub(super) starts: Vec<Date>,
    /// The number of days from each.
    days: i32,
}

/// What is wrong with an event.
#[derive(Debug)]
pub(super) struct Wrong {
    /// The property that is wrong.
    pub(super) property: &'static str,
    /// What is wrong, and what to write instead.
    pub(super) message: String,
}

impl Event {
    /// Returns the days that it takes from that one on.
    pub(super) fn days_from(&self, start: Date) -> impl Iterator<Item = Date> + use<> {
        let days = self.days;
        (0..days).map_while(move |day| start.checked_add(day.days()).ok())
    }
}

fn wrong(property: &'static str, message: impl Into<String>) -> Wrong {
    Wrong {
        property,
        message: message.into(),
    }
}

/// An event while it is read.
struct Reading<'e> {
    event: &'e Component<'e>,
    zone: &'e TimeZone,
}

/// Reads an event, whose instants in UTC are read on the clock of that zone. Returns `None` for one that was called off, and does not move another
/// one.
pub(super) fn read(event: &Component<'_>, zone: &TimeZone) -> Result<Option<Event>, Wrong> {
    let reading = Reading { event, zone };
    let text = |name| reading.values(name).next();
    let is_off = text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"));
    let replaces = match text("RECURRENCE-ID") {
        Some(value) => Some(reading.day("RECURRENCE-ID", value)?),
        None => None,
    };
    if is_off && replaces.is_none() {
        return Ok(None);
    }
    let start = text("DTSTART").ok_or_else(|| {
        wrong(
            "BEGIN",
            "the event has no date: write one, such as `DTSTART;VALUE=DATE:20261225`",
        )
    })?;
    let start = reading.day("DTSTART", start)?;
    let days = match (text("DTEND"), text("DURATION")) {
        (Some(end), _) => days_until(start, reading.end("DTEND", end)?),
        (None, Some(length)) => days_of(length),
        (None, None) => Some(1),
    };
    let days = days.filter(|days| (1..=MAX_DAYS).contains(days));
    let days = days.ok_or_else(|| {
        let property = match text("DTEND") {
            Some(_) => "DTEND",
            None => "DURATION",
        };
        wrong(property, "the event ends before it begins, or a year after it, or within a day: write the day after its last one, such as `DTEND;VALUE=DATE:20261227`")
    })?;
    let starts = match is_off {
        true => Vec::new(),
        false => reading.starts(start)?,
    };
    Ok(Some(Event {
        uid: text("UID").map(str::to_owned),
        replaces,
        starts,
        days,
    }))
}

impl<'e> Reading<'e> {
    /// Returns the values of a property.
    fn values(&self, name: &'static str) -> impl Iterator<Item = &'e str> + use<'e> {
        let all = self.event.properties.iter();
        let named = all.filter(move |it| it.name.as_str().eq_ignore_ascii_case(name));
        named.map(|it| it.val.as_str().trim())
    }

    /// Reads a date, or a date with a time of the day.
    fn local(&self, property: &'static str, value: &str) -> Result<DateTime, Wrong> {
        let no_date = || {
            wrong(
                property,
                format!("`{value}` is no date: write one such as `20261225`"),
            )
        };
        let local = value.trim_end_matches(['Z', 'z']);
        let read = match local.len() {
            8 => Date::strptime("%Y%m%d", local).map(|date| date.at(0, 0, 0, 0)),
            _ => DateTime::strptime("%Y%m%dT%H%M%S", local.to_ascii_uppercase()),
        };
        let read = read.map_err(|_| no_date())?;
        if local.len() == value.len() {
            return Ok(read);
        }
        let instant = Offset::UTC.to_timestamp(read).map_err(|_| no_date())?;
        Ok(self.zone.to_datetime(instant))
    }

    /// Reads a date, or the midnight at which it begins.
    fn day(&self, property: &'static str, value: &str) -> Result<Date, Wrong> {
        let local = self.local(property, value)?;
        if local.time() == jiff::civil::Time::midnight() {
            return Ok(local.date());
        }
        Err(wrong(
            property,
            "the event takes a part of a day: write it as a whole day, such as `DTSTART;VALUE=DATE:20261224`, or remove it, and write the hours of that date in the desk file, such as `exceptions = { 2026-12-24 = [\"09:00-13:00\"] }`",
        ))
    }

    /// Reads the day that an event does not take any more. Programs write the last minute of the day before it, too.
    fn end(&self, property: &'static str, value: &str) -> Result<Date, Wrong> {
        let local = self.local(property, value)?;
        let is_last_minute = (local.hour(), local.minute()) == (23, 59);
        match local.date().tomorrow() {
            Ok(next) if is_last_minute => Ok(next),
            _ => self.day(property, value),
        }
    }

    /// Returns the first days of an event and of each time that it recurs.
    fn starts(&self, start: Date) -> Result<Vec<Date>, Wrong> {
        let mut starts = vec![start];
        for rule in self.values("RRULE") {
            starts.extend(self.recurrences(start, rule)?);
        }
        for value in self.values("RDATE").flat_map(|value| value.split(',')) {
            starts.push(self.day("RDATE", value.trim())?);
        }
        starts.sort_unstable();
        starts.dedup();
        for value in self.values("EXDATE").flat_map(|value| value.split(',')) {
            let date = self.day("EXDATE", value.trim())?;
            starts.retain(|start| *start != date);
        }
        Ok(starts)
    }

    /// Reads the end of a rule. Programs write midnight in UTC for what begins on a date, which has no zone.
    fn until(&self, value: &str) -> Result<Date, Wrong> {
        let start = self.values("DTSTART").next().unwrap_or_default();
        match value.get(..8) {
            Some(date) if start.len() == 8 => self.day("RRULE", date),
            _ => Ok(self.local("RRULE", value)?.date()),
        }
    }

    /// Returns the dates of a rule. One without an end is refused: nobody knows the holidays of all years.
    fn recurrences(&self, start: Date, rule: &str) -> Result<Vec<Date>, Wrong> {
        let refuse = |message: String| wrong("RRULE", message);
        let no_rule = || {
            refuse(format!(
                "`{rule}` is no rule of iCalendar: write one such as `FREQ=YEARLY;UNTIL=20301231`"
            ))
        };
        let mut parts = Vec::new();
        let mut ends = false;
        for part in rule.split(';').filter(|part| !part.trim().is_empty()) {
            let (key, value) = part.split_once('=').ok_or_else(no_rule)?;
            let (key, value) = (key.trim().to_ascii_uppercase(), value.trim());
            ends |= key == "UNTIL" || key == "COUNT";
            if key != "UNTIL" {
                parts.push(format!("{key}={value}"));
                continue;
            }
            let until = self.until(value)?;
            if until < start {
                return Ok(Vec::new());
            }
            parts.push(format!("UNTIL={}T000000Z", until.strftime("%Y%m%d")));
        }
        if !ends {
            return Err(refuse(
                "the event recurs for ever: give it an end, such as `RRULE:FREQ=YEARLY;UNTIL=20301231`"
                    .to_owned(),
            ));
        }
        // Days have no zone: in UTC, no midnight is left out.
        let first = start.strftime("%Y%m%d");
        let set = format!("DTSTART:{first}T000000Z\nRRULE:{}", parts.join(";"));
        let set: RRuleSet = set.parse().map_err(|_| no_rule())?;
        let found = set.all(MOST + 1);
        if found.dates.len() > usize::from(MOST) {
            return Err(refuse(format!(
                "the event recurs more than {MOST} times: give it an earlier end, such as `RRULE:FREQ=YEARLY;UNTIL=20301231`"
            )));
        }
        let dates = found
            .dates
            .iter()
            .map(|date| date.format("%Y%m%d").to_string());
        dates.map(|date| self.day("RRULE", &date)).collect()
    }
}

/// Returns the number of days to an end that is not included. Programs write the same day for an event of one.
fn days_until(start: Date, end: Date) -> Option<i32> {
    let days = start.until(end).ok()?.get_days();
    Some(if days == 0 { 1 } else { days })
}

/// Returns the number of days of a length such as `P2D` or `P1W`.
fn days_of(length: &str) -> Option<i32> {
    let length: Span = length.parse().ok()?;
    let days = length.get_weeks() * 7 + length.get_days();
    let rest = length.weeks(0).days(0);
    rest.is_zero().then_some(days)
}
