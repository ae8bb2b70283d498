//! The index of what waits for an instant.

use super::key::{Item, attributes, instant};
use docket_domain::TicketId;
use jiff::Timestamp;

/// The index of tickets with a timer.
pub const DUE: &str = "due";

/// Over how many partitions the timers are spread, so that no partition takes all their writes.
pub const DUE_SHARDS: u64 = 4;

/// A partition of the `due` index.
#[must_use]
pub(crate) fn due_partition(shard: u64) -> String {
    format!("DUE#{shard}")
}

/// The bound below which everything in a partition of the `due` index is due at that instant.
#[must_use]
pub fn due_until(now: Timestamp) -> String {
    // `~` sorts after `#`, which stands between instant and ticket.
    format!("{}~", instant(now))
}

/// The place of something of a ticket in the index, at that instant. `name` tells what it is among what is due then.
pub(super) fn place(ticket: &TicketId, at: Timestamp, name: &str) -> Item {
    attributes([
        ("due_pk", due_partition(ticket.number() % DUE_SHARDS)),
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
