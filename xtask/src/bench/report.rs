//! What was found, as Markdown.

use super::course::{AtSize, Found, MANY, Start};
use super::figures::{as_float, count, memory, rate, ratio, row, time};
use super::load::Load;
use super::sweep::{self, Sweep};
use std::collections::BTreeSet;
use std::time::Duration;

/// The whole report of that build on that many cores; it ends with a line's end.
pub(crate) fn markdown(build: &str, cores: usize, found: &Found) -> String {
    let [few, many] = &found.sizes;
    let sizes = format!(
        "{} tickets | {} tickets",
        count(few.tickets),
        count(many.tickets)
    );
    let [starts, requests, sweeps] = [
        start_rows(&found.empty, few, many),
        request_rows(few, many),
        sweep_rows(&few.sweep, &many.sweep),
    ]
    .map(|rows| rows.concat());
    let due = sweep::DUE;
    format!(
        "{build}, the table in a file on disk, everything on one machine with {cores} cores, the load included. A ratio is the figure \
at {} tickets divided by the one at {}.

| Start and memory | no ticket | {sizes} | ratio |
|---|---:|---:|---:|---:|
{starts}
| Requests: rate, p50, p99 | {sizes} | ratios |
|---|---:|---:|---:|
{requests}
| When {due} tickets are due: requests to the table | {sizes} | ratio |
|---|---:|---:|---:|
{sweeps}",
        count(many.tickets),
        count(few.tickets),
    )
}

fn start_rows(empty: &Start, few: &AtSize, many: &AtSize) -> Vec<String> {
    let (one, other) = (&few.start, &many.start);
    vec![
        row(&[
            "From the start to the first answer",
            &time(empty.time),
            &time(one.time),
            &time(other.time),
            &time_ratio(one.time, other.time),
        ]),
        row(&[
            "Memory at rest",
            &memory(empty.memory),
            &memory(one.memory),
            &memory(other.memory),
            &ratio(as_float(other.memory), as_float(one.memory)),
        ]),
        row(&[
            "Most memory under load",
            "–",
            &memory(few.most_memory),
            &memory(many.most_memory),
            &ratio(as_float(many.most_memory), as_float(few.most_memory)),
        ]),
    ]
}

fn request_rows(few: &AtSize, many: &AtSize) -> Vec<String> {
    let of = [
        ("Open a ticket", &few.open, &many.open),
        ("Read a ticket", &few.read, &many.read),
        ("First page of the queue", &few.queue, &many.queue),
    ];
    let mut rows: Vec<String> = of
        .iter()
        .flat_map(|(what, few, many)| {
            [
                load_row(&format!("{what}, 1 connection"), &few.one, &many.one),
                load_row(
                    &format!("{what}, {MANY} connections"),
                    &few.many,
                    &many.many,
                ),
            ]
        })
        .collect();
    rows.push(row(&[
        &format!("Open tickets and send their mails, {MANY} connections"),
        &rate(few.open_and_send),
        &rate(many.open_and_send),
        &ratio(many.open_and_send, few.open_and_send),
    ]));
    rows
}

fn load_row(what: &str, few: &Load, many: &Load) -> String {
    let cell = |load: &Load| {
        let [half, most] = [50, 99].map(|percent| time(load.percentile(percent)));
        format!("{}, {half}, {most}", rate(load.rate()))
    };
    let [half, most] =
        [50, 99].map(|percent| time_ratio(few.percentile(percent), many.percentile(percent)));
    let rates = ratio(many.rate(), few.rate());
    row(&[
        what,
        &cell(few),
        &cell(many),
        &format!("{rates}, {half}, {most}"),
    ])
}

fn sweep_rows(few: &Sweep, many: &Sweep) -> Vec<String> {
    let operations: BTreeSet<&String> = few.requests.keys().chain(many.requests.keys()).collect();
    let count_row = |what: &str, one: u64, other: u64| {
        let ratio = ratio(as_float(other), as_float(one));
        row(&[what, &count(one), &count(other), &ratio])
    };
    let mut rows: Vec<String> = operations
        .into_iter()
        .map(|operation| {
            let of = |sweep: &Sweep| sweep.requests.get(operation).copied().unwrap_or_default();
            count_row(&format!("`{operation}`"), of(few), of(many))
        })
        .collect();
    let all = |sweep: &Sweep| sweep.requests.values().sum();
    rows.push(count_row("All", all(few), all(many)));
    rows.push(row(&[
        "Time until they are closed and their mails sent",
        &time(few.took),
        &time(many.took),
        &time_ratio(few.took, many.took),
    ]));
    rows
}

fn time_ratio(one: Duration, other: Duration) -> String {
    ratio(other.as_secs_f64(), one.as_secs_f64())
}
