//! The answers about incidents.

use super::actor::ActorAnswer;
use docket_app::incidents::IncidentView;
use docket_domain::Language;
use docket_domain::actor::Actor;
use docket_domain::incident::{BoardEntry, IncidentEvent, StatusBoard};
use jiff::Timestamp;
use serde::Serialize;

/// A desk's status: what everybody may know.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "DeskStatus"))]
pub struct DeskStatusAnswer {
    /// The incidents that go on, the newest first.
    pub open: Vec<ShownIncidentAnswer>,
    /// Those that ended last, 10 at most.
    pub closed: Vec<ShownIncidentAnswer>,
}

impl From<&StatusBoard> for DeskStatusAnswer {
    fn from(board: &StatusBoard) -> Self {
        let closed = board.closed();
        Self {
            open: board.open().map(ShownIncidentAnswer::from).collect(),
            closed: closed.into_iter().map(ShownIncidentAnswer::from).collect(),
        }
    }
}

/// An incident, as everybody sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ShownIncident"))]
pub struct ShownIncidentAnswer {
    /// The ID.
    pub id: String,
    /// What the trouble is, in one line.
    pub title: String,
    /// The IDs of the topics that it touches. Empty for all.
    pub topics: Vec<String>,
    /// The time at which it was declared.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub declared_at: String,
    /// The time at which something happened to it last.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub updated_at: String,
    /// The time at which it was closed. `null` while it goes on.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub closed_at: Option<String>,
    /// The newest update. `null` if there is none.
    pub update: Option<String>,
}

impl From<&BoardEntry> for ShownIncidentAnswer {
    fn from(entry: &BoardEntry) -> Self {
        Self {
            id: entry.id.to_string(),
            title: entry.title.to_string(),
            topics: entry.topics.iter().map(ToString::to_string).collect(),
            declared_at: entry.declared_at.to_string(),
            updated_at: entry.updated_at.to_string(),
            closed_at: entry.closed_at.map(|at| at.to_string()),
            update: entry.update.as_ref().map(ToString::to_string),
        }
    }
}

/// An incident, for the desk's people.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Incident"))]
pub struct IncidentAnswer {
    /// The ID.
    pub id: String,
    /// What the trouble is, in one line.
    pub title: String,
    /// The IDs of the topics that it touches. Empty for all.
    pub topics: Vec<String>,
    /// The version, which each update raises.
    pub version: u64,
    /// The time at which it was declared.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub declared_at: String,
    /// The time at which it was closed. `null` while it goes on.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub closed_at: Option<String>,
    /// What happened to it, in order.
    pub updates: Vec<IncidentUpdateAnswer>,
    /// The IDs of its tickets, 50 at most. Others follow with `?after=` the last of them.
    pub tickets: Vec<String>,
    /// `true` if it has more tickets.
    pub more_tickets: bool,
    /// The address of its public page.
    pub page: String,
}

/// Something that happened to an incident.
#[derive(Debug, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(rename = "IncidentUpdate")
)]
pub struct IncidentUpdateAnswer {
    /// The time.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub at: String,
    /// What happened.
    #[cfg_attr(test, schemars(extend("enum" = ["declared", "corrected", "updated", "closed"])))]
    pub kind: &'static str,
    /// Who did it.
    actor: ActorAnswer,
    /// The public update. `null` if there is none.
    pub body: Option<String>,
}

impl IncidentUpdateAnswer {
    fn new(event: &IncidentEvent, reader: &Actor, language: &Language) -> Self {
        Self {
            at: event.at.to_string(),
            kind: event.change.name(),
            actor: ActorAnswer::new(&event.actor, reader, language),
            body: event.change.update().map(ToString::to_string),
        }
    }
}

impl IncidentAnswer {
    /// Makes the answer for one of the desk's people. `page` is the address of the incident's public page.
    #[must_use]
    pub fn new(view: &IncidentView, reader: &Actor, language: &Language, page: String) -> Self {
        let incident = &view.incident;
        let updates = view.events.iter();
        let updates = updates.map(|event| IncidentUpdateAnswer::new(event, reader, language));
        Self {
            id: incident.id.to_string(),
            title: incident.title.to_string(),
            topics: incident.topics.iter().map(ToString::to_string).collect(),
            version: incident.version,
            declared_at: incident.declared_at.to_string(),
            closed_at: incident.closed_at.map(|at: Timestamp| at.to_string()),
            updates: updates.collect(),
            tickets: view.tickets.iter().map(ToString::to_string).collect(),
            more_tickets: view.has_more,
            page,
        }
    }
}
