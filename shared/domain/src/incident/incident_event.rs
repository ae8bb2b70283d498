//! The events of an incident.

use super::incident_id::IncidentId;
use crate::actor::Actor;
use crate::ticket::RequestMark;
use crate::value::{DeskId, Line, Prose, TopicId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An event of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentEvent {
    /// The incident.
    pub incident: IncidentId,
    /// The desk.
    pub desk: DeskId,
    /// Its place among the events of the incident, counted from 1.
    pub sequence: u64,
    /// The time.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub change: IncidentChange,
    /// The request that caused the event, if it had an idempotency key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
}

/// What happened to an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IncidentChange {
    /// Somebody declared it.
    Declared {
        /// What the trouble is, in one line.
        title: Line,
        /// The topics that it touches. All, if it names none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        topics: Vec<TopicId>,
        /// The first public update.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<Prose>,
    },
    /// Somebody corrected what it says. Nobody is mailed.
    Corrected {
        /// What the trouble is, in one line.
        title: Line,
        /// The topics that it touches. All, if it names none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        topics: Vec<TopicId>,
    },
    /// Somebody told everybody what is new.
    Updated {
        /// The public update.
        body: Prose,
    },
    /// It is over.
    Closed {
        /// The last public update.
        body: Prose,
        /// `true` if the tickets that are linked to it are closed with it.
        closes_tickets: bool,
    },
}

impl IncidentChange {
    /// Returns its name, as the API and the texts have it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Declared { .. } => "declared",
            Self::Corrected { .. } => "corrected",
            Self::Updated { .. } => "updated",
            Self::Closed { .. } => "closed",
        }
    }

    /// Returns `true` if everybody sees it on the incident's page, and not the desk's people alone.
    #[must_use]
    pub fn is_public(&self) -> bool {
        !matches!(self, Self::Corrected { .. })
    }

    /// Returns the public update that it brings.
    #[must_use]
    pub fn update(&self) -> Option<&Prose> {
        match self {
            Self::Declared { body, .. } => body.as_ref(),
            Self::Corrected { .. } => None,
            Self::Updated { body } | Self::Closed { body, .. } => Some(body),
        }
    }
}
