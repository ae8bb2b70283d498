//! The keys of incidents, of the status board, and of those who follow incidents.

use super::due;
use super::key::{Item, Key, instant};
use docket_domain::DeskId;
use docket_domain::incident::{IncidentId, TopicHour};
use jiff::Timestamp;

/// What the sort keys of an incident's events begin with.
pub(crate) const INCIDENT_EVENTS: &str = "INCIDENT_EVENT#";
/// What the partitions of what is done for incidents begin with.
const TASKS: &str = "INCIDENT_TASK#";

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

/// Returns the partition of the hours by which a desk's new tickets are counted.
#[must_use]
pub fn opened_partition(desk: &DeskId) -> String {
    format!("OPENED#{desk}")
}

/// Returns the key of an hour of a topic. They stand in the order of time.
#[must_use]
pub fn opened(hour: &TopicHour) -> Key {
    let sk = format!("{}#{}", opened_from(hour.from), hour.topic);
    Key::new(opened_partition(&hour.desk), sk)
}

/// Returns what the sort keys of an hour begin with.
#[must_use]
pub fn opened_from(from: Timestamp) -> String {
    instant(from)
}

/// Returns the partition of what people said about the mails of an incident. It is apart from the incident: the function that tells them may read it
/// alone.
#[must_use]
pub fn followers(incident: IncidentId) -> String {
    format!("FOLLOWER#{incident}")
}

/// Returns the key of what somebody said. The name says nothing of the person.
#[must_use]
pub fn follower(incident: IncidentId, name: &str) -> Key {
    Key::new(followers(incident), name)
}

/// Returns the key of the note that an update is being told.
#[must_use]
pub fn telling(incident: IncidentId, sequence: u64) -> Key {
    let sk = format!("TELLING#{sequence:010}");
    Key::new(format!("TELLING#{incident}"), sk)
}

/// Returns the key of something that is done for an incident, by its name.
#[must_use]
pub fn incident_task(incident: IncidentId, name: &str) -> Key {
    Key::new(format!("{TASKS}{incident}"), name)
}

/// Returns the keys of that in the `due` index.
#[must_use]
pub fn incident_task_due(incident: IncidentId, name: &str, at: Timestamp) -> Item {
    let key = incident_task(incident, name);
    due::place_in(0, at, &format!("{}#{name}", key.pk()))
}

/// Returns the incident for which something is done, and its name. Returns `None` for other items.
#[must_use]
pub fn incident_task_of(item: &Item) -> Option<(IncidentId, String)> {
    let key = Key::of(item)?;
    let incident = key.pk().strip_prefix(TASKS)?.parse().ok()?;
    Some((incident, key.sk().to_owned()))
}
