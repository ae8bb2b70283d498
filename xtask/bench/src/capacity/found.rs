//! The findings about the table's capacity.

use super::files::OfFile;
use super::taken::{Taken, total};
use crate::kept::rounded;
use serde_json::{Value, json};

/// The findings.
pub(crate) struct Found {
    /// Those that depend on the ticket's description.
    pub(crate) by_text: Vec<ByText>,
    /// The first page of a queue.
    pub(crate) queue: Taken,
    /// Those of a file.
    pub(crate) file: OfFile,
    /// What a sweep takes for one of many tickets that it closes.
    pub(crate) sweep: Taken,
    /// What a sweep takes that finds nothing.
    pub(crate) idle: Taken,
    /// What a function takes once after its start: the desk and the signing secret.
    pub(crate) first: Taken,
}

/// What a ticket with one description takes.
pub(crate) struct ByText {
    /// What the description is called.
    pub(crate) text: &'static str,
    /// To open it.
    pub(crate) open: Taken,
    /// To tell its requester of that.
    pub(crate) notify: Taken,
    /// To say something on it.
    pub(crate) comment: Taken,
    /// To move it to another status, on which it is due later and stands in another queue.
    pub(crate) status: Taken,
    /// To read it with its timeline.
    pub(crate) read: Taken,
}

/// The figures from which the cost is reckoned: the ticket with the first description, and the rest.
pub(crate) fn kept(found: &Found) -> Value {
    let figures = |(name, taken): (&str, &Taken)| {
        let figures = json!({
            "requests": rounded(taken.requests),
            "read": rounded(total(&taken.read)),
            "write": rounded(total(&taken.write)),
        });
        (name.to_owned(), figures)
    };
    let ticket = found.by_text.first().into_iter().flat_map(|one| {
        [
            ("open", &one.open),
            ("notify", &one.notify),
            ("comment", &one.comment),
            ("status", &one.status),
            ("read", &one.read),
        ]
    });
    let others = [
        ("queue", &found.queue),
        ("announce", &found.file.announce),
        ("announce_parts", &found.file.announce_parts),
        ("store", &found.file.store),
        ("attached", &found.file.attached),
        ("scan", &found.file.scan),
        ("download", &found.file.download),
        ("cancel", &found.file.cancel),
        ("sweep", &found.sweep),
        ("idle", &found.idle),
        ("first", &found.first),
    ];
    ticket.chain(others).map(figures).collect()
}
