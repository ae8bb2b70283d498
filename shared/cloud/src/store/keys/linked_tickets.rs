//! The keys of the notes that tickets belong to a page or an incident.

use super::key::Key;
use docket_domain::TicketId;

/// What the sort keys of these notes begin with.
pub(crate) const LINKED_TICKETS: &str = "TICKET#";

/// Returns the key of the note that a ticket belongs to the page or the incident with that partition. Each has an item of its own, so that many
/// can join at once.
#[must_use]
pub fn linked_ticket(partition: String, ticket: &TicketId) -> Key {
    Key::new(partition, format!("{LINKED_TICKETS}{ticket}"))
}
