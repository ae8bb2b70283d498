//! What a form asks.

use super::spanned::Spanned;
use crate::value::{ChoiceId, FieldId, Words};
use serde::Deserialize;

/// One input of a form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in forms and in the API: `fields.<id>`.
    pub id: Spanned<FieldId>,
    /// What it is called.
    pub label: Spanned<Words>,
    /// What to write there, and where to find it.
    pub help: Option<Spanned<Words>>,
    /// What kind of value it takes.
    #[serde(rename = "type")]
    pub kind: Spanned<FieldType>,
    /// Whether a form without it is refused.
    #[serde(default)]
    pub required: bool,
    /// The most characters; see [`Field::max_length`].
    pub max_length: Option<Spanned<usize>>,
    /// What can be chosen.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// The answer elsewhere in the form that makes this field be asked.
    pub when: Option<When>,
}

impl Field {
    /// The most characters that its value may have.
    #[must_use]
    pub fn max_length(&self) -> usize {
        self.max_length
            .as_deref()
            .copied()
            .unwrap_or(match *self.kind {
                FieldType::LongText => crate::Prose::MAX,
                _ => 200,
            })
    }
}

/// What kind of value a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line.
    Text,
    /// Any number of lines.
    LongText,
    /// One of a list.
    Choice,
    /// Any of a list.
    Choices,
    /// An e-mail address.
    Email,
    /// A number, with or without decimals.
    Number,
    /// A day: `2026-12-31`.
    Date,
    /// An address on the web.
    Url,
}

impl FieldType {
    /// Its name in desk files and in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Email => "email",
            Self::Number => "number",
            Self::Date => "date",
            Self::Url => "url",
        }
    }

    /// Whether its value comes from a list.
    #[must_use]
    pub fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }
}

/// One entry of a list: of a field's choices, of the priorities, of the impacts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its ID.
    pub id: Spanned<ChoiceId>,
    /// What it is called.
    pub label: Spanned<Words>,
    /// What it means, shown beside it.
    pub help: Option<Spanned<Words>>,
}

/// The answer that makes a field be asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// This impact was chosen.
    pub impact: Option<Spanned<ChoiceId>>,
    /// This priority was chosen.
    pub priority: Option<Spanned<ChoiceId>>,
}

impl When {
    /// Whether the choices made bring it about.
    #[must_use]
    pub fn holds(&self, priority: Option<&ChoiceId>, impact: Option<&ChoiceId>) -> bool {
        let same = |wanted: &Option<Spanned<ChoiceId>>, given: Option<&ChoiceId>| {
            wanted.as_ref().is_none_or(|id| given == Some(&**id))
        };
        same(&self.impact, impact) && same(&self.priority, priority)
    }
}
