//! The keys of the numbers of tickets.

use super::key::{Item, Key};
use super::tickets::queue_partition;
use docket_domain::desk::Phase;
use docket_domain::{DeskId, TicketId};

/// Returns the partition of a desk's numbers.
#[must_use]
pub fn counts(desk: &DeskId) -> String {
    format!("COUNTS#{desk}")
}

/// Returns the key of the numbers of a phase in one count of a desk's tickets.
#[must_use]
pub fn counts_of(desk: &DeskId, epoch: u64, phase: Phase) -> Key {
    Key::new(counts(desk), format!("{epoch:010}#{phase}"))
}

/// Returns the key of the note which count of a desk goes on, and whether all tickets are counted in it.
#[must_use]
pub fn all_counted(desk: &DeskId) -> Key {
    Key::new(counts(desk), "ALL")
}

/// Returns the key of the mark of a ticket that was counted.
#[must_use]
pub fn counted(ticket: &TicketId) -> Key {
    Key::new(format!("COUNTED#{ticket}"), "COUNTED")
}

/// Returns the ticket of such a mark. Returns `None` for other items.
#[must_use]
pub fn counted_ticket_of(item: &Item) -> Option<TicketId> {
    let pk = item.get("pk")?.as_s().ok()?;
    pk.strip_prefix("COUNTED#")?.parse().ok()
}

/// Returns the phase of a partition of a desk's queue.
#[must_use]
pub fn phase_of(desk: &DeskId, partition: &str) -> Option<Phase> {
    let of = |phase: &Phase| queue_partition(desk, *phase) == partition;
    Phase::ALL.into_iter().find(of)
}
