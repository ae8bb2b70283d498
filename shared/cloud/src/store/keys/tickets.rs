//! The keys of tickets and their events, for the table and its indexes.

use super::due;
use super::key::{Item, Key, attributes, instant};
use docket_domain::desk::Phase;
use docket_domain::ticket::{EventId, Placement, Ticket};
use docket_domain::{DeskId, TicketId};

/// The index of a desk's tickets, ordered by priority and arrival.
pub const QUEUE: &str = "queue";

/// Returns the key of a ticket.
#[must_use]
pub fn ticket(id: &TicketId) -> Key {
    Key::new(format!("TICKET#{id}"), "TICKET")
}

/// Returns the key of an event. A ticket's events sort before the ticket itself, in the order in
/// which they happened.
#[must_use]
pub fn event(ticket: &TicketId, id: EventId) -> Key {
    Key::new(format!("TICKET#{ticket}"), format!("EVENT#{id}"))
}

/// The sort keys between which a ticket's events and files are, among its items.
pub const TIMELINE: (&str, &str) = ("EVENT#", "FILE#~");

/// Returns the partition key of the `queue` index for a desk's tickets in a phase.
#[must_use]
pub fn queue_partition(desk: &DeskId, phase: Phase) -> String {
    format!("QUEUE#{desk}#{phase}")
}

/// Returns the ID of the ticket to which an item belongs. Returns `None` for items of no ticket.
#[must_use]
pub fn ticket_of(item: &Item) -> Option<TicketId> {
    let pk = item.get("pk")?.as_s().ok()?;
    pk.strip_prefix("TICKET#")?.parse().ok()
}

/// Returns the keys of a ticket in every index.
#[must_use]
pub fn ticket_indexes(ticket: &Ticket, placement: &Placement) -> Item {
    let id = &ticket.id;
    let opened = instant(ticket.opened_at);
    let mut keys = attributes([
        ("queue_pk", queue_partition(&ticket.desk, placement.phase)),
        (
            "queue_sk",
            format!("{:02}#{opened}#{:010}", placement.rank, id.number()),
        ),
        (
            "requester_pk",
            format!("REQUESTER#{}#{}", ticket.desk, ticket.requester.email),
        ),
        // The key does not hold the last change: each change would then cost two writes to the
        // index, a delete and an insert.
        ("requester_sk", format!("{opened}#{id}")),
    ]);
    if let Some(at) = placement.due_at {
        keys.extend(due::place(id, at, &id.to_string()));
    }
    keys
}
