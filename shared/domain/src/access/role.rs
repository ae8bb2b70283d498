//! The roles.

use std::fmt;

/// The role in which somebody uses a desk or a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Somebody without a key of the ticket and without a session at the desk.
    Nobody,
    /// A person who is signed in, who neither works at the desk nor is on the ticket.
    Account,
    /// Whoever opened the ticket, known by the key in the answer to its form.
    Opener,
    /// The person who asked, known by the key in their mails or by a session.
    Requester,
    /// A person who is copied on the ticket, known by the key in their mails or by a session.
    Watcher,
    /// A person who works at the desk, known by a session.
    Agent,
    /// An agent who may also make the moves that only a lead may make.
    Lead,
}

impl Role {
    /// All roles, those with more rights later.
    pub const ALL: [Self; 7] = [
        Self::Nobody,
        Self::Account,
        Self::Opener,
        Self::Requester,
        Self::Watcher,
        Self::Agent,
        Self::Lead,
    ];
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nobody => "nobody",
            Self::Account => "account",
            Self::Opener => "opener",
            Self::Requester => "requester",
            Self::Watcher => "watcher",
            Self::Agent => "agent",
            Self::Lead => "lead",
        })
    }
}
