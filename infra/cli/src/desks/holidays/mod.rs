//! Holidays from iCalendar files beside a desk file: their dates take the place of their names.

mod calendar;
mod event;

use docket_domain::desk::{Desk, DeskMistake, Holidays};
use event::Event;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use toml::Value;

/// The most bytes of an iCalendar file. Those of countries have a tenth of that.
const MAX_BYTES: usize = 1024 * 1024;
/// What stands in the place of files with mistakes, so that the rest of the desk file is checked too.
const NONE: &str = "{ files = [], from = \"0001-01-01\", until = \"9999-12-31\", dates = [] }";

/// A mistake in a file, with the file's path.
pub(super) type FileMistake = (PathBuf, DeskMistake);

/// The text of a desk file whose holidays are dates.
pub(super) struct Resolved {
    pub(super) source: String,
    pub(super) mistakes: Vec<FileMistake>,
}

/// The places of a desk file that name iCalendar files. What else it has is checked later.
#[derive(Deserialize)]
struct Places {
    #[serde(default)]
    time_zone: String,
    #[serde(default)]
    hours: Place,
    #[serde(default)]
    calendars: Vec<CalendarPlace>,
}

#[derive(Default, Deserialize)]
struct Place {
    holidays_from: Option<toml::Spanned<Value>>,
}

#[derive(Deserialize)]
struct CalendarPlace {
    time_zone: Option<String>,
    #[serde(default)]
    hours: Place,
}

/// A place that names files.
struct Named {
    span: Range<usize>,
    names: Vec<String>,
    zone: TimeZone,
}

impl Places {
    /// Returns the places, the last one of the file first. What was read already names nothing.
    fn named(self) -> Vec<Named> {
        let own = self.time_zone;
        let calendars = self.calendars.into_iter();
        let calendars = calendars.map(|it| (it.hours, it.time_zone.unwrap_or_else(|| own.clone())));
        let all = std::iter::once((self.hours, own.clone())).chain(calendars);
        let named = all.filter_map(|(place, zone)| {
            let value = place.holidays_from?;
            let names = match value.get_ref() {
                Value::String(name) => vec![name.clone()],
                Value::Array(names) => {
                    let names = names.iter().map(|name| name.as_str().map(str::to_owned));
                    names.collect::<Option<_>>()?
                }
                _ => return None,
            };
            Some(Named {
                span: value.span(),
                names,
                zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC),
            })
        });
        let mut named: Vec<Named> = named.collect();
        named.sort_by_key(|named| std::cmp::Reverse(named.span.start));
        named
    }
}

/// Reads the iCalendar files that a desk file names, and puts their dates in the place of their names.
///
/// The text keeps its lines. A file that is no TOML is returned as it is: that is found when it is read.
pub(super) fn resolve(path: &Path, source: String) -> Resolved {
    let mut resolved = Resolved {
        source,
        mistakes: Vec::new(),
    };
    let Ok(places) = toml::from_str::<Places>(&resolved.source) else {
        return resolved;
    };
    // From the last one on, so that the places before it stay.
    for named in places.named() {
        // A list may go over lines, and TOML has line ends within a list alone.
        let lines = resolved.source.get(named.span.clone());
        let ends = "\n".repeat(lines.unwrap_or_default().matches('\n').count());
        let mut dates = match read_all(path, &resolved.source, &named) {
            Ok(events) => table(&named.names, &events),
            Err(mistakes) => {
                let is_new = |mistake: &FileMistake| !resolved.mistakes.contains(mistake);
                let new: Vec<_> = mistakes.into_iter().filter(is_new).collect();
                resolved.mistakes.extend(new);
                NONE.to_owned()
            }
        };
        let end = dates.rfind(']').unwrap_or(dates.len());
        dates.insert_str(end, &ends);
        resolved.source.replace_range(named.span, &dates);
    }
    resolved
}

/// Reads the files of one place.
fn read_all(path: &Path, source: &str, named: &Named) -> Result<Vec<Event>, Vec<FileMistake>> {
    if named.names.is_empty() {
        let message = "no file is named: write the name of one, or remove `holidays_from`";
        let mistake = DeskMistake::at(source, named.span.start, message.to_owned());
        return Err(vec![(path.to_owned(), mistake)]);
    }
    let (mut events, mut mistakes) = (Vec::new(), Vec::new());
    for name in &named.names {
        match read(path, name, &named.zone) {
            Ok(read) => events.extend(read),
            Err(Wrong::Named(message)) => {
                let mistake = DeskMistake::at(source, named.span.start, message);
                mistakes.push((path.to_owned(), mistake));
            }
            Err(Wrong::Within(all)) => {
                let file = path.with_file_name(name);
                mistakes.extend(all.into_iter().map(|mistake| (file.clone(), mistake)));
            }
        }
    }
    match mistakes.is_empty() {
        true => Ok(events),
        false => Err(mistakes),
    }
}

/// What is wrong with a file: its name, or what it holds.
enum Wrong {
    Named(String),
    Within(Vec<DeskMistake>),
}

/// Reads the iCalendar file of this name.
fn read(desk_file: &Path, name: &str, zone: &TimeZone) -> Result<Vec<Event>, Wrong> {
    let is_beside = |part| matches!(part, Component::Normal(_));
    if name.is_empty() || !Path::new(name).components().all(is_beside) {
        return Err(Wrong::Named(format!(
            "`{name}` is not beside this file: put it into the folder of the desk files, and write its name alone"
        )));
    }
    let bytes = std::fs::read(desk_file.with_file_name(name)).map_err(|error| {
        Wrong::Named(format!(
            "`{name}` cannot be read: put it beside this file, or write the name of one that is there ({error})"
        ))
    })?;
    let whole = |message| Wrong::Within(vec![calendar::mistake(1, message)]);
    if bytes.len() > MAX_BYTES {
        return Err(whole(
            "has more than a megabyte: leave the holidays alone in it",
        ));
    }
    let Some(text) = calendar::text(bytes) else {
        return Err(whole("is not text in UTF-8: save it as such"));
    };
    calendar::events(&text, zone).map_err(Wrong::Within)
}

/// Returns what stands in the desk file that is stored.
fn table(names: &[String], events: &[Event]) -> String {
    let dates = calendar::dates(events);
    let first = dates.first().copied().unwrap_or(Date::MAX);
    let until = Date::constant(covered_until(events), 12, 31);
    let names: Vec<String> = names
        .iter()
        .map(|name| Value::from(name.as_str()).to_string())
        .collect();
    let dates: Vec<String> = dates.iter().map(|date| format!("\"{date}\"")).collect();
    format!(
        "{{ files = [{}], from = \"{first}\", until = \"{until}\", dates = [{}] }}",
        names.join(", "),
        dates.join(", ")
    )
}

/// Returns the last of the years that these events cover: of those in a row that have three quarters of the events of the fullest one. A
/// file that goes to the end of a year often has the first days of the next one too, and what recurs may go on longer than the rest.
fn covered_until(events: &[Event]) -> i16 {
    let mut events_of = BTreeMap::<i16, usize>::new();
    for start in events.iter().flat_map(|event| &event.starts) {
        *events_of.entry(start.year()).or_default() += 1;
    }
    let most = events_of.values().copied().max().unwrap_or_default();
    let full = events_of
        .into_iter()
        .filter(|(_, count)| count * 4 >= most * 3);
    let years: Vec<i16> = full.map(|(year, _)| year).collect();
    let in_a_row = years.iter().zip(years.iter().skip(1));
    let after_first = in_a_row.take_while(|(year, next)| **year + 1 == **next);
    let last = after_first.last().map(|(_, next)| next);
    last.or(years.first()).copied().unwrap_or(Date::MAX.year())
}

/// Returns the mistakes of holidays that have ended, or begin too late.
pub(super) fn not_of_now(desk: &Desk, source: &str, now: Timestamp) -> Vec<DeskMistake> {
    let today = desk.date_at(now);
    let mistakes = desk.holiday_files().filter_map(|files| {
        let holidays = files.read()?;
        let message = match holidays {
            ended if ended.have_ended(today) => sentence(ended),
            late if late.begin_late(today) => format!(
                "the holidays of {} begin with {}: name a file with those of this year too, as in `holidays_from = [\"this-year.ics\", \"next-year.ics\"]`",
                named(late),
                late.from
            ),
            _ => return None,
        };
        Some(files.mistake(source, message))
    });
    mistakes.collect()
}

/// Returns a sentence for each of a desk's calendars of holidays that ends soon, or has ended.
pub(super) fn ending(desk: &Desk, now: Timestamp) -> BTreeSet<String> {
    desk.ending_holidays(now).map(sentence).collect()
}

/// Returns a few words for each of a desk's calendars of holidays.
pub(super) fn covered(desk: &Desk) -> BTreeSet<String> {
    let all = desk.holiday_files().filter_map(|files| files.read());
    all.map(|holidays| format!("holidays of {} until {}", named(holidays), holidays.until))
        .collect()
}

fn named(holidays: &Holidays) -> String {
    let names = holidays.files.iter().map(|name| format!("`{name}`"));
    names.collect::<Vec<_>>().join(" and ")
}

fn sentence(holidays: &Holidays) -> String {
    format!(
        "the holidays of {} end with {}, and of later years none are known: name the file of the next year beside it, as in `holidays_from = [\"this-year.ics\", \"next-year.ics\"]`, or remove `holidays_from`",
        named(holidays),
        holidays.until
    )
}
