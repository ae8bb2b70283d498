//! What is on record of support access: every grant, use, revocation and expiry.

use super::grant_id::GrantId;
use crate::value::{DomainName, EmailAddress, Format};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A person who granted, used or revoked support access, as they were then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPerson {
    /// The address.
    pub email: EmailAddress,
    /// The name, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `true` if the person works at the desk. A company sees the names of those, and no addresses.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_staff: bool,
}

/// Something that happened to a grant. It is written once and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRecord {
    /// The ID: a UUID. That of an expiry is the grant's own, since a grant expires once.
    pub id: Uuid,
    /// The time at which it happened.
    pub at: Timestamp,
    /// The grant.
    pub grant: GrantId,
    /// The portal.
    pub portal: DomainName,
    /// What happened.
    pub event: AccessEvent,
    /// The time at which a grant ends by itself. `None` for one that lasts until it is revoked, and for all other events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// Who did it. `None` for an expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccessPerson>,
    /// The format of the item that it was read from.
    #[serde(default, skip_serializing_if = "Format::is_first")]
    pub format: Format,
}

/// What happened to a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessEvent {
    /// An administrator granted access.
    Granted,
    /// A person of the desk used it.
    Used,
    /// An administrator ended it.
    Revoked,
    /// It ended by itself.
    Expired,
}

impl AccessEvent {
    /// Returns the name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Used => "used",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }
}
