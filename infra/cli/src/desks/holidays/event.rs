//! An event of a calendar, as the days that it takes.

use icalendar::parser::Component;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use rrule::RRuleSet;

/// The most dates of an event that recurs.
const MOST: u16 = 500;
/// The most days of one event.
const MAX_DAYS: i32 = 366;

/// An event that is there for whole days.
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

/// Reads an event. Returns `None` for one that was called off, and does not move another one.
pub(super) fn read(event: &Component<'_>) -> Result<Option<Event>, Wrong> {
    let text = |name: &str| event.find_prop(name).map(|found| found.val.as_str().trim());
    let is_off = text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"));
    let replaces = match text("RECURRENCE-ID") {
        Some(value) => Some(day("RECURRENCE-ID", value)?),
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
    let start = day("DTSTART", start)?;
    let days = match (text("DTEND"), text("DURATION")) {
        (Some(end), _) => days_until(start, day("DTEND", end)?),
        (None, Some(length)) => days_of(length),
        (None, None) => Some(1),
    };
    let days = days.filter(|days| (1..=MAX_DAYS).contains(days)).ok_or_else(|| {
        let property = if text("DTEND").is_some() { "DTEND" } else { "DURATION" };
        wrong(property, "the event ends before it begins, or a year after it, or within a day: write the day after its last one, such as `DTEND;VALUE=DATE:20261227`")
    })?;
    let starts = if is_off {
        Vec::new()
    } else {
        starts(event, start)?
    };
    Ok(Some(Event {
        uid: text("UID").map(str::to_owned),
        replaces,
        starts,
        days,
    }))
}

/// Reads a date, or the midnight at which it begins.
fn day(property: &'static str, value: &str) -> Result<Date, Wrong> {
    let (date, time) = value.split_at_checked(8).unwrap_or((value, ""));
    let date = Date::strptime("%Y%m%d", date).map_err(|_| {
        wrong(
            property,
            format!("`{value}` is no date: write one such as `20261225`"),
        )
    })?;
    match time.trim_end_matches('Z') {
        "" | "T000000" => Ok(date),
        _ => Err(wrong(
            property,
            "the event takes a part of a day: remove it, and write the hours of that date in the desk file, such as `exceptions = { 2026-12-24 = [\"09:00-13:00\"] }`",
        )),
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

/// Returns the first days of an event and of each time that it recurs.
fn starts(event: &Component<'_>, start: Date) -> Result<Vec<Date>, Wrong> {
    let mut starts = vec![start];
    for (rule, _) in values(event, "RRULE") {
        starts.extend(recurrences(start, rule)?);
    }
    for (value, property) in values(event, "RDATE").chain(values(event, "EXDATE")) {
        for value in value.split(',') {
            let date = day(property, value.trim())?;
            match property {
                "RDATE" => starts.push(date),
                _ => starts.retain(|start| *start != date),
            }
        }
    }
    Ok(starts)
}

fn values<'e>(
    event: &'e Component<'_>,
    name: &'static str,
) -> impl Iterator<Item = (&'e str, &'static str)> {
    let all = event.properties.iter();
    let named = all.filter(move |it| it.name.as_str().eq_ignore_ascii_case(name));
    named.map(move |it| (it.val.as_str().trim(), name))
}

/// Returns the dates of a rule. One without an end is refused: nobody knows the holidays of all years.
fn recurrences(start: Date, rule: &str) -> Result<Vec<Date>, Wrong> {
    let refuse = |message: String| wrong("RRULE", message);
    let parts: Vec<(String, String)> = rule
        .split(';')
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(key, value)| (key.trim().to_ascii_uppercase(), value.trim().to_owned()))
        .collect();
    let ends = |(key, _): &(String, String)| key == "UNTIL" || key == "COUNT";
    if !parts.iter().any(ends) {
        return Err(refuse(
            "the event recurs for ever: give it an end, such as `RRULE:FREQ=YEARLY;UNTIL=20301231`"
                .to_owned(),
        ));
    }
    // Whole days have no time zone, so the end has none either.
    let parts = parts.iter().map(|(key, value)| match key.as_str() {
        "UNTIL" => format!("UNTIL={}", value.get(..8).unwrap_or(value)),
        _ => format!("{key}={value}"),
    });
    let rule = parts.collect::<Vec<_>>().join(";");
    let first = start.strftime("%Y%m%d");
    let set: RRuleSet = format!("DTSTART;VALUE=DATE:{first}\nRRULE:{rule}")
        .parse()
        .map_err(|_| {
            refuse(format!(
                "`{rule}` is no rule of iCalendar: write one such as `FREQ=YEARLY;UNTIL=20301231`"
            ))
        })?;
    let found = set.all(MOST);
    if found.limited {
        return Err(refuse(format!(
            "the event recurs more than {MOST} times: give it an earlier end, such as `RRULE:FREQ=YEARLY;UNTIL=20301231`"
        )));
    }
    let dates = found
        .dates
        .iter()
        .map(|date| date.format("%Y%m%d").to_string());
    dates.map(|date| day("RRULE", &date)).collect()
}
