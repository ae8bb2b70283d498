//! The clocks of service levels: processor time of the calculations that each change of a ticket makes.

use crate::median::median;
use crate::table::{row, table};
use docket_domain::clock::{BusinessHours, Clocks, Course};
use docket_domain::desk::Desk;
use jiff::{SignedDuration, Timestamp};
use std::hint::black_box;
use std::time::{Duration, Instant};
use xtask_kit::root;

/// The measurements of each row, and the calculations of each measurement.
const RUNS: usize = 31;
const TIMES: u32 = 500;

/// The processor time of one calculation.
pub(crate) struct Found {
    /// To add a year of business time.
    year: Duration,
    /// To tell how much business time a year has.
    between: Duration,
    /// To read the clocks of a new ticket.
    new: Duration,
    /// To read those of one that changed its status hourly for two days.
    old: Duration,
}

/// Measures the calculations on the hours and service levels of spaceOS.
pub(crate) fn run() -> Result<Found, String> {
    let file = root().join("desks/spaceos.toml");
    let source = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
    let desk = Desk::parse(&source).map_err(|_| "the desk file has mistakes".to_owned())?;
    let hours: BusinessHours<'_> = desk.business_hours();
    let from: Timestamp = at("2026-01-05T08:00:00Z")?;
    let until: Timestamp = at("2027-01-05T08:00:00Z")?;
    let year = hours.business_time_between(from, until);
    let id = |text: &str| text.parse().map_err(|_| format!("`{text}` is no ID"));
    let topic = desk.topics.first().ok_or("the desk has no topic")?;
    let (priority, contract) = (id("low")?, id("customer-a")?);
    let statuses = ["waiting-for-customer", "assigned"];
    let mut clocks = Clocks::default();
    let mut since = from;
    for status in statuses.iter().cycle().take(Clocks::KEPT) {
        let status = status.parse().map_err(|_| "no status".to_owned())?;
        clocks = clocks.after(&status, since);
        since += SignedDuration::from_hours(1);
    }
    let none = Clocks::default();
    let course = |clocks| Course {
        topic: &topic.id,
        priority: Some(&priority),
        contract: Some(&contract),
        opened_at: from,
        desk_wrote: false,
        status: &desk.workflow.initial,
        status_since: since,
        last_public_activity_at: since,
        requester_reminded_at: None,
        clocks,
    };
    let (new, old) = (course(&none), course(&clocks));
    Ok(Found {
        year: time(|| hours.add_business_time(black_box(from), black_box(year))),
        between: time(|| hours.business_time_between(black_box(from), black_box(until))),
        new: time(|| desk.readings(black_box(&new), black_box(since))),
        old: time(|| desk.readings(black_box(&old), black_box(since))),
    })
}

fn at(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|error| format!("{text}: {error}"))
}

/// Returns the time that a calculation takes.
fn time<T>(calculate: impl Fn() -> T) -> Duration {
    let run = || {
        let start = Instant::now();
        for _ in 0..TIMES {
            black_box(calculate());
        }
        start.elapsed() / TIMES
    };
    median(std::iter::repeat_with(run).take(RUNS))
}

/// Writes the report; it ends with a line's end.
pub(crate) fn markdown(build: &str, found: &Found) -> String {
    let rows = [
        ("Add a year of business time", found.year),
        ("Tell how much business time a year has", found.between),
        ("Read the clocks of a new ticket", found.new),
        ("Read those of one that had 50 statuses", found.old),
    ];
    let rows = rows.map(|(name, took)| {
        let took = format!("{:.1} µs", took.as_secs_f64() * 1e6);
        row(&[name, &took])
    });
    let table = table(&["Processor time of one calculation", "median"], rows);
    format!("{build}; medians of {RUNS} runs.\n\n{table}")
}
