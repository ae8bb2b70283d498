//! The cold starts, as Markdown.

use super::course::{Measured, ROUNDS};
use super::start::Start;
use super::subject::Subject;
use crate::figures::{memory, time, time_ratio};
use crate::kept::rounded;
use crate::table::table;
use serde_json::{Value, json};
use std::time::Duration;

/// The processor time that a start may take, in that of the least function, without TLS and with it.
const AIMS: [f64; 2] = [3.0, 8.0];
/// The size that a binary may have, in MiB.
const AIM_MIB: u64 = 8;
const HEAD: [&str; 12] = [
    "Cold start",
    "binary",
    "memory",
    "time",
    "processor",
    "ratio",
    "next",
    "TLS: memory",
    "time",
    "processor",
    "ratio",
    "next",
];

/// Writes the report; it ends with a line's end.
pub(crate) fn markdown(found: &[Measured]) -> String {
    let least = least(found);
    let rows = table(&HEAD, found.iter().map(|measured| cells(measured, least)));
    let [plain, tls] = AIMS;
    let missed = missed(found, least.as_secs_f64());
    format!(
        "Medians of {ROUNDS} starts in turns.

{rows}
Aims: a ratio of at most {plain:.0}, with TLS of at most {tls:.0}, and every binary below {AIM_MIB} MiB. {missed}
"
    )
}

/// The processor time of each function with TLS, as in the cloud, from which the cost is reckoned; and its ratio to the least
/// function's without.
pub(crate) fn kept(found: &[Measured]) -> Value {
    let milliseconds = |time: Duration| rounded(time.as_secs_f64() * 1_000.0);
    let least = least(found).as_secs_f64();
    let functions = found.iter().map(|measured| {
        let figures = json!({
            "first_ms": milliseconds(measured.tls().processor),
            "next_ms": milliseconds(measured.tls().next),
            "ratio": rounded(measured.tls().processor.as_secs_f64() / least),
        });
        (measured.subject.name().to_owned(), figures)
    });
    functions.collect()
}

/// The processor time of the least function's start, without TLS.
fn least(found: &[Measured]) -> Duration {
    let hello = found.iter().find(|one| one.subject == Subject::Hello);
    hello.map_or(Duration::ZERO, |hello| hello.plain().processor)
}

fn cells(measured: &Measured, least: Duration) -> Vec<String> {
    let figures = |start: Start| {
        [
            memory(start.memory),
            time(start.time),
            time(start.processor),
            time_ratio(start.processor, least),
            time(start.next),
        ]
    };
    let name = format!("`{}`", measured.subject.name());
    let mut cells = vec![name, memory(measured.binary)];
    cells.extend(figures(measured.plain()));
    if measured.subject == Subject::Hello {
        // It speaks to nobody.
        cells.extend(["–"; 5].map(str::to_owned));
    } else {
        cells.extend(figures(measured.tls()));
    }
    cells
}

fn missed(found: &[Measured], least: f64) -> String {
    let [plain, tls] = AIMS;
    let missed: Vec<&str> = found
        .iter()
        .filter(|f| f.subject != Subject::Hello)
        .filter(|f| {
            f.plain().processor.as_secs_f64() > plain * least
                || f.tls().processor.as_secs_f64() > tls * least
                || f.binary >= AIM_MIB << 20
        })
        .map(|f| f.subject.name())
        .collect();
    if missed.is_empty() {
        "All are met.".to_owned()
    } else {
        format!("Missed by {}.", missed.join(", "))
    }
}
