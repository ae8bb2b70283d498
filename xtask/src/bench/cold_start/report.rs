//! The cold starts, as Markdown.

use super::{Found, Function, Measured, ROUNDS, Starts};
use crate::bench::figures::{memory, ratio, row, time};

/// How many times the processor time of the least function a start may take, without TLS and with it.
const AIMS: [f64; 2] = [3.0, 8.0];
/// How large a binary may be, in MiB.
const AIM_MIB: u64 = 8;

/// The report; it ends with a line's end.
pub(crate) fn markdown(found: &Found) -> String {
    let least = found
        .functions
        .iter()
        .find(|f| f.function == Function::Hello);
    let least = least.map_or(0.0, |hello| hello.plain.processor().as_secs_f64());
    let rows: String = found.functions.iter().map(|f| cells(f, least)).collect();
    let [plain, tls] = AIMS;
    let missed = missed(found, least);
    format!(
        "From the start of the process to its first answer: medians of {ROUNDS} starts in turns, each with an event that reads or writes the \
table. The binaries are those of `sam build`. Hello is the least function that `lambda_http` can make. A ratio is the processor's time divided by \
Hello's without TLS. “Next” is the processor's time for a second event.

| Cold start | binary | memory | time | processor | ratio | next | TLS: memory | time | processor | ratio | next |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
{rows}
Aims: a ratio of at most {plain:.0}, with TLS of at most {tls:.0}, and every binary below {AIM_MIB} MiB. {missed}
"
    )
}

fn cells(measured: &Measured, least: f64) -> String {
    let Measured {
        function,
        binary,
        plain,
        tls,
    } = measured;
    let starts = |starts: &Starts| {
        [
            memory(starts.memory()),
            time(starts.time()),
            time(starts.processor()),
            ratio(starts.processor().as_secs_f64(), least),
            time(starts.next()),
        ]
    };
    let mut cells = vec![format!("`{}`", function.name()), memory(*binary)];
    cells.extend(starts(plain));
    if *function == Function::Hello {
        // It speaks to nobody.
        cells.extend(["–"; 5].map(str::to_owned));
    } else {
        cells.extend(starts(tls));
    }
    row(&cells)
}

fn missed(found: &Found, least: f64) -> String {
    let [plain, tls] = AIMS;
    let missed: Vec<&str> = found
        .functions
        .iter()
        .filter(|f| f.function != Function::Hello)
        .filter(|f| {
            f.plain.processor().as_secs_f64() > plain * least
                || f.tls.processor().as_secs_f64() > tls * least
                || f.binary >= AIM_MIB << 20
        })
        .map(|f| f.function.name())
        .collect();
    if missed.is_empty() {
        "All are met.".to_owned()
    } else {
        format!("Missed by {}.", missed.join(", "))
    }
}
