//! The load, as Markdown and as figures that are kept.

use super::course::{AtSize, Found, Loads};
use crate::figures::{as_float, count, memory, rate, ratio, time, time_ratio};
use crate::generator::{Load, MANY};
use crate::kept::rounded;
use crate::sweep::{self, Sweep};
use crate::table::{row, table};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Writes the whole report of that build on that many cores; it ends with a line's end.
pub(crate) fn markdown(build: &str, cores: usize, found: &Found) -> String {
    let sizes = found.sizes.each_ref();
    let [few, many] = sizes.map(|size| format!("{} tickets", count(size.tickets)));
    let due = sweep::DUE;
    let sweeps = format!("When {due} tickets are due: requests to the table");
    let [starts, requests, sweeps] = [
        table(
            &["Start and memory", "no ticket", &few, &many, "ratio"],
            start_rows(found),
        ),
        table(
            &["Requests: rate, p50, p99", &few, &many, "ratios"],
            request_rows(sizes),
        ),
        table(&[&sweeps, &few, &many, "ratio"], sweep_rows(sizes)),
    ];
    format!(
        "{build}, {cores} cores.

{starts}
{requests}
{sweeps}"
    )
}

/// The figures that `README.md` shows, at the larger number of tickets.
pub(crate) fn kept(found: &Found) -> Value {
    let [_, many] = &found.sizes;
    let milliseconds = many.read.one.percentile(50).as_secs_f64() * 1_000.0;
    json!({
        "tickets": { "count": many.tickets },
        "open": { "rate": rounded(many.open.many.rate()) },
        "read": { "p50_ms": rounded(milliseconds) },
    })
}

fn start_rows(found: &Found) -> Vec<Vec<String>> {
    let (empty, [few, many]) = (&found.empty, &found.sizes);
    let of_memory = |what: &str, none: String, one: u64, other: u64| {
        let ratio = ratio(as_float(other), as_float(one));
        row(&[what, &none, &memory(one), &memory(other), &ratio])
    };
    let times = [empty.time, few.start.time, many.start.time].map(time);
    let [none, one, other] = times;
    let ratio = time_ratio(many.start.time, few.start.time);
    let none_memory = memory(empty.memory);
    let dash = "–".to_owned();
    vec![
        row(&[
            "From the start to the first answer",
            &none,
            &one,
            &other,
            &ratio,
        ]),
        of_memory(
            "Memory at rest",
            none_memory,
            few.start.memory,
            many.start.memory,
        ),
        of_memory(
            "Most memory under load",
            dash,
            few.most_memory,
            many.most_memory,
        ),
    ]
}

fn request_rows([few, many]: [&AtSize; 2]) -> Vec<Vec<String>> {
    let pairs = |of: fn(&AtSize) -> &Loads| [of(few), of(many)];
    let mut rows = Vec::new();
    for (what, [few, many]) in [
        ("Open a ticket", pairs(|size| &size.open)),
        ("Read a ticket", pairs(|size| &size.read)),
        ("First page of the queue", pairs(|size| &size.queue)),
    ] {
        rows.push(load_row(
            format!("{what}, 1 connection"),
            &few.one,
            &many.one,
        ));
        rows.push(load_row(
            format!("{what}, {MANY} connections"),
            &few.many,
            &many.many,
        ));
    }
    let [one, other] = [few.open_and_send, many.open_and_send];
    let what = format!("Open tickets and send their mails, {MANY} connections");
    rows.push(vec![what, rate(one), rate(other), ratio(other, one)]);
    rows
}

fn load_row(what: String, few: &Load, many: &Load) -> Vec<String> {
    let cell = |load: &Load| {
        let [half, most] = [50, 99].map(|percent| time(load.percentile(percent)));
        format!("{}, {half}, {most}", rate(load.rate()))
    };
    let [half, most] =
        [50, 99].map(|percent| time_ratio(many.percentile(percent), few.percentile(percent)));
    let rates = ratio(many.rate(), few.rate());
    vec![
        what,
        cell(few),
        cell(many),
        format!("{rates}, {half}, {most}"),
    ]
}

fn sweep_rows(sizes: [&AtSize; 2]) -> Vec<Vec<String>> {
    let [few, many] = sizes.map(|size| &size.sweep);
    let operations: BTreeSet<&String> = few.requests.keys().chain(many.requests.keys()).collect();
    let count_row = |what: String, of: &dyn Fn(&Sweep) -> u64| {
        let (one, other) = (of(few), of(many));
        let ratio = ratio(as_float(other), as_float(one));
        vec![what, count(one), count(other), ratio]
    };
    let mut rows: Vec<Vec<String>> = operations
        .into_iter()
        .map(|operation| {
            let of = |sweep: &Sweep| sweep.requests.get(operation).copied().unwrap_or_default();
            count_row(format!("`{operation}`"), &of)
        })
        .collect();
    rows.push(count_row("All".to_owned(), &|sweep| {
        sweep.requests.values().sum()
    }));
    rows.push(row(&[
        "Time until they are closed and their mails sent",
        &time(few.took),
        &time(many.took),
        &time_ratio(many.took, few.took),
    ]));
    rows
}
