//! Holidays from an iCalendar file beside a desk file: its dates take the place of its name.

mod calendar;
mod event;

use docket_domain::desk::{Desk, DeskMistake, Holidays};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

/// The most bytes of an iCalendar file. Those of countries have a tenth of that.
const MAX_BYTES: usize = 1024 * 1024;

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
    hours: Place,
    #[serde(default)]
    calendars: Vec<CalendarPlace>,
}

#[derive(Default, Deserialize)]
struct Place {
    holidays_from: Option<toml::Spanned<String>>,
}

#[derive(Deserialize)]
struct CalendarPlace {
    #[serde(default)]
    hours: Place,
}

/// Reads the iCalendar files that a desk file names, and puts their dates in the place of their names.
///
/// The text keeps its lines. A file with other mistakes in its hours is returned as it is: they are found when it is read.
pub(super) fn resolve(path: &Path, source: String) -> Resolved {
    let mut resolved = Resolved {
        source,
        mistakes: Vec::new(),
    };
    let Ok(places) = toml::from_str::<Places>(&resolved.source) else {
        return resolved;
    };
    let calendars = places.calendars.into_iter().map(|calendar| calendar.hours);
    let all = std::iter::once(places.hours).chain(calendars);
    let mut named: Vec<_> = all.filter_map(|place| place.holidays_from).collect();
    // From the last one on, so that the places before it stay.
    named.sort_by_key(|name| std::cmp::Reverse(name.span().start));
    for name in named {
        let span = name.span();
        match read(path, &resolved.source, &span, name.get_ref()) {
            Ok(dates) => {
                let table = table(name.get_ref(), &dates);
                resolved.source.replace_range(span, &table);
            }
            Err(mistakes) => resolved.mistakes.extend(mistakes),
        }
    }
    resolved
}

/// Reads the iCalendar file of this name.
fn read(
    desk_file: &Path,
    source: &str,
    span: &Range<usize>,
    name: &str,
) -> Result<BTreeSet<Date>, Vec<FileMistake>> {
    let here = |message: String| {
        let mistake = DeskMistake::at(source, span.start, message);
        vec![(desk_file.to_owned(), mistake)]
    };
    let is_beside = |part| matches!(part, Component::Normal(_));
    if name.is_empty() || !Path::new(name).components().all(is_beside) {
        return Err(here(format!(
            "`{name}` is not beside this file: put it into the folder of the desk files, and write its name alone"
        )));
    }
    let path = desk_file.with_file_name(name);
    let bytes = std::fs::read(&path).map_err(|error| {
        here(format!(
            "`{name}` cannot be read: put it beside this file, or write the name of one that is there ({error})"
        ))
    })?;
    let dates = match String::from_utf8(bytes) {
        Ok(text) if text.len() <= MAX_BYTES => calendar::dates(&text),
        Ok(_) => Err(vec![calendar::mistake(
            1,
            "has more than a megabyte: leave the holidays alone in it",
        )]),
        Err(_) => Err(vec![calendar::mistake(
            1,
            "is not text in UTF-8: save it as such",
        )]),
    };
    dates.map_err(|mistakes| {
        let all = mistakes.into_iter();
        all.map(|mistake| (path.clone(), mistake)).collect()
    })
}

/// Returns what stands in the desk file that is stored.
fn table(name: &str, dates: &BTreeSet<Date>) -> String {
    let name = toml::Value::from(name);
    let until = Date::constant(covered_until(dates), 12, 31);
    let dates: Vec<String> = dates.iter().map(|date| format!("\"{date}\"")).collect();
    format!(
        "{{ file = {name}, until = \"{until}\", dates = [{}] }}",
        dates.join(", ")
    )
}

/// Returns the last of the years that these dates cover: of those in a row, beginning with the first, that have half as many dates as the
/// one with the most. A file that goes to the end of a year often has the first days of the next one too.
fn covered_until(dates: &BTreeSet<Date>) -> i16 {
    let count = |year| dates.iter().filter(|date| date.year() == year).count();
    let years: BTreeSet<i16> = dates.iter().map(|date| date.year()).collect();
    let most = years.iter().map(|year| count(*year)).max();
    let is_full = |year: &i16| count(*year) * 2 >= most.unwrap_or_default();
    let first = years
        .iter()
        .copied()
        .find(is_full)
        .unwrap_or(Date::MAX.year());
    let in_a_row =
        (first..Date::MAX.year()).take_while(|year| years.contains(year) && is_full(year));
    in_a_row.last().unwrap_or(first)
}

/// Returns the mistakes of holidays that have ended.
pub(super) fn ended(desk: &Desk, source: &str, now: Timestamp) -> Vec<DeskMistake> {
    let today = desk.date_at(now);
    let all = desk.holiday_files();
    let ended = all.filter_map(|file| {
        let holidays = file.read().filter(|holidays| holidays.have_ended(today));
        Some(file.mistake(source, sentence(holidays?)))
    });
    ended.collect()
}

/// Returns a sentence for each of a desk's files of holidays that ends soon, or has ended.
pub(super) fn ending(desk: &Desk, now: Timestamp) -> Vec<String> {
    desk.ending_holidays(now).map(sentence).collect()
}

/// Returns a few words for each of a desk's files of holidays.
pub(super) fn covered(desk: &Desk) -> Vec<String> {
    let all = desk.holiday_files().filter_map(|file| file.read());
    all.map(|holidays| format!("holidays of {} until {}", holidays.file, holidays.until))
        .collect()
}

fn sentence(holidays: &Holidays) -> String {
    format!(
        "the holidays of `{}` end with {}, and every day after that counts as a working day: put a newer file in its place",
        holidays.file, holidays.until
    )
}
