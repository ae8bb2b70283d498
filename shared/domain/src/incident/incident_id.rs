//! The ID of an incident.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The ID of an incident: a UUID. One that a request with an idempotency key declared is made of that key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IncidentId(Uuid);

/// The error for a text that is not the ID of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an incident's ID is a UUID in lower case")]
pub struct IncidentIdError;

impl From<Uuid> for IncidentId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for IncidentId {
    type Err = IncidentIdError;

    fn from_str(text: &str) -> Result<Self, IncidentIdError> {
        let id: Uuid = text.parse().map_err(|_| IncidentIdError)?;
        // One spelling alone, since the ID is part of addresses.
        match id.to_string() == text {
            true => Ok(Self(id)),
            false => Err(IncidentIdError),
        }
    }
}
