//! The people, and the system, that act on a ticket.

use crate::value::{EmailAddress, Line};
use serde::{Deserialize, Serialize};

/// A person who acts on a ticket, or the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Actor {
    /// Whoever opened the ticket. The address that they gave may be somebody else's.
    Opener(Requester),
    /// The person who asked: the holder of the address, as their use of a mailed key proves.
    Requester(Requester),
    /// A person of the requester's company.
    Colleague {
        /// The colleague's address.
        email: EmailAddress,
    },
    /// A person who is copied on the ticket.
    Watcher {
        /// The watcher's address.
        email: EmailAddress,
    },
    /// A person who works at the desk.
    Agent {
        /// The agent's address.
        email: EmailAddress,
        /// The name that requesters see.
        name: String,
        /// The agent's role, which decides on the moves that they may make.
        rank: Rank,
    },
    /// Docket itself: a timer, a rule of the desk, or the inspection of a file.
    System,
}

impl Actor {
    /// Returns the person's address. Returns `None` for [`Actor::System`].
    #[must_use]
    pub fn email(&self) -> Option<&EmailAddress> {
        match self {
            Self::Opener(requester) | Self::Requester(requester) => Some(&requester.email),
            Self::Colleague { email } | Self::Watcher { email } | Self::Agent { email, .. } => {
                Some(email)
            }
            Self::System => None,
        }
    }

    /// Returns `true` if what `other` sent is the actor's own. The same address is not enough for an
    /// opener: only what came by an opener's key is theirs.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Opener(_), Self::Opener(_)) => true,
            (Self::Opener(_), _) => false,
            _ => self.email() == other.email(),
        }
    }

    /// Returns `true` for a person outside the desk who reads its answers, so that their words ask for one. An opener does not.
    #[must_use]
    pub fn asks(&self) -> bool {
        match self {
            Self::Requester(_) | Self::Colleague { .. } | Self::Watcher { .. } => true,
            Self::Opener(_) | Self::Agent { .. } | Self::System => false,
        }
    }

    /// Returns `true` if the actor works at the desk, as an agent or as a lead.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        matches!(self, Self::Agent { .. })
    }
}

/// The person who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requester {
    /// The address that answers go to.
    pub email: EmailAddress,
    /// The person's name, if they gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
}

/// The rank of a person who works at a desk. A desk file calls it `role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Works on tickets.
    Agent,
    /// Works on tickets, and may also make the moves that only a lead may make.
    Lead,
    /// May do all of that, and sees and changes accounts and companies.
    Admin,
}
