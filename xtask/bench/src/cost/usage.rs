//! The usage of a month, from what was measured and what is assumed.

use crate::kept::Kept;
use crate::part::Part;
use std::collections::BTreeMap;
use xtask_kit::Function;

/// The amounts that are used, by the IDs of their prices.
pub(crate) type Usage = BTreeMap<&'static str, f64>;

/// Comments on a ticket.
pub(crate) const COMMENTS: f64 = 3.0;
/// Changes of its status by people.
pub(crate) const CHANGES: f64 = 2.0;
/// Reads of a ticket, half of them by the API and half as a page.
pub(crate) const READS: f64 = 10.0;
/// Reads of a page of the queue for each ticket.
pub(crate) const QUEUES: f64 = 3.0;
/// Events of a ticket: it is opened, commented on, changed, and closed by the clock. Each is told to one person.
pub(crate) const EVENTS: f64 = 1.0 + COMMENTS + CHANGES + 1.0;
/// Files on it, all in one piece and from its requester, who gets no mail about them.
pub(crate) const FILES: f64 = 1.0 / 3.0;
/// The size of a file.
pub(crate) const FILE_MB: f64 = 1.0;
/// Downloads of a file.
pub(crate) const DOWNLOADS: f64 = 2.0;
/// Looks of the page for a file that was sent.
pub(crate) const LOOKS: f64 = 2.0;
/// Requests to S3 for a file at the higher price: it is put and copied, and GuardDuty tags it.
pub(crate) const FILE_WRITES: f64 = 3.0;
/// Requests at the lower one before the first download: the browser asks whether it may send; the file is looked at, and its
/// beginning is read; GuardDuty reads it, and its tags.
pub(crate) const FILE_READS: f64 = 5.0;
/// Events of S3 about a file: that it came twice, that one of the two is gone, that it was tagged.
pub(crate) const FILE_EVENTS: f64 = 4.0;
/// Sweeps in 30 days.
pub(crate) const SWEEPS: f64 = 43_200.0;
/// Months that tickets are kept.
pub(crate) const MONTHS: f64 = 12.0;
/// The size of a ticket with all that belongs to it, indexes included.
pub(crate) const TICKET_KB: f64 = 10.0;
/// The size of an answer.
pub(crate) const ANSWER_KB: f64 = 8.0;
/// The log of an invocation, Lambda's own lines included.
pub(crate) const INVOCATION_LOG_KB: f64 = 1.0;
/// The gateway's log of a request.
pub(crate) const REQUEST_LOG_KB: f64 = 0.2;
/// The memory of a function.
pub(crate) const MEMORY_MB: f64 = 256.0;
/// The memory with which a function has a whole processor.
pub(crate) const PROCESSOR_MB: f64 = 1_769.0;
/// The wait for an answer of the table.
pub(crate) const TABLE_MS: f64 = 5.0;
/// Writes to count a mail that leaves alone in its second; on one machine, SES takes so many that this is not measured.
pub(crate) const PACE: f64 = 1.0;
/// Requests to the table to keep what SES reports of a mail.
const REPORT_REQUESTS: f64 = 2.0;
/// The wait for one of SES.
pub(crate) const MAIL_MS: f64 = 50.0;
/// Requests to S3 to put a file on its ticket: what has come, how that begins, to copy it, to clear it away.
const STORE_REQUESTS: f64 = 4.0;
/// The wait for one of S3.
pub(crate) const BUCKET_MS: f64 = 30.0;
/// The metrics that Docket writes.
const METRICS: f64 = 10.0;

const KB_PER_GB: f64 = 1_000_000.0;
const MB_PER_GB: f64 = 1_000.0;

/// A size of a desk.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Tickets a month.
    pub(crate) tickets: f64,
    /// The invocations of a hundred that begin with a start of the function.
    pub(crate) starts: f64,
}

/// Invocations of one kind.
struct Kind {
    function: Function,
    /// The operation that was measured.
    operation: &'static str,
    count: f64,
    outside: Outside,
}

/// The services beside the table that a function asks: the number of requests, which stand among those that were counted, and the
/// milliseconds that it waits for them.
type Outside = (f64, f64);

const NOBODY: Outside = (0.0, 0.0);
/// SES takes a mail.
const MAIL: Outside = (1.0, MAIL_MS);
/// S3 answers.
const BUCKET: Outside = (STORE_REQUESTS, STORE_REQUESTS * BUCKET_MS);
/// A request to S3 is signed, which the stack counts as one, and somebody else sends it.
const SIGNED: Outside = (1.0, 0.0);

/// Reckons the usage of a month.
pub(crate) fn month(kept: &Kept, template: &str, size: Size) -> Result<Usage, String> {
    let taken = |operation, name| kept.figure(Part::Capacity, operation, name);
    let kind = |function, operation, count, outside| Kind {
        function,
        operation,
        count,
        outside,
    };
    let tickets = size.tickets;
    let files = tickets * FILES;
    let requests = [
        kind(Function::CreateTicket, "open", tickets, NOBODY),
        kind(
            Function::UpdateTicket,
            "comment",
            tickets * COMMENTS,
            NOBODY,
        ),
        kind(Function::UpdateStatus, "status", tickets * CHANGES, NOBODY),
        kind(Function::ReadTickets, "read", tickets * READS / 2.0, NOBODY),
        kind(Function::Portal, "read", tickets * READS / 2.0, NOBODY),
        kind(Function::Console, "queue", tickets * QUEUES, NOBODY),
        kind(Function::PresignAttachment, "announce", files, SIGNED),
        kind(Function::ReadTickets, "read", files * LOOKS, NOBODY),
        kind(
            Function::PresignAttachment,
            "download",
            files * DOWNLOADS,
            SIGNED,
        ),
    ];
    let asked: f64 = requests.iter().map(|kind| kind.count).sum();
    let others = [
        kind(Function::Notify, "notify", tickets * EVENTS, MAIL),
        kind(Function::StoreAttachment, "store", files, BUCKET),
        kind(Function::StoreAttachment, "scan", files, NOBODY),
        kind(Function::Notify, "attached", files, NOBODY),
        kind(Function::Sweep, "idle", SWEEPS, NOBODY),
    ];
    let starts = size.starts / 100.0;
    // A ticket that is closed by the clock makes a sweep longer.
    let mut milliseconds = tickets * taken("sweep", "requests")? * TABLE_MS;
    let mut reads = tickets * taken("sweep", "read")?;
    let mut writes = tickets * (taken("sweep", "write")? + EVENTS * PACE);
    // What SES reports of a mail is kept in an invocation of its own, of which the table's units stand among those of the mail.
    let mut invocations = tickets * EVENTS;
    milliseconds += tickets * EVENTS * REPORT_REQUESTS * TABLE_MS;
    for kind in requests.iter().chain(&others) {
        let [next, start] = duration(kept, kind)?;
        // The sweep comes each minute, and so is never started anew.
        let starts = if kind.function == Function::Sweep {
            0.0
        } else {
            starts
        };
        invocations += kind.count;
        milliseconds += kind.count * (next + starts * start);
        reads += kind.count * (taken(kind.operation, "read")? + starts * taken("first", "read")?);
        writes += kind.count * taken(kind.operation, "write")?;
    }
    let stored = tickets * MONTHS * TICKET_KB / KB_PER_GB;
    let downloads = files * DOWNLOADS;
    let logged = invocations * INVOCATION_LOG_KB + asked * REQUEST_LOG_KB;
    Ok(Usage::from([
        // Those with a condition are not made unless somebody asks for them.
        (
            "alarms",
            count(template, "Type: AWS::CloudWatch::Alarm")
                - count(template, "Condition: AllAlarms"),
        ),
        (
            "dashboards",
            count(template, "Type: AWS::CloudWatch::Dashboard"),
        ),
        ("delivered", downloads * FILE_MB / MB_PER_GB),
        ("deliveries", downloads),
        ("events", files * FILE_EVENTS + tickets * EVENTS),
        ("file_reads", files * FILE_READS + downloads),
        ("file_tags", files * MONTHS),
        ("file_writes", files * FILE_WRITES),
        ("files", files * MONTHS * FILE_MB / MB_PER_GB),
        ("gb_seconds", milliseconds / 1_000.0 * MEMORY_MB / 1_024.0),
        ("invocations", invocations),
        ("logged", logged / KB_PER_GB),
        ("mails", tickets * EVENTS),
        // A metric that gets no values costs nothing.
        ("metrics", if tickets > 0.0 { METRICS } else { 0.0 }),
        ("reads", reads),
        ("recoverable", stored),
        ("requests", asked),
        ("scanned", files * FILE_MB / MB_PER_GB),
        ("scans", files),
        ("schedules", SWEEPS),
        ("sent", asked * ANSWER_KB / KB_PER_GB),
        ("stored", stored),
        ("writes", writes),
    ]))
}

/// Reckons the milliseconds for which an invocation is charged, and those more where the function is started for it.
fn duration(kept: &Kept, kind: &Kind) -> Result<[f64; 2], String> {
    let measured = |name| kept.figure(Part::ColdStart, kind.function.name(), name);
    let share = MEMORY_MB / PROCESSOR_MB;
    let (first, next) = (measured("first_ms")? / share, measured("next_ms")? / share);
    let requests = kept.figure(Part::Capacity, kind.operation, "requests")?;
    let (outside, milliseconds) = kind.outside;
    let waits = (requests - outside) * TABLE_MS + milliseconds;
    let charged = (next + waits).ceil();
    Ok([charged, (first - next).max(0.0).ceil()])
}

fn count(template: &str, resource: &str) -> f64 {
    f64::from(u32::try_from(template.matches(resource).count()).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn kept() -> Kept {
        let operation = json!({ "requests": 2.0, "read": 1.0, "write": 3.0 });
        let function = json!({ "first_ms": 20.0, "next_ms": 1.0 });
        let all = |names: &[&str], value: &Value| -> Value {
            names
                .iter()
                .map(|name| ((*name).to_owned(), value.clone()))
                .collect()
        };
        let operations = [
            "open", "comment", "status", "read", "queue", "notify", "sweep", "idle", "first",
            "announce", "download", "store", "scan", "attached",
        ];
        let functions: Vec<&str> = Function::ALL
            .iter()
            .map(|function| function.name())
            .collect();
        Kept::of(json!({
            "capacity": all(&operations, &operation),
            "cold-start": all(&functions, &function),
        }))
    }

    fn used(tickets: f64) -> Usage {
        let size = Size {
            tickets,
            starts: 10.0,
        };
        month(&kept(), "Type: AWS::CloudWatch::Alarm\n", size).unwrap()
    }

    #[test]
    fn nothing_is_used_by_no_tickets_but_the_sweep() {
        let usage = used(0.0);
        assert_eq!(usage.get("invocations"), Some(&SWEEPS));
        assert_eq!(usage.get("reads"), Some(&SWEEPS));
        assert_eq!(usage.get("mails"), Some(&0.0));
        assert_eq!(usage.get("alarms"), Some(&1.0));
    }

    #[test]
    fn twice_the_tickets_use_twice_as_much_beside_the_sweep() {
        let [none, some, more] = [0.0, 100.0, 200.0].map(used);
        for name in more.keys().copied() {
            let of = |usage: &Usage| usage.get(name).copied().unwrap();
            if name != "metrics" {
                let (one, two) = (of(&some) - of(&none), of(&more) - of(&none));
                assert!((two - 2.0 * one).abs() < 1e-6, "{name}");
            }
        }
    }
}
