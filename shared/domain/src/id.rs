//! The names of things: parsed once at the edge, valid ever after.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Why a text is not an ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not {what}: write {rule}")]
pub struct IdError {
    given: String,
    what: &'static str,
    rule: &'static str,
}

const SLUG_RULE: &str =
    "1 to 40 lower case letters, digits and single hyphens, beginning with a letter";
const NAME_RULE: &str =
    "1 to 40 lower case letters, digits and single underscores, beginning with a letter";

fn is_slug(text: &str, joint: char) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split(joint).all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $rule:expr, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The ID as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                let valid: fn(&str) -> bool = $valid;
                if valid(&text) {
                    Ok(Self(text))
                } else {
                    let given = text.chars().take(60).collect();
                    Err(IdError { given, what: $what, rule: $rule })
                }
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }
    };
}

text_id!(
    /// A desk: `spaceos`.
    DeskId, "a desk ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// A category of topics.
    CategoryId, "a category ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// A topic: what a request is about.
    TopicId, "a topic ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// One of a desk's own statuses.
    StatusId, "a status ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// One choice of a list: of a field, a priority, an impact.
    ChoiceId, "a choice ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// A resource: a page that helps.
    ResourceId, "a resource ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// An escalation policy.
    PolicyId, "an escalation policy ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// A field of a topic's form, sent as `fields.<id>`.
    FieldId, "a field ID", NAME_RULE, |t| is_slug(t, '_')
);
text_id!(
    /// A value that a link brings along, sent as `context.<id>`.
    ContextId, "a context ID", NAME_RULE, |t| is_slug(t, '_')
);
text_id!(
    /// The letters before a desk's ticket numbers: `SPSUP`.
    TicketPrefix, "a ticket prefix", "2 to 10 capital letters", |t| {
        (2..=10).contains(&t.len()) && t.chars().all(|c| c.is_ascii_uppercase())
    }
);

/// A ticket's ID, by which people speak of it: `SPSUP-1494`.
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

/// The text is not a ticket ID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a ticket ID is capital letters, a hyphen and a number from 1, such as `SPSUP-1494`")]
pub struct TicketIdError;

impl TicketId {
    /// The largest number a ticket can have.
    pub const MAX_NUMBER: u64 = 9_999_999_999;

    /// The ID of the desk's ticket with that number.
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

    /// The letters of the desk.
    #[must_use]
    pub fn prefix(&self) -> &TicketPrefix {
        &self.prefix
    }

    /// The number on that desk, from 1.
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
    fn slugs_are_lower_case_words_joined_once() {
        for good in ["a", "spaceos", "work-in-progress", "x2"] {
            assert!(good.parse::<StatusId>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "a--b",
            "A",
            "a_b",
            "2x",
            "ä",
            &"a".repeat(41),
        ] {
            assert!(bad.parse::<StatusId>().is_err(), "{bad}");
        }
        assert!("chat_id".parse::<FieldId>().is_ok());
        assert!("chat-id".parse::<FieldId>().is_err());
    }

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
