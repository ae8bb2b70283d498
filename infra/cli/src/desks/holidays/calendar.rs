//! An iCalendar file (RFC 5545) of holidays.

use super::event::{self, Event};
use docket_domain::desk::DeskMistake;
use icalendar::parser::{Calendar, read_calendar, unfold};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashSet};

/// The most dates. That is a century of a country's holidays.
const MAX_DATES: usize = 2000;
/// The deepest nesting of components. Calendars have three levels.
const MAX_DEPTH: usize = 10;

/// Returns the dates of a calendar's events.
pub(super) fn dates(text: &str) -> Result<BTreeSet<Date>, Vec<DeskMistake>> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = Lines::of(text);
    let unfolded = unfold(text);
    let calendar = parsed(text, &unfolded, &lines).map_err(|mistake| vec![mistake])?;
    let parts = calendar.components.iter();
    let events = parts.filter(|part| part.name.as_str().eq_ignore_ascii_case("VEVENT"));
    let (mut read, mut mistakes) = (Vec::new(), Vec::new());
    for (place, event) in events.enumerate() {
        match event::read(event) {
            Ok(event) => read.extend(event),
            Err(wrong) => {
                let line = lines.of_event(place, wrong.property);
                mistakes.push(mistake(line, &wrong.message));
            }
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let dates = all_dates(&read);
    match dates.len() {
        0 => Err(vec![mistake(
            1,
            "has no event: export a calendar of holidays",
        )]),
        1..=MAX_DATES => Ok(dates),
        many => Err(vec![mistake(
            1,
            &format!("has {many} dates: leave {MAX_DATES} at most"),
        )]),
    }
}

fn parsed<'t>(
    text: &str,
    unfolded: &'t str,
    lines: &Lines<'_>,
) -> Result<Calendar<'t>, DeskMistake> {
    const NONE: &str =
        "is no iCalendar file: export the calendar as `.ics`, which begins with `BEGIN:VCALENDAR`";
    let begins = text.lines().next().map(str::trim);
    if !begins.is_some_and(|line| line.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(mistake(1, NONE));
    }
    if let Some(line) = lines.too_deep() {
        return Err(mistake(line, NONE));
    }
    read_calendar(unfolded).map_err(|error| {
        // The parser says where it stopped, in the text without folded lines.
        let digits = error.split("line ").nth(1).unwrap_or_default();
        let digits = digits.split(|c: char| !c.is_ascii_digit()).next();
        let place = digits.and_then(|digits| digits.parse().ok());
        let message = "cannot be read from here on: each `BEGIN:` has its `END:`, and each line a name and a value, such as `DTSTART;VALUE=DATE:20261225`";
        mistake(lines.unfolded(place.unwrap_or(1)), message)
    })
}

/// Returns the dates of all events. One that moves another event's date stands in its place.
fn all_dates(events: &[Event]) -> BTreeSet<Date> {
    let moved = events
        .iter()
        .filter_map(|event| Some((event.uid.as_deref()?, event.replaces?)));
    let moved: HashSet<(&str, Date)> = moved.collect();
    let is_moved = |event: &Event, date: Date| {
        let uid = event.uid.as_deref();
        event.replaces.is_none() && uid.is_some_and(|uid| moved.contains(&(uid, date)))
    };
    let dates = events.iter().flat_map(|event| {
        let starts = event.starts.iter().filter(|date| !is_moved(event, **date));
        starts.flat_map(|start| event.days_from(*start))
    });
    dates.collect()
}

/// A mistake in a line of a calendar.
pub(super) fn mistake(line: usize, message: &str) -> DeskMistake {
    DeskMistake {
        line,
        column: 1,
        message: message.to_owned(),
    }
}

/// The lines of a calendar's text, to find what its parser does not tell the place of.
struct Lines<'t>(Vec<&'t str>);

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self(text.lines().collect())
    }

    /// Returns the number of a line, of that in the text without folded ones.
    fn unfolded(&self, number: usize) -> usize {
        let lines = self.0.iter().enumerate();
        let begins = lines.filter(|(_, line)| !line.starts_with([' ', '\t']));
        begins
            .map(|(place, _)| place + 1)
            .nth(number.saturating_sub(1))
            .unwrap_or(1)
    }

    /// Returns the number of the line with a property of an event, or else of the event's first one.
    fn of_event(&self, place: usize, property: &str) -> usize {
        let is = |line: &str, text: &str| line.trim_end().eq_ignore_ascii_case(text);
        let lines = self.0.iter().enumerate();
        let mut begins = lines.filter(|(_, line)| is(line, "BEGIN:VEVENT"));
        let Some((begin, _)) = begins.nth(place) else {
            return 1;
        };
        let own = self.0.iter().enumerate().skip(begin);
        let mut own = own.take_while(|(_, line)| !is(line, "END:VEVENT"));
        let found = own.find(|(_, line)| {
            let name = line.split([':', ';']).next();
            name.is_some_and(|name| name.eq_ignore_ascii_case(property))
        });
        found.map_or(begin, |(at, _)| at) + 1
    }

    /// Returns the number of the first line that is nested too deep.
    fn too_deep(&self) -> Option<usize> {
        let mut depth = 0_usize;
        self.0.iter().enumerate().find_map(|(place, line)| {
            match line.get(..4).map(str::to_ascii_uppercase).as_deref() {
                Some("BEGI") => depth += 1,
                Some("END:") => depth = depth.saturating_sub(1),
                _ => {}
            }
            (depth > MAX_DEPTH).then_some(place + 1)
        })
    }
}
