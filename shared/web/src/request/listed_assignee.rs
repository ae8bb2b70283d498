//! Whose tickets a list of the queue has, as its address says.

use docket_cloud::store::Whose;
use docket_domain::EmailAddress;
use docket_domain::desk::Desk;

/// Whose tickets a list of the queue has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ListedAssignee {
    /// All of the desk.
    #[default]
    All,
    /// Those that the reader works on.
    Me,
    /// Those that nobody works on.
    Nobody,
    /// Those that somebody else works on.
    Person(EmailAddress),
}

impl ListedAssignee {
    /// Returns the one of this name in an address. Returns `None` for any other text.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "me" => Some(Self::Me),
            "none" => Some(Self::Nobody),
            address => address.parse().ok().map(Self::Person),
        }
    }

    /// Returns its name in an address. Returns `None` for all tickets.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::All => None,
            Self::Me => Some("me"),
            Self::Nobody => Some("none"),
            Self::Person(email) => Some(email.as_str()),
        }
    }

    /// Returns whose tickets these are for this reader.
    #[must_use]
    pub fn whose<'a>(&'a self, desk: &'a Desk, reader: &'a EmailAddress) -> Whose<'a> {
        match self {
            Self::All => Whose::All,
            Self::Me => Whose::Of(reader),
            Self::Nobody => Whose::Nobody(desk),
            Self::Person(email) => Whose::Of(email),
        }
    }
}
