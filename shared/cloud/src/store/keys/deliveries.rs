//! The keys of deliveries and of the marks of addresses. All deliveries of a ticket stand in one partition, apart from the ticket, so that the function that mails may write them and
//! nothing of the ticket.

use super::due;
use super::key::{Item, Key};
use docket_domain::ticket::EventId;
use docket_domain::{EmailAddress, TicketId};
use jiff::Timestamp;

/// What the partitions of deliveries begin with.
pub const DELIVERIES: &str = "DELIVERY#";

/// Returns the partition with the deliveries of a ticket's notices.
#[must_use]
pub fn deliveries(ticket: &TicketId) -> String {
    format!("{DELIVERIES}{ticket}")
}

/// Returns the key of the delivery of a notice about an event to somebody. They stand in the order of the events.
#[must_use]
pub fn delivery(event: &EventId, to: &EmailAddress) -> Key {
    let sk = format!("{}{to}", deliveries_about(event.sequence));
    Key::new(deliveries(&event.ticket), sk)
}

/// Returns what the sort keys of the deliveries about an event begin with.
#[must_use]
pub fn deliveries_about(sequence: u64) -> String {
    format!("{sequence:010}#")
}

/// Returns the event and the receiver of the delivery with this key. Returns `None` for the key of something else.
#[must_use]
pub fn delivery_at(pk: &str, sk: &str) -> Option<(EventId, EmailAddress)> {
    let ticket = pk.strip_prefix(DELIVERIES)?.parse().ok()?;
    let (sequence, to) = sk.split_once('#')?;
    let sequence = sequence.parse().ok()?;
    Some((EventId { ticket, sequence }, to.parse().ok()?))
}

/// Returns the event and the receiver of the delivery that an item is. Returns `None` for other items.
#[must_use]
pub fn delivery_of(item: &Item) -> Option<(EventId, EmailAddress)> {
    let key = Key::of(item)?;
    delivery_at(key.pk(), key.sk())
}

/// Returns the keys of a delivery in the `due` index, where the sweep finds those whose time to wait is over.
#[must_use]
pub fn delivery_due(event: &EventId, to: &EmailAddress, at: Timestamp) -> Item {
    due::place(&event.ticket, at, &format!("{event}#{to}"))
}

/// Returns the key of the mark of an address that is written to no more.
#[must_use]
pub fn address_mark(email: &EmailAddress) -> Key {
    Key::new(format!("ADDRESS#{}", email), "ADDRESS")
}
