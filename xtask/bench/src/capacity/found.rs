//! The findings about the table's capacity.

use super::taken::{Taken, counters, total};
use crate::kept::rounded;
use serde_json::{Value, json};
use std::time::Duration;

/// An operation, and what it takes.
pub(crate) struct Operation {
    /// The name in `docs/figures.json`.
    pub(crate) id: &'static str,
    /// The name in the report; what has none is left out there.
    pub(crate) name: &'static str,
    pub(crate) taken: Taken,
}

/// Makes an operation by its two names.
pub(crate) fn operation(id: &'static str, name: &'static str, taken: Taken) -> Operation {
    Operation { id, name, taken }
}

/// The findings.
pub(crate) struct Found {
    /// The operations that depend on the ticket's description, by what that is called.
    pub(crate) by_text: Vec<(&'static str, Vec<Operation>)>,
    /// The others.
    pub(crate) others: Vec<Operation>,
    /// Operations on tickets of each age.
    pub(crate) ages: Vec<AgeRow>,
}

/// An operation on tickets with ever more events.
pub(crate) struct AgeRow {
    /// The name in the report.
    pub(crate) name: &'static str,
    /// What it takes at each age, how long it takes, and how many bytes the answer has.
    pub(crate) figures: Vec<(Taken, Duration, u64)>,
}

/// The figures from which the cost is reckoned: the ticket with the first description, and the rest.
pub(crate) fn kept(found: &Found) -> Value {
    let first = found.by_text.iter().take(1);
    let ticket = first.flat_map(|(_, operations)| operations);
    let figures = ticket.chain(&found.others).map(|one| {
        let figures = json!({
            "requests": rounded(one.taken.requests),
            "read": rounded(total(&one.taken.read)),
            "write": rounded(total(&one.taken.write)),
            "limits": rounded(counters(&one.taken.write)),
        });
        (one.id.to_owned(), figures)
    });
    figures.collect()
}
