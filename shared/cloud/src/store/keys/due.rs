//! The keys of the `due` index.

use super::key::{Item, attributes, instant};
use docket_domain::TicketId;
use jiff::Timestamp;

/// The index of what waits for an instant: tickets with a timer, files that are not stored yet, notices, pages, and what is done for incidents.
pub const DUE: &str = "due";

/// The number of partitions of the `due` index. Several are used so that no partition takes all the
/// writes.
pub const DUE_SHARDS: u64 = 4;

/// Returns the key of a partition of the `due` index.
#[must_use]
pub(crate) fn due_partition(shard: u64) -> String {
    format!("DUE#{shard}")
}

/// Returns the upper bound of the sort keys that are due at this instant.
#[must_use]
pub fn due_until(now: Timestamp) -> String {
    // `~` sorts after `#`, which stands between instant and ticket.
    format!("{}~", instant(now))
}

/// Returns the keys in the `due` index of a ticket, of one of its files or of a notice, at this instant. `name`
/// tells it apart from others that are due at the same instant.
pub(super) fn place(ticket: &TicketId, at: Timestamp, name: &str) -> Item {
    place_in(ticket.number() % DUE_SHARDS, at, name)
}

/// The same in a shard of one's own choice.
pub(super) fn place_in(shard: u64, at: Timestamp, name: &str) -> Item {
    attributes([
        ("due_pk", due_partition(shard)),
        ("due_sk", format!("{}#{name}", instant(at))),
    ])
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
