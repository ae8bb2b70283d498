//! The figures of incidents, as Markdown.

use super::course::{AFFECTED, Found};
use crate::figures::{count, time};
use crate::table::{row, table};

/// Writes the report; it ends with a line's end.
pub(crate) fn markdown(build: &str, cores: usize, found: &Found) -> String {
    let pages = [
        ("read anew", &found.read),
        ("by readers who have it (304)", &found.known),
    ]
    .map(|(name, load)| {
        let rate = format!("{:.0}", load.rate());
        let (half, most) = (time(load.percentile(50)), time(load.percentile(99)));
        row(&[name, &rate, &half, &most])
    });
    let pages = table(
        &[
            "The status page with an open incident, on 16 connections",
            "requests a second",
            "half within",
            "99 % within",
        ],
        pages,
    );
    let figure = |figure: f64| format!("{figure:.0}");
    let acts = [
        ("A ticket that is linked", &found.link),
        ("An update to all of them, with its mails", &found.told),
    ]
    .map(|(name, taken)| {
        let (read, written) = (taken.read.values().sum(), taken.write.values().sum());
        let [requests, read, written] = [taken.requests, read, written].map(figure);
        row(&[name, &requests, &read, &written])
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
    let seconds = found.told_in.as_secs_f64();
    let rate = f64::from(u32::try_from(AFFECTED).unwrap_or(u32::MAX)) / seconds;
    let told = format!(
        "An update that affects {} people, each with a ticket: the last mail has left after {seconds:.0} s, {rate:.0} mails a second.",
        count(AFFECTED)
    );
    format!("{build}, {cores} cores.\n\n{pages}\n{told}\n\n{units}")
}
