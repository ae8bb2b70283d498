//! IDs. They are checked when they are parsed, so that every value of these types is valid.

use super::text::Line;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// The error for a text that is not an ID: names the text, the kind of ID, and the rule.
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

/// Returns `true` for lower case words of letters and digits, joined by single `joint` characters.
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
            /// Returns the ID as text.
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
    /// The ID of a desk: `spaceos`.
    DeskId, "a desk ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a category of topics.
    CategoryId, "a category ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a topic.
    TopicId, "a topic ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of one of a desk's statuses: `work-in-progress`.
    StatusId, "a status ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a choice: of a field's choices, of the priorities, or of the impacts.
    ChoiceId, "a choice ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a resource, which is a help page or another link.
    ResourceId, "a resource ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a company: `acme`.
    CompanyId, "a company ID", SLUG_RULE, |t| is_slug(t, '-')
);

impl CompanyId {
    /// Returns the ID of a company of which only the name is known: the same for the same name in any case. A name
    /// that is an ID is its own. Any other one gets a digest behind its letters.
    #[must_use]
    pub fn of_name(name: &Line) -> Self {
        if let Ok(id) = name.as_str().parse() {
            return id;
        }
        let name = name.as_str().to_lowercase();
        let words = name.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
        let mut slug = String::from("c");
        for word in words.filter(|word| !word.is_empty()) {
            if slug.len() + word.len() < 25 {
                slug.push('-');
                slug.push_str(word);
            }
        }
        let digest = Sha256::digest(name.as_bytes());
        let digest = digest.iter().take(5).map(|byte| format!("{byte:02x}"));
        Self(format!("{slug}-{}", digest.collect::<String>()))
    }
}

text_id!(
    /// The ID of a team of the desk's people.
    TeamId, "a team ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of an escalation policy.
    PolicyId, "an escalation policy ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a rotation.
    RotationId, "a rotation ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a schedule of who is on call.
    ScheduleId, "a schedule ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a calendar: hours beside those of the desk.
    CalendarId, "a calendar ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a channel by which people are called.
    ChannelId, "a channel ID", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The name of a secret of a service beside Docket.
    SecretName, "the name of a secret", SLUG_RULE, |t| is_slug(t, '-')
);
text_id!(
    /// The ID of a field of a topic's form. The field is sent as `fields.<id>`.
    FieldId, "a field ID", NAME_RULE, |t| is_slug(t, '_')
);
text_id!(
    /// The ID of a context value, which a link to the desk carries. It is sent as `context.<id>`.
    ContextId, "a context ID", NAME_RULE, |t| is_slug(t, '_')
);
text_id!(
    /// The letters before a desk's ticket numbers: `SPSUP`. 2 to 10 capital letters.
    TicketPrefix, "a ticket prefix", "2 to 10 capital letters", |t| {
        (2..=10).contains(&t.len()) && t.chars().all(|c| c.is_ascii_uppercase())
    }
);

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
        for name in [
            "Acme GmbH",
            "ООО «Ромашка»",
            "3M",
            "!",
            &"long ".repeat(20),
            "acme",
            "ACME",
        ] {
            let name = Line::new(name, 200).unwrap();
            let id = CompanyId::of_name(&name);
            assert_eq!(id.as_str().parse(), Ok(id.clone()), "{name:?}");
        }
        assert!("chat_id".parse::<FieldId>().is_ok());
        assert!("chat-id".parse::<FieldId>().is_err());
    }
}
