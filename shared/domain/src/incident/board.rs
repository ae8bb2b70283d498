//! What a desk's status page shows, in one item.

use super::incident_event::IncidentEvent;
use super::incident_id::IncidentId;
use super::state::Incident;
use crate::desk::Desk;
use crate::value::{Line, Prose, TopicId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The incidents of a desk that go on, and those that ended last. The status page and the forms read this alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusBoard {
    /// The number of its changes.
    pub version: u64,
    /// The incidents, the newest first.
    pub incidents: Vec<BoardEntry>,
}

/// An incident on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardEntry {
    /// Its ID.
    pub id: IncidentId,
    /// What the trouble is, in one line.
    pub title: Line,
    /// The topics that it touches. All, if it names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicId>,
    /// The time at which it was declared.
    pub declared_at: Timestamp,
    /// The time of its last event.
    pub updated_at: Timestamp,
    /// The time at which it was closed. `None` while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// The beginning of the newest public update, as long as it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<Prose>,
}

impl StatusBoard {
    /// The most incidents of a desk that go on at one time.
    pub const MAX_OPEN: usize = 10;
    /// The most closed ones that it shows.
    const MAX_CLOSED: usize = 10;
    /// The most characters of an update that it shows. All of it is on the incident's page: an item of the table holds 400 KB.
    const MAX_UPDATE: usize = 1_000;

    /// Returns `true` if it has room for another incident.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.open().count() < Self::MAX_OPEN
    }

    /// Returns the incidents that go on, the newest first.
    pub fn open(&self) -> impl Iterator<Item = &BoardEntry> {
        self.incidents.iter().filter(|it| it.closed_at.is_none())
    }

    /// Returns the incidents that are over, the one that ended last first.
    #[must_use]
    pub fn closed(&self) -> Vec<&BoardEntry> {
        let closed = self.incidents.iter().filter(|it| it.closed_at.is_some());
        let mut closed: Vec<_> = closed.collect();
        closed.sort_by_key(|it| std::cmp::Reverse(it.closed_at));
        closed
    }

    /// Returns the incidents that go on and touch a topic. Without a topic, all that go on.
    #[must_use]
    pub fn touching(&self, desk: &Desk, topic: Option<&TopicId>) -> Vec<&BoardEntry> {
        let touches = |entry: &&BoardEntry| {
            let mut named = entry.topics.iter().map(|id| desk.current_topic(id));
            topic.is_none() || entry.topics.is_empty() || named.any(|id| Some(id) == topic)
        };
        self.open().filter(touches).collect()
    }

    /// Returns the board after an event of an incident, which is as it is after it.
    #[must_use]
    pub fn after(mut self, incident: &Incident, event: &IncidentEvent) -> Self {
        self.version += 1;
        let before = self.incidents.iter().find(|it| it.id == incident.id);
        let update = event.change.update();
        let update = update.or_else(|| before.and_then(|it| it.update.as_ref()));
        let update = update.filter(|_| !incident.is_closed());
        let entry = BoardEntry {
            id: incident.id,
            title: incident.title.clone(),
            topics: incident.topics.clone(),
            declared_at: incident.declared_at,
            updated_at: before
                .filter(|_| !event.change.is_public())
                .map_or(incident.updated_at, |it| it.updated_at),
            closed_at: incident.closed_at,
            update: update.map(beginning),
        };
        self.incidents.retain(|it| it.id != incident.id);
        self.incidents.push(entry);
        self.incidents
            .sort_by_key(|it| std::cmp::Reverse((it.declared_at, it.id)));
        let shown: Vec<IncidentId> = self.closed().iter().map(|it| it.id).collect();
        let gone = shown.get(Self::MAX_CLOSED..).unwrap_or_default();
        self.incidents.retain(|it| !gone.contains(&it.id));
        self
    }
}

/// Returns an update, or its beginning.
fn beginning(update: &Prose) -> Prose {
    let text = update.as_str();
    let Some((end, _)) = text.char_indices().nth(StatusBoard::MAX_UPDATE) else {
        return update.clone();
    };
    let cut = text.get(..end).unwrap_or(text).trim_end();
    Prose::new(&format!("{cut} …"), Prose::MAX).unwrap_or_else(|_| update.clone())
}
