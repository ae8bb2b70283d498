//! The keys of every item in the table, for the table and its indexes. Nothing else spells a key.
//!
//! | item | partition key `pk` | sort key `sk` |
//! |---|---|---|
//! | desk | `DESK#spaceos` | `DESK` |
//! | a desk's place in the list of desks | `DESKS` | `spaceos` |
//! | ticket counter | `COUNTER#spaceos` | `COUNTER` |
//! | ticket | `TICKET#SPSUP-1494` | `TICKET` |
//! | event | `TICKET#SPSUP-1494` | `EVENT#<uuid v7>` |
//! | file | `TICKET#SPSUP-1494` | `FILE#<uuid v7>` |
//! | what a ticket's files take up | `TICKET#SPSUP-1494` | `FILES` |
//! | idempotency record (TTL) | `ONCE#<desk>#<key>` | `ONCE` |
//! | sign-in grant (TTL) | `GRANT#<id>` | `GRANT` |
//! | session (TTL) | `SESSION#<digest of its token>` | `SESSION` |
//! | delivery receipt (TTL) | `SENT#<event>` | `<recipient>` |
//! | signing keys | `STACK` | `SIGNING` |
//!
//! | index | partition key | sort key | who is in it |
//! |---|---|---|---|
//! | `due` | `DUE#<shard>` | instant, ticket | tickets with a timer, files on their way |
//! | `queue` | `QUEUE#<desk>#<phase>` | priority, arrival, number | every ticket |
//! | `requester` | `REQUESTER#<desk>#<address>` | arrival, ticket | every ticket |

use aws_sdk_dynamodb::types::AttributeValue;
use docket_domain::attachment::{Attachment, FileId};
use docket_domain::desk::{Desk, Phase};
use docket_domain::ticket::{EventId, Ticket};
use docket_domain::{DeskId, EmailAddress, TicketId};
use jiff::Timestamp;
use std::collections::HashMap;

/// An item as the table keeps it.
pub type Item = HashMap<String, AttributeValue>;

/// The index of tickets with a timer.
pub const DUE: &str = "due";
/// The index of a desk's tickets in the order of work.
pub const QUEUE: &str = "queue";
/// The index of a person's tickets.
pub const REQUESTER: &str = "requester";

/// Over how many partitions the timers are spread, so that no partition takes all their writes.
pub const DUE_SHARDS: u64 = 4;

/// The primary key of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pk: String,
    sk: String,
}

impl Key {
    fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into() }
    }

    /// The partition key.
    #[must_use]
    pub fn pk(&self) -> &str {
        &self.pk
    }

    /// The key as attributes of an item.
    #[must_use]
    pub fn item(self) -> Item {
        HashMap::from([
            ("pk".to_owned(), AttributeValue::S(self.pk)),
            ("sk".to_owned(), AttributeValue::S(self.sk)),
        ])
    }
}

/// A desk.
#[must_use]
pub fn desk(desk: &DeskId) -> Key {
    Key::new(format!("DESK#{desk}"), "DESK")
}

/// The partition of the list of desks.
pub const DESKS: &str = "DESKS";

/// A desk's place in the list of desks.
#[must_use]
pub fn listed_desk(desk: &DeskId) -> Key {
    Key::new(DESKS.to_owned(), desk.as_str())
}

/// The counter of a desk's ticket numbers. It is not in the desk's partition: whoever may turn it may not change the desk.
#[must_use]
pub fn counter(desk: &DeskId) -> Key {
    Key::new(format!("COUNTER#{desk}"), "COUNTER")
}

/// A ticket.
#[must_use]
pub fn ticket(id: &TicketId) -> Key {
    Key::new(format!("TICKET#{id}"), "TICKET")
}

/// An event. A ticket's events sort before the ticket itself, in the order in which they happened.
#[must_use]
pub fn event(ticket: &TicketId, id: EventId) -> Key {
    Key::new(format!("TICKET#{ticket}"), format!("EVENT#{id}"))
}

/// A file. A ticket's files sort right behind its events, so that one query finds both.
#[must_use]
pub fn file(ticket: &TicketId, id: FileId) -> Key {
    Key::new(format!("TICKET#{ticket}"), format!("FILE#{id}"))
}

/// What a ticket's files take up.
#[must_use]
pub fn files(ticket: &TicketId) -> Key {
    Key::new(format!("TICKET#{ticket}"), "FILES")
}

/// Where a ticket's events begin and its files end, among its items.
pub const TIMELINE: (&str, &str) = ("EVENT#", "FILE#~");

/// Whether an item is a file.
#[must_use]
pub fn is_file(item: &Item) -> bool {
    let sk = item.get("sk").and_then(|sk| sk.as_s().ok());
    sk.is_some_and(|sk| sk.starts_with("FILE#"))
}

/// The file of an item found in an index.
#[must_use]
pub fn file_of(item: &Item) -> Option<FileId> {
    item.get("sk")?
        .as_s()
        .ok()?
        .strip_prefix("FILE#")?
        .parse()
        .ok()
}

/// The keys of a file on its way in the index `due`, under which the sweep finds what was given up.
#[must_use]
pub fn file_due(file: &Attachment, at: Timestamp) -> Item {
    let shard = due_partition(file.ticket.number() % DUE_SHARDS);
    let place = format!("{}#{}#{}", instant(at), file.ticket, file.id);
    HashMap::from([
        ("due_pk".to_owned(), AttributeValue::S(shard)),
        ("due_sk".to_owned(), AttributeValue::S(place)),
    ])
}

/// What a request with that idempotency key has done.
#[must_use]
pub fn once(desk: &DeskId, key: &str) -> Key {
    Key::new(format!("ONCE#{desk}#{key}"), "ONCE")
}

/// A sign-in link that has not been used.
#[must_use]
pub fn grant(id: &str) -> Key {
    Key::new(format!("GRANT#{id}"), "GRANT")
}

/// A session, by the digest of its token.
#[must_use]
pub fn session(digest: &str) -> Key {
    Key::new(format!("SESSION#{digest}"), "SESSION")
}

/// The receipt of a message about an event to a person.
#[must_use]
pub fn sent(event: &str, to: &EmailAddress) -> Key {
    Key::new(format!("SENT#{event}"), to.as_str())
}

/// The keys that links and message IDs are signed with.
#[must_use]
pub fn signing() -> Key {
    Key::new("STACK".to_owned(), "SIGNING")
}

/// The partition of the `queue` index that holds a desk's tickets in a phase.
#[must_use]
pub fn queue_partition(desk: &DeskId, phase: Phase) -> String {
    format!("QUEUE#{desk}#{phase}")
}

/// A partition of the `due` index.
#[must_use]
pub fn due_partition(shard: u64) -> String {
    format!("DUE#{shard}")
}

/// The bound below which everything in a partition of the `due` index is due at that instant.
#[must_use]
pub fn due_until(now: Timestamp) -> String {
    // `~` sorts after `#`, which stands between instant and ticket.
    format!("{}~", instant(now))
}

/// The ticket of an item found in an index.
#[must_use]
pub fn ticket_of(item: &Item) -> Option<TicketId> {
    let pk = item.get("pk")?.as_s().ok()?;
    pk.strip_prefix("TICKET#")?.parse().ok()
}

/// The keys of a ticket in every index.
#[must_use]
pub fn ticket_indexes(ticket: &Ticket, desk: &Desk) -> Item {
    let id = &ticket.id;
    let number = id.number();
    let mut keys = vec![
        (
            "queue_pk",
            queue_partition(&ticket.desk, desk.phase(&ticket.status)),
        ),
        (
            "queue_sk",
            format!(
                "{:02}#{}#{number:010}",
                desk.rank(ticket.priority.as_ref()),
                instant(ticket.opened_at)
            ),
        ),
        (
            "requester_pk",
            format!("REQUESTER#{}#{}", ticket.desk, ticket.requester.email),
        ),
        (
            "requester_sk",
            // Not by the last change: each one would be written to the index twice, to delete and to insert.
            format!("{}#{id}", instant(ticket.opened_at)),
        ),
    ];
    if let Some(timer) = docket_domain::timer::next(ticket, desk) {
        keys.push(("due_pk", due_partition(number % DUE_SHARDS)));
        keys.push(("due_sk", format!("{}#{id}", instant(timer.at))));
    }
    keys.into_iter()
        .map(|(name, value)| (name.to_owned(), AttributeValue::S(value)))
        .collect()
}

/// An instant as text of one length, which sorts as time does.
fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_sort_as_text() {
        let early = instant("2026-01-01T00:00:00Z".parse().unwrap());
        let late = instant("2026-01-01T00:00:00.5Z".parse().unwrap());
        assert_eq!(early, "2026-01-01T00:00:00.000Z");
        assert!(early < late);
        assert!(format!("{early}#SPSUP-1") < due_until("2026-01-01T00:00:00Z".parse().unwrap()));
    }
}
