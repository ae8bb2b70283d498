//! The capacity units, as Markdown.

use super::found::{ByText, Found};
use super::taken::{Taken, Units, total};
use crate::sweep::DUE;
use crate::table::table;

/// How many units it may write to open a ticket, and to change its status.
const AIMS: [f64; 2] = [10.0, 8.0];

/// Picks what an operation has taken.
type Operation = fn(&ByText) -> &Taken;

/// Writes the report; it ends with a line's end.
pub(crate) fn markdown(found: &Found) -> String {
    let by_text = |what: &'static str, units: fn(&Taken) -> &Units| {
        let names = found.by_text.iter().map(|one| one.text);
        let head: Vec<&str> = std::iter::once(what).chain(names).collect();
        table(&head, rows(&found.by_text, units))
    };
    let writes = by_text("Write units", |taken| &taken.write);
    let reads = by_text("Read units", |taken| &taken.read);
    let file = &found.file;
    let due = format!("Close a due ticket, as one of {DUE}");
    let others = [
        ("First page of a queue", &found.queue),
        ("Announce a file", &file.announce),
        ("Announce a file of three parts", &file.announce_parts),
        ("Put a file that has arrived on its ticket", &file.store),
        ("Note what a scanner says of a file", &file.scan),
        ("Lead to a file", &file.download),
        ("Give up a file of three parts", &file.cancel),
        (due.as_str(), &found.sweep),
        ("Look for due tickets and find none", &found.idle),
        ("Once after the start of a function", &found.first),
    ];
    let others = table(
        &["Whatever the description", "read units", "write units"],
        others.map(|(what, taken)| vec![what.to_owned(), cell(&taken.read), cell(&taken.write)]),
    );
    let [open, status] = AIMS;
    format!(
        "Capacity units as the embedded table reports them, by the description of the ticket; where
indexes take some, they are named. They follow the rules of DynamoDB: a write takes one unit for
each KB that it writes, twice that in a transaction; an index takes one for each KB of what it
shows, two where its key changes, none where nothing changes that it shows; a read takes one for
each 4 KB, half of that where it may be a moment old. A condition that does not hold is reported as
nothing, and charged as a write.

{writes}
{reads}
{others}
Aims: at most {open:.0} write units to open a ticket and {status:.0} to change its status, whatever its
description. {}
",
        missed(&found.by_text)
    )
}

fn rows(by_text: &[ByText], units: fn(&Taken) -> &Units) -> Vec<Vec<String>> {
    let operations: [(&str, Operation); 5] = [
        ("Open a ticket", |one| &one.open),
        ("Comment on it", |one| &one.comment),
        ("Change its status", |one| &one.status),
        ("Read it", |one| &one.read),
        ("Tell one person of an event", |one| &one.notify),
    ];
    operations
        .iter()
        .filter(|(_, taken)| by_text.iter().any(|one| !units(taken(one)).is_empty()))
        .map(|(what, taken)| {
            let cells = by_text.iter().map(|one| cell(units(taken(one))));
            std::iter::once((*what).to_owned()).chain(cells).collect()
        })
        .collect()
}

/// `6 (table 4, queue 1, requester 1)`.
fn cell(units: &Units) -> String {
    let all = number(total(units));
    if units.keys().all(|place| place == "table") {
        return all;
    }
    let mut places: Vec<_> = units.iter().collect();
    places.sort_by_key(|(place, _)| (*place != "table", *place));
    let places: Vec<String> = places
        .iter()
        .map(|(place, units)| format!("{place} {}", number(**units)))
        .collect();
    format!("{all} ({})", places.join(", "))
}

/// Units as they are, up to two digits behind the point.
fn number(units: f64) -> String {
    let text = format!("{units:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn missed(by_text: &[ByText]) -> String {
    let [open, status] = AIMS;
    let missed: Vec<String> = by_text
        .iter()
        .flat_map(|one| {
            [
                ("opening", &one.open, open),
                ("changing", &one.status, status),
            ]
            .map(|(what, taken, aim)| (what, one.text, total(&taken.write), aim))
        })
        .filter(|(_, _, units, aim)| units > aim)
        .map(|(what, text, ..)| format!("{what} with {text}"))
        .collect();
    if missed.is_empty() {
        "Both are met.".to_owned()
    } else {
        format!("Missed by {}.", missed.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_comes_first() {
        let units = |pairs: &[(&str, f64)]| -> Units {
            let pairs = pairs
                .iter()
                .map(|(place, units)| ((*place).to_owned(), *units));
            pairs.collect()
        };
        assert_eq!(cell(&units(&[])), "0");
        assert_eq!(cell(&units(&[("table", 10.0)])), "10");
        assert_eq!(cell(&units(&[("due", 2.5)])), "2.5 (due 2.5)");
        let all = units(&[("due", 1.0), ("queue", 2.0), ("table", 4.125)]);
        assert_eq!(cell(&all), "7.12 (table 4.12, due 1, queue 2)");
    }
}
