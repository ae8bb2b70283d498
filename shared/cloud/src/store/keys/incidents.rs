//! The keys of incidents, of the status board, and of whom incidents affect.

use super::due;
use super::key::{Item, Key};
use docket_domain::DeskId;
use docket_domain::incident::IncidentId;
use jiff::Timestamp;

/// What the sort keys of an incident's events begin with.
pub(crate) const INCIDENT_EVENTS: &str = "INCIDENT_EVENT#";
/// What the partitions of tickets to close begin with.
const CLOSINGS: &str = "CLOSING#";

/// Returns the partition of an incident, with its events and its tickets.
#[must_use]
pub fn incident_partition(incident: IncidentId) -> String {
    format!("INCIDENT#{incident}")
}

/// Returns the key of an incident.
#[must_use]
pub fn incident(incident: IncidentId) -> Key {
    Key::new(incident_partition(incident), "INCIDENT")
}

/// Returns the key of an event of an incident.
#[must_use]
pub fn incident_event(incident: IncidentId, sequence: u64) -> Key {
    let sk = format!("{INCIDENT_EVENTS}{sequence:010}");
    Key::new(incident_partition(incident), sk)
}

/// Returns the key of a desk's status board.
#[must_use]
pub fn status_board(desk: &DeskId) -> Key {
    Key::new(format!("STATUS#{desk}"), "STATUS")
}

/// Returns the partition of those whom an incident affects. It is apart from the incident: the function that tells them may read it alone.
#[must_use]
pub fn affected_by(incident: IncidentId) -> String {
    format!("AFFECTED#{incident}")
}

/// Returns the key of somebody whom an incident affects. The name says nothing of the person.
#[must_use]
pub fn affected(incident: IncidentId, name: &str) -> Key {
    Key::new(affected_by(incident), name)
}

/// Returns the key of the note that an update is being told.
#[must_use]
pub fn telling(incident: IncidentId, sequence: u64) -> Key {
    let sk = format!("TELLING#{sequence:010}");
    Key::new(format!("TELLING#{incident}"), sk)
}

/// Returns the key of the note that the tickets of an incident are being closed.
#[must_use]
pub fn closing(incident: IncidentId) -> Key {
    Key::new(format!("{CLOSINGS}{incident}"), "CLOSING")
}

/// Returns the keys of that note in the `due` index.
#[must_use]
pub fn closing_due(incident: IncidentId, at: Timestamp) -> Item {
    due::place_in(0, at, closing(incident).pk())
}

/// Returns the incident whose tickets such a note closes. Returns `None` for other items.
#[must_use]
pub fn closing_of(item: &Item) -> Option<IncidentId> {
    let key = Key::of(item)?;
    key.pk().strip_prefix(CLOSINGS)?.parse().ok()
}
