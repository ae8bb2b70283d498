//! The usage of the worst hour of an attack: what the limits of the stack let pass.

use super::usage::{ANSWER_KB, INVOCATION_LOG_KB, MEMORY_MB, REQUEST_LOG_KB, Usage};
use crate::kept::Kept;
use crate::part::Part;

const SECONDS: f64 = 3_600.0;
/// The desks of the stack, each with the limits of `shared/domain/src/desk/limits.rs`.
pub(crate) const DESKS: f64 = 5.0;
/// Forms of a desk that are kept in an hour.
pub(crate) const DRAFTS: f64 = 2_000.0;
/// The units of a form that is kept: what was typed, at most.
const DRAFT_UNITS: f64 = 60.0;
/// New tickets of a desk in an hour.
pub(crate) const TICKETS: f64 = 40_000.0;
/// Gigabytes of files of a desk in a day, all of which may come in one hour.
pub(crate) const FILES_GB: f64 = 107.0;
/// The time of an invocation, cold starts among them.
pub(crate) const MILLISECONDS: f64 = 60.0;
/// The units that the longest page of a ticket takes.
const READ_UNITS: f64 = 5.5;
/// The rate of a route that has none of its own.
const DEFAULT_RATE: &str = "DefaultRouteSettings: { ThrottlingRateLimit: ";

/// The routes that anybody may write by: the end of each, what was measured of the like, and the units of
/// its counters, or of all that it writes.
const WRITERS: [(&str, &str, f64); 17] = [
    // Its counters, and the count of its topic.
    ("/tickets\"", "open", 4.0),
    ("/drafts\"", "", 3.0),
    ("/comments\"", "comment", 2.0),
    ("/status\"", "status", 2.0),
    ("/{id}/confirm\"", "comment", 2.0),
    // Three counters, and what somebody said; or that alone.
    ("/followers\"", "", 4.0),
    ("/followers/confirm\"", "", 1.0),
    ("/followers/stop\"", "", 1.0),
    ("/disown\"", "comment", 0.0),
    ("/address\"", "comment", 3.0),
    ("/link\"", "comment", 3.0),
    ("/attachments\"", "announce", 4.0),
    ("/complete\"", "", 2.0),
    ("/attachments/{file}\"", "announce", 0.0),
    // A counter, and three places.
    ("/sign-in\"", "", 4.0),
    // A counter, and a transaction of two writes.
    ("/session\"", "", 5.0),
    // Up to three cookies are ended.
    ("/sign-out\"", "", 3.0),
];

/// Reckons it from the gateway's rates in the template, the units that were measured, and the limits.
pub(crate) fn hour(kept: &Kept, template: &str) -> Result<Usage, String> {
    let number = |after: &str| -> Result<f64, String> {
        let found = template.split_once(after).map(|(_, rest)| rest);
        let digits = found.map(|rest| {
            rest.chars()
                .take_while(char::is_ascii_digit)
                .collect::<String>()
        });
        let number = digits.and_then(|digits| digits.parse().ok());
        number.ok_or_else(|| format!("template.yaml has no `{after}`"))
    };
    let default = number(DEFAULT_RATE)?;
    let own: Vec<(&str, f64)> = template
        .lines()
        .filter(|line| line.contains("\": { ThrottlingRateLimit: "))
        .filter_map(|line| {
            let (route, rest) = line.trim().split_once(": { ThrottlingRateLimit: ")?;
            Some((route, rest.split(',').next()?.parse().ok()?))
        })
        .collect();
    let routes = template.matches("Type: HttpApi").count();
    let routes = f64::from(u32::try_from(routes).unwrap_or(u32::MAX));
    let of_own: f64 = own.iter().map(|(_, rate)| rate).sum();
    let others = (routes - own.len() as f64) * default;
    let requests = (of_own + others) * SECONDS;
    // What may come in the hour by the routes that end so.
    let an_hour = |end: &str| -> Result<f64, String> {
        let of = own.iter().filter(|(route, _)| route.ends_with(end));
        match of.map(|(_, rate)| rate * SECONDS).sum() {
            0.0 => Err(format!("template.yaml bounds no `{end}`")),
            count => Ok(count),
        }
    };
    let mut writes = 0.0;
    for (route, operation, counters) in WRITERS {
        let measured = match operation {
            "" => 0.0,
            operation => {
                let figure = |name| kept.figure(Part::Capacity, operation, name);
                figure("write")? - figure("limits")?
            }
        };
        writes += an_hour(route)? * (measured + counters);
    }
    let drafts = an_hour("/drafts\"")?.min(DRAFTS * DESKS);
    writes += drafts * DRAFT_UNITS;
    let most = |name: &str| number(&format!("  {name}:\n    Type: Number\n    Default: "));
    let writes = writes.min(most("MaxWrites")? * SECONDS);
    let reads = (others * READ_UNITS).min(most("MaxReads")?) * SECONDS;
    let again = an_hour("/address\"")? + an_hour("/link\"")?;
    let mails = an_hour("/tickets\"")?.min(TICKETS * DESKS) + drafts + again;
    let invocations = requests + mails;
    let logged = invocations * INVOCATION_LOG_KB + requests * REQUEST_LOG_KB;
    Ok(Usage::from([
        (
            "gb_seconds",
            invocations * MILLISECONDS / 1_000.0 * MEMORY_MB / 1_024.0,
        ),
        ("invocations", invocations),
        ("logged", logged / 1_000_000.0),
        ("mails", mails),
        ("reads", reads),
        ("requests", requests),
        ("scanned", FILES_GB * DESKS),
        ("scans", an_hour("/attachments\"")?),
        ("sent", requests * ANSWER_KB / 1_000_000.0),
        ("writes", writes),
    ]))
}
