//! The roles.

use crate::account::AccountRole;
use std::fmt;

/// The role in which somebody uses a desk or a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Somebody without a key of the ticket and without a session at the desk.
    Nobody,
    /// A person who is signed in, who neither works at the desk nor is on the ticket.
    Account,
    /// The same, and the administrator of a sub-portal.
    SubAdministrator,
    /// The same, and the administrator of a top-level portal.
    Administrator,
    /// Whoever opened the ticket, known by the key in the answer to its form.
    Opener,
    /// The person who asked, known by the key in their mails or by a session.
    Requester,
    /// A person of the requester's company, known by a session, where the desk shows them its tickets.
    Colleague,
    /// A person who is copied on the ticket, known by the key in their mails or by a session.
    Watcher,
    /// A person who works at the desk, known by a session.
    Agent,
    /// An agent who may also make the moves that only a lead may make.
    Lead,
    /// A lead who also sees and changes accounts and companies.
    Admin,
}

impl Role {
    /// All roles, those with more rights later.
    pub const ALL: [Self; 11] = [
        Self::Nobody,
        Self::Account,
        Self::SubAdministrator,
        Self::Administrator,
        Self::Opener,
        Self::Requester,
        Self::Colleague,
        Self::Watcher,
        Self::Agent,
        Self::Lead,
        Self::Admin,
    ];
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nobody => "nobody",
            Self::Account => "account",
            Self::SubAdministrator => "sub-administrator",
            Self::Administrator => "administrator",
            Self::Opener => "opener",
            Self::Requester => "requester",
            Self::Colleague => "colleague",
            Self::Watcher => "watcher",
            Self::Agent => "agent",
            Self::Lead => "lead",
            Self::Admin => "admin",
        })
    }
}

impl From<AccountRole> for Role {
    fn from(role: AccountRole) -> Self {
        match role {
            AccountRole::Member => Self::Account,
            AccountRole::SubAdministrator => Self::SubAdministrator,
            AccountRole::Administrator => Self::Administrator,
        }
    }
}
