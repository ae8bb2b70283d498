//! The capacity units, as Markdown.

use super::age::AGES;
use super::found::{Found, Operation};
use super::taken::{Taken, Units, counters, total};
use crate::figures::{as_float, ratio, time};
use crate::table::table;

/// The units that it may write to open a ticket, and to change its status, beside those of the limits.
const AIMS: [(&str, f64); 2] = [("open", 10.0), ("status", 8.0)];
/// The units that it may write to count for the limits.
const MOST_COUNTERS: f64 = 3.0;

/// Writes the report; it ends with a line's end.
pub(crate) fn markdown(found: &Found) -> String {
    let [writes, reads] = [
        by_text("Write units", found, |taken| &taken.write),
        by_text("Read units", found, |taken| &taken.read),
    ];
    let others = found.others.iter().filter(|one| !one.name.is_empty());
    let others = table(
        &["Whatever the description", "read units", "write units"],
        others.map(|one| {
            let [read, write] = [&one.taken.read, &one.taken.write].map(cell);
            vec![one.name.to_owned(), read, write]
        }),
    );
    let limits = of_limits(found);
    let [(_, open), (_, status)] = AIMS;
    let ages = by_age(found);
    format!(
        "{writes}
{reads}
{others}
{limits}
{ages}
Aims: at most {open:.0} write units to open a ticket and {status:.0} to change its status, whatever its
description, beside those of the limits, which are at most {MOST_COUNTERS:.0}. {}
",
        missed(found)
    )
}

/// The table of what tickets with ever more events take.
fn by_age(found: &Found) -> String {
    let ages = AGES.map(|age| format!("{age} events"));
    let head = ["Units read and written, time, bytes"].into_iter();
    let head: Vec<&str> = head
        .chain(ages.iter().map(String::as_str))
        .chain(["ratios"])
        .collect();
    let rows = found.ages.iter().map(|row| {
        let cells = row.figures.iter().map(|(taken, each, bytes)| {
            let [read, write] = [&taken.read, &taken.write].map(|units| number(total(units)));
            format!("{read}, {write}, {}, {bytes}", time(*each))
        });
        let ratios = match row.figures.as_slice() {
            [.., (before, _, shorter), (after, _, longer)] => {
                let of =
                    |units: fn(&Taken) -> &Units| ratio(total(units(after)), total(units(before)));
                let bytes = ratio(as_float(*longer), as_float(*shorter));
                [of(|taken| &taken.read), of(|taken| &taken.write), bytes].join(", ")
            }
            _ => String::new(),
        };
        std::iter::once(row.name.to_owned())
            .chain(cells)
            .chain([ratios])
            .collect()
    });
    table(&head, rows)
}

/// The table of those units of the operations that depend on the description.
fn by_text(what: &'static str, found: &Found, units: fn(&Taken) -> &Units) -> String {
    let (texts, columns): (Vec<&str>, Vec<&Vec<Operation>>) = found
        .by_text
        .iter()
        .map(|(text, operations)| (*text, operations))
        .unzip();
    let head: Vec<&str> = std::iter::once(what).chain(texts).collect();
    let names = columns
        .first()
        .into_iter()
        .flat_map(|column| column.iter().map(|one| one.name));
    let rows = names.enumerate().filter_map(|(number, name)| {
        let row = columns.iter().filter_map(|column| column.get(number));
        let row: Vec<&Units> = row.map(|one| units(&one.taken)).collect();
        let taken = row.iter().any(|units| !units.is_empty());
        let cells = row.into_iter().map(cell);
        taken.then(|| std::iter::once(name.to_owned()).chain(cells).collect())
    });
    table(&head, rows)
}

/// The table of what the counters of limits take of it.
fn of_limits(found: &Found) -> String {
    let columns = found.by_text.iter().take(1);
    let operations = columns.flat_map(|(_, operations)| operations);
    let rows = operations.chain(&found.others).filter_map(|one| {
        let units = counters(&one.taken.write);
        (units > 0.0).then(|| vec![one.name.to_owned(), number(units)])
    });
    table(&["Of that, to count for the limits", "write units"], rows)
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

fn missed(found: &Found) -> String {
    let mut missed = Vec::new();
    for (text, operations) in &found.by_text {
        for one in operations {
            let aim = AIMS.iter().find(|(id, _)| *id == one.id);
            let counters = counters(&one.taken.write);
            let above = aim.is_some_and(|(_, aim)| total(&one.taken.write) - counters > *aim);
            if above || counters > MOST_COUNTERS {
                missed.push(format!("`{}` with {text}", one.name));
            }
        }
    }
    if missed.is_empty() {
        "All are met.".to_owned()
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
