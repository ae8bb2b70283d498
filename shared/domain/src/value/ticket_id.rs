//! The ID of a ticket.

use super::{TicketPrefix, clean};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The ID of a ticket, as people see it: `SPSUP-1494`.
///
/// ```
/// use docket_domain::TicketId;
/// let id: TicketId = "SPSUP-1494".parse()?;
/// assert_eq!(id.number(), 1494);
/// assert!("SPSUP-0".parse::<TicketId>().is_err());
/// assert!("SPSUP--1".parse::<TicketId>().is_err());
/// assert!("spsup-1".parse::<TicketId>().is_err());
/// # Ok::<(), docket_domain::TicketIdError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketId {
    prefix: TicketPrefix,
    number: u64,
}

/// The error for a text that is not a ticket ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a ticket ID is capital letters, a hyphen and a number from 1, such as `SPSUP-1494`")]
pub struct TicketIdError;

impl TicketId {
    /// The largest number that a ticket can have.
    pub const MAX_NUMBER: u64 = 9_999_999_999;

    /// Creates the ID of the ticket with that number on the desk with that prefix.
    ///
    /// # Errors
    /// When the number is 0 or above [`TicketId::MAX_NUMBER`].
    pub fn new(prefix: TicketPrefix, number: u64) -> Result<Self, TicketIdError> {
        if (1..=Self::MAX_NUMBER).contains(&number) {
            Ok(Self { prefix, number })
        } else {
            Err(TicketIdError)
        }
    }

    /// Reads an ID as people copy it out of a text: in either case, with the sign after it that ends the
    /// sentence. Returns `None` for anything else.
    ///
    /// ```
    /// use docket_domain::TicketId;
    /// let id = TicketId::pasted("spsup-1494>.").map(|id| id.to_string());
    /// assert_eq!(id.as_deref(), Some("SPSUP-1494"));
    /// ```
    #[must_use]
    pub fn pasted(text: &str) -> Option<Self> {
        let id = clean::trimmed(text)
            .trim_end_matches(|c| ".,;:!?>)]}\"'\u{bb}\u{201d}\u{2019}".contains(c));
        id.to_ascii_uppercase().parse().ok()
    }

    /// Returns the prefix, which names the desk.
    #[must_use]
    pub fn prefix(&self) -> &TicketPrefix {
        &self.prefix
    }

    /// Returns the ticket's number on its desk, from 1.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }
}

impl FromStr for TicketId {
    type Err = TicketIdError;
    fn from_str(text: &str) -> Result<Self, TicketIdError> {
        let (prefix, number) = text.split_once('-').ok_or(TicketIdError)?;
        let plain = !number.starts_with('0') && number.chars().all(|c| c.is_ascii_digit());
        if !plain {
            return Err(TicketIdError);
        }
        let number = number.parse().map_err(|_| TicketIdError)?;
        Self::new(prefix.parse().map_err(|_| TicketIdError)?, number)
    }
}

impl TryFrom<String> for TicketId {
    type Error = TicketIdError;
    fn try_from(text: String) -> Result<Self, TicketIdError> {
        text.parse()
    }
}

impl From<TicketId> for String {
    fn from(id: TicketId) -> String {
        id.to_string()
    }
}

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.prefix, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_id_has_one_spelling() {
        for bad in [
            "SPSUP-0",
            "SPSUP--1",
            "spsup-1",
            "SPSUP-01",
            "SPSUP-+1",
            "SPSUP-1 ",
            "SPSUP",
            "-1",
            "S-1",
            "SPSUP-99999999999",
            "SPSUP-1-2",
            "SPSUP-١",
            "",
        ] {
            assert!(bad.parse::<TicketId>().is_err(), "{bad}");
        }
        assert_eq!(
            "SPSUP-1494".parse::<TicketId>().unwrap().to_string(),
            "SPSUP-1494"
        );
    }
}
