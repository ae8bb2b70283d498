//! Whose tickets a list of the queue has, as its address says.

use docket_cloud::store::Whose;
use docket_domain::EmailAddress;
use docket_domain::desk::Desk;

const ME: &str = "me";
const NOBODY: &str = "none";

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
    /// The names that are no e-mail address.
    pub(crate) const WORDS: [&'static str; 2] = [ME, NOBODY];

    /// Returns the one of this name in an address. Returns `None` for any other text.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            ME => Some(Self::Me),
            NOBODY => Some(Self::Nobody),
            address => address.parse().ok().map(Self::Person),
        }
    }

    /// Returns its name in an address. Returns `None` for all tickets.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::All => None,
            Self::Me => Some(ME),
            Self::Nobody => Some(NOBODY),
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
