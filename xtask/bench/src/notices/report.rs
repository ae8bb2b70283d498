//! The figures of notices, as Markdown.

use super::course::{FLOOD, Found};
use crate::figures::{count, rate, time};
use crate::table::{row, table};
use std::time::Duration;

/// Writes the report; it ends with a line's end.
pub(crate) fn markdown(build: &str, cores: usize, found: &Found) -> String {
    let head: Vec<String> = found
        .by_audience
        .iter()
        .map(|(told, _)| format!("{told} told"))
        .collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let figures = |name: &str, of: &dyn Fn(&crate::capacity::Taken) -> f64| {
        let figures = found.by_audience.iter();
        let figures = figures.map(|(_, taken)| format!("{:.2}", of(taken)));
        std::iter::once(name.to_owned()).chain(figures).collect()
    };
    let units = table(
        &[
            &["What `notify` takes for one mail of a new ticket"],
            &head[..],
        ]
        .concat(),
        [
            figures("Requests to the table", &|taken| taken.requests),
            figures("Units read", &|taken| taken.read.values().sum()),
            figures("Units written", &|taken| taken.write.values().sum()),
        ],
    );
    let at = |percent: usize| {
        let rank = (found.waits.len() * percent).div_ceil(100);
        let wait = found.waits.get(rank.saturating_sub(1));
        time(wait.copied().unwrap_or(Duration::ZERO))
    };
    let flood = format!(
        "Mails a second, while {} tickets with ten mails each are opened on 16 connections",
        count(FLOOD)
    );
    let times = table(
        &["On one machine", "figure"],
        [
            row(&[&flood, &rate(found.rate)]),
            row(&[
                "From the answer to an opening until its mail has left: half within",
                &at(50),
            ]),
            row(&["99 of 100 within", &at(99)]),
        ],
    );
    format!("{build}, {cores} cores.\n\n{units}\n{times}")
}
