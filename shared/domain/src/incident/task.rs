//! What is done for an incident beside the request that asks for it.

use super::incident_id::IncidentId;
use crate::actor::Actor;
use crate::value::{DeskId, PolicyId, TicketId};
use serde::{Deserialize, Serialize};

/// Something that is done for an incident ticket by ticket. It is noted with the change that asks for it, so that it is done whole, whatever fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentTask {
    /// The incident.
    pub incident: IncidentId,
    /// The desk.
    pub desk: DeskId,
    /// What is done.
    pub work: IncidentWork,
}

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IncidentWork {
    /// The tickets of its declaration are linked, and the people on call are called for the first one.
    Link {
        /// The tickets.
        tickets: Vec<TicketId>,
        /// The policy that calls. `None` to call nobody, or nobody any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        policy: Option<PolicyId>,
        /// Who declared it.
        actor: Actor,
    },
    /// The tickets that are linked to it are closed.
    Close {
        /// The last one that was looked at. `None` before the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<TicketId>,
    },
}

impl IncidentTask {
    /// The name of [`IncidentWork::Link`].
    pub const LINK: &str = "LINK";
    /// The name of [`IncidentWork::Close`].
    pub const CLOSE: &str = "CLOSE";
}

impl IncidentWork {
    /// Returns its name. An incident has one of a name at a time.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Link { .. } => IncidentTask::LINK,
            Self::Close { .. } => IncidentTask::CLOSE,
        }
    }
}
