//! The figures of pages, as Markdown.

use super::course::{FLOOD, Found, SURGE};
use crate::capacity::Taken;
use crate::figures::{count, time};
use crate::table::{row, table};
use std::time::Duration;

/// Writes the report; it ends with a line's end.
pub(crate) fn markdown(build: &str, cores: usize, found: &Found) -> String {
    let at = |waits: &[Duration], percent: usize| {
        let rank = (waits.len() * percent).div_ceil(100);
        let wait = waits.get(rank.saturating_sub(1));
        time(wait.copied().unwrap_or(Duration::ZERO))
    };
    let behind = format!(
        "while {} tickets are opened on 16 connections",
        count(FLOOD)
    );
    let times = table(
        &[
            "From the commit of a ticket until its first call has left",
            "half within",
            "99 % within",
            "pages",
        ],
        [
            ("while nothing else happens", &found.idle),
            (behind.as_str(), &found.behind),
        ]
        .map(|(name, waits)| {
            let pages = count(waits.len() as u64);
            row(&[name, &at(waits, 50), &at(waits, 99), &pages])
        }),
    );
    let surge = &found.surge;
    let surge = table(
        &["Tickets of one trouble on 16 connections", "figure"],
        [
            ("tickets", count(SURGE)),
            ("all are opened within", time(surge.took)),
            ("pages that they start", count(surge.pages as u64)),
            ("calls until all is told", count(surge.calls as u64)),
            (
                "from the start of the page until its first call has left",
                time(surge.first_call),
            ),
        ]
        .map(|(name, figure)| row(&[name, &figure])),
    );
    let figure = |figure: f64| format!("{figure:.1}");
    let acts = found.acts.iter().map(|(name, taken): &(&str, Taken)| {
        let (read, written) = (taken.read.values().sum(), taken.write.values().sum());
        let figures = [taken.requests, read, written].map(figure);
        std::iter::once((*name).to_owned()).chain(figures).collect()
    });
    let units = table(
        &[
            "What it takes of the table, all functions together",
            "requests",
            "units read",
            "units written",
        ],
        acts,
    );
    format!("{build}, {cores} cores.\n\n{times}\n{surge}\n{units}")
}
