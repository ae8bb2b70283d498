//! The keys of tickets and their events, for the table and its indexes.

use super::due;
use super::key::{Item, Key, attributes, instant};
use docket_domain::desk::Phase;
use docket_domain::ticket::{EventId, Placement, QueuePlace, Ticket};
use docket_domain::{CompanyId, DeskId, EmailAddress, TicketId};
use jiff::Timestamp;
use std::ops::RangeInclusive;

/// The index of a desk's tickets, ordered by priority and arrival.
pub const QUEUE: &str = "queue";

/// Returns the key of a ticket.
#[must_use]
pub fn ticket(id: &TicketId) -> Key {
    Key::new(format!("TICKET#{id}"), "TICKET")
}

/// Returns the key of an event. A ticket's events sort before the ticket itself, in the order in
/// which they happened: the numbers have a fixed width, which suffices for ten billion events.
#[must_use]
pub fn event(id: &EventId) -> Key {
    Key::new(format!("TICKET#{}", id.ticket), event_sk(id.sequence))
}

/// What the sort keys of a ticket's events begin with.
pub const EVENTS: &str = "EVENT#";

fn event_sk(sequence: u64) -> String {
    format!("{EVENTS}{sequence:010}")
}

/// Returns the sort keys of a ticket's events with these numbers, the first and the last one.
#[must_use]
pub fn events(sequences: &RangeInclusive<u64>) -> [String; 2] {
    [event_sk(*sequences.start()), event_sk(*sequences.end())]
}

/// The sort keys between which all items of a ticket are: its events, its files, their count, and
/// last the ticket itself.
pub const TICKET_ITEMS: [&str; 2] = [EVENTS, "TICKET"];
/// The sort keys between which the files of a ticket are.
pub const TICKET_FILES: [&str; 2] = ["FILE#", "FILE#~"];

/// Returns the kind of an item of a ticket: the part of its sort key before any `#`.
#[must_use]
pub fn kind(item: &Item) -> &str {
    let sk = item.get("sk").and_then(|sk| sk.as_s().ok());
    sk.and_then(|sk| sk.split('#').next()).unwrap_or_default()
}

/// Returns the partition key of the `queue` index for a desk's tickets in a phase.
#[must_use]
pub fn queue_partition(desk: &DeskId, phase: Phase) -> String {
    format!("QUEUE#{desk}#{phase}")
}

/// Returns the sort key of a ticket in the `queue` index: the first one that the desk is to work on is first. Where
/// places do not depend on clocks, it is the same in each phase, so it tells the place of a ticket in a queue that it has left.
#[must_use]
pub fn queue_sk(ticket: &Ticket, place: &QueuePlace) -> String {
    let at = instant(place.at);
    format!("{:02}#{at}#{:010}", place.rank, ticket.id.number())
}

/// The index of the tickets that somebody of the desk works on, ordered as in the queue.
pub const ASSIGNEE: &str = "assignee";

/// Returns the partition key of the `assignee` index for the tickets in a phase that somebody works on. Its sort keys are those of the
/// queue.
#[must_use]
pub fn assignee_partition(desk: &DeskId, phase: Phase, email: &EmailAddress) -> String {
    format!("ASSIGNEE#{desk}#{phase}#{email}")
}

/// The index of the tickets of one requester, ordered by arrival.
pub const REQUESTER: &str = "requester";

/// Returns the partition key of the `requester` index for the tickets of an address at a desk.
#[must_use]
pub fn requester_partition(desk: &DeskId, email: &EmailAddress) -> String {
    format!("REQUESTER#{desk}#{email}")
}

/// Returns the sort key of a ticket in the `requester` index. It does not hold the last change: each change would then cost two
/// writes to the index, a delete and an insert.
#[must_use]
pub fn requester_sk(ticket: &Ticket) -> String {
    arrival(ticket.opened_at, &ticket.id)
}

/// Returns the sort key of a ticket that was opened then, where tickets stand by their arrival.
#[must_use]
pub fn arrival(opened_at: Timestamp, id: &TicketId) -> String {
    format!("{}#{id}", instant(opened_at))
}

/// The index of the tickets, and of the accounts, of one company.
pub const COMPANY: &str = "company";

/// Returns the partition key of the `company` index for the tickets of a company.
#[must_use]
pub fn company_partition(desk: &DeskId, company: &CompanyId) -> String {
    format!("COMPANY#{desk}#{company}")
}

/// Returns the key of the note that somebody is copied on a ticket.
#[must_use]
pub fn watcher(ticket: &TicketId, email: &EmailAddress) -> Key {
    Key::new(format!("TICKET#{ticket}"), format!("WATCHER#{email}"))
}

/// Returns the partition key of the `requester` index for the tickets that an address is copied on.
#[must_use]
pub fn watcher_partition(desk: &DeskId, email: &EmailAddress) -> String {
    format!("WATCHER#{desk}#{email}")
}

/// Returns the keys of such a note in the index.
#[must_use]
pub fn watcher_indexes(ticket: &Ticket, email: &EmailAddress) -> Item {
    attributes([
        ("requester_pk", watcher_partition(&ticket.desk, email)),
        ("requester_sk", requester_sk(ticket)),
    ])
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
    let mut keys = attributes([
        ("queue_pk", queue_partition(&ticket.desk, placement.phase)),
        ("queue_sk", queue_sk(ticket, &placement.place)),
        (
            "requester_pk",
            requester_partition(&ticket.desk, &ticket.requester.email),
        ),
        ("requester_sk", requester_sk(ticket)),
    ]);
    if let Some(company) = &ticket.company {
        keys.extend(attributes([
            ("company_pk", company_partition(&ticket.desk, company)),
            ("company_sk", requester_sk(ticket)),
        ]));
    }
    if let Some(email) = &ticket.assignee {
        keys.extend(attributes([
            (
                "assignee_pk",
                assignee_partition(&ticket.desk, placement.phase, email),
            ),
            ("assignee_sk", queue_sk(ticket, &placement.place)),
        ]));
    }
    if let Some(at) = placement.next_target {
        keys.extend(attributes([("next_target", at.to_string())]));
    }
    if let Some(at) = placement.due_at {
        keys.extend(due::place(id, at, &id.to_string()));
    }
    keys
}
