//! Who acts on a ticket.

use crate::value::{EmailAddress, Line};
use serde::{Deserialize, Serialize};

/// Who does something to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Actor {
    /// The person whose ticket it is.
    Requester(Requester),
    /// Somebody who is copied on it.
    Watcher {
        /// Their address.
        email: EmailAddress,
    },
    /// Somebody who works at the desk.
    Agent {
        /// Their address.
        email: EmailAddress,
        /// What requesters know them by.
        name: String,
        /// What they may do.
        rank: Role,
    },
    /// The clock, or a rule of the desk.
    System,
}

impl Actor {
    /// The address of the person, if it is one.
    #[must_use]
    pub fn email(&self) -> Option<&EmailAddress> {
        match self {
            Self::Requester(requester) => Some(&requester.email),
            Self::Watcher { email } | Self::Agent { email, .. } => Some(email),
            Self::System => None,
        }
    }

    /// Whether it is somebody who works at the desk.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        matches!(self, Self::Agent { .. })
    }
}

/// Whose ticket it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requester {
    /// Where answers go.
    pub email: EmailAddress,
    /// What they are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
}

/// What somebody who works at a desk may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Works on tickets.
    Agent,
    /// Works on tickets, and may make the moves that only a lead may.
    Lead,
}
