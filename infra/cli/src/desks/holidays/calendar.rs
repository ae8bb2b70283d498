//! An iCalendar file (RFC 5545) of holidays.

use super::event::{self, Event};
use docket_domain::desk::DeskMistake;
use icalendar::parser::{Component, read_calendar, unfold};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeSet, HashSet};

/// The most dates. That is a century of a country's holidays.
const MAX_DATES: usize = 2000;
/// The deepest nesting of components. Calendars have three levels.
const MAX_DEPTH: usize = 10;

/// Returns the text of a file. A fold may stand within a character.
pub(super) fn text(bytes: Vec<u8>) -> Option<String> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(error) => error.into_bytes(),
    };
    let mut unfolded: Vec<u8> = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match line.split_first() {
            Some((b' ' | b'\t', rest)) => unfolded.extend(rest),
            _ => {
                if !unfolded.is_empty() {
                    unfolded.extend(b"\r\n");
                }
                unfolded.extend(line);
            }
        }
    }
    String::from_utf8(unfolded).ok()
}

/// Returns the events of a calendar, of which midnights in UTC are dates on the clock of that zone.
pub(super) fn events(text: &str, zone: &TimeZone) -> Result<Vec<Event>, Vec<DeskMistake>> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = Lines::of(text);
    // The parser takes the line ends of the file as they come first.
    let unfolded = unfold(&lines.0.join("\r\n"));
    let parts = parsed(&unfolded, &lines).map_err(|mistake| vec![mistake])?;
    let (mut read, mut mistakes) = (Vec::new(), Vec::new());
    for (place, event) in parts
        .iter()
        .filter(|part| is_named(part, "VEVENT"))
        .enumerate()
    {
        match event::read(event, zone) {
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
    match dates(&read).len() {
        0 => Err(vec![mistake(
            1,
            "has no event: export a calendar of holidays",
        )]),
        1..=MAX_DATES => Ok(read),
        many => Err(vec![mistake(
            1,
            &format!("has {many} dates: leave {MAX_DATES} at most"),
        )]),
    }
}

fn is_named(component: &Component<'_>, name: &str) -> bool {
    component.name.as_str().eq_ignore_ascii_case(name)
}

/// Returns the parts of the calendar in a text without folded lines.
fn parsed<'t>(unfolded: &'t str, lines: &Lines<'_>) -> Result<Vec<Component<'t>>, DeskMistake> {
    const NONE: &str =
        "is no iCalendar file: export the calendar as `.ics`, which begins with `BEGIN:VCALENDAR`";
    let begins = |line: &&str| line.trim().eq_ignore_ascii_case("BEGIN:VCALENDAR");
    let mut calendars = lines.0.iter().enumerate().filter(|(_, line)| begins(line));
    if calendars.next().is_none_or(|(place, _)| place > 0) {
        return Err(mistake(1, NONE));
    }
    if let Some((place, _)) = calendars.next() {
        let message = "a second calendar begins here: put it into a file of its own, and name both, as in `holidays_from = [\"one.ics\", \"other.ics\"]`";
        return Err(mistake(place + 1, message));
    }
    if let Some(number) = too_deep(unfolded) {
        return Err(mistake(lines.unfolded(number), NONE));
    }
    let calendar = read_calendar(unfolded).map_err(|error| {
        // The parser says where it stopped, in the text without folded lines.
        let digits = error.split("line ").nth(1).unwrap_or_default();
        let digits = digits.split(|c: char| !c.is_ascii_digit()).next();
        let place = digits.and_then(|digits| digits.parse().ok());
        let message = "cannot be read from here on: each `BEGIN:` has its `END:`, and each line a name and a value, such as `DTSTART;VALUE=DATE:20261225`";
        mistake(lines.unfolded(place.unwrap_or(1)), message)
    })?;
    // Of one in small letters, the parser takes the calendar for a part.
    let parts = calendar.components.into_iter();
    let parts = parts.flat_map(|part| match is_named(&part, "VCALENDAR") {
        true => part.components,
        false => vec![part],
    });
    Ok(parts.collect())
}

/// Returns the number of the first line that is nested too deep.
fn too_deep(unfolded: &str) -> Option<usize> {
    let begins = |line: &str, word: &str| {
        let start = line.get(..word.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let mut depth = 0_usize;
    unfolded.lines().enumerate().find_map(|(place, line)| {
        if begins(line, "BEGIN:") {
            depth += 1;
        } else if begins(line, "END:") {
            depth = depth.saturating_sub(1);
        }
        (depth > MAX_DEPTH).then_some(place + 1)
    })
}

/// Returns the dates of all events. One that moves another event's date stands in its place.
pub(super) fn dates(events: &[Event]) -> BTreeSet<Date> {
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
        let mut begins = begins.map(|(place, _)| place + 1);
        begins.nth(number.saturating_sub(1)).unwrap_or(1)
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
}
