//! The fields of forms.

use super::spanned::Spanned;
use crate::value::{ChoiceId, FieldId, Words};
use serde::Deserialize;

/// One input of a form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The field's ID. Forms and the API name the field `fields.<id>`.
    pub id: Spanned<FieldId>,
    /// The label of the input.
    pub label: Spanned<Words>,
    /// The help text below the label: what to write, and where to find it.
    pub help: Option<Spanned<Words>>,
    /// The type of the value.
    #[serde(rename = "type")]
    pub kind: Spanned<FieldType>,
    /// `true` refuses a form without a value for this field.
    #[serde(default)]
    pub required: bool,
    /// The most characters, if the desk file sets a limit. See [`Field::max_length`].
    pub max_length: Option<Spanned<usize>>,
    /// The choices, for the types `choice` and `choices`.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// The condition under which the form asks for this field. `None` asks always.
    pub when: Option<When>,
}

impl Field {
    /// Returns the most characters that the value may have. The default is 200, and
    /// [`Prose::MAX`](crate::Prose::MAX) for `long_text`.
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

/// The type of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line of text.
    Text,
    /// Text of any number of lines.
    LongText,
    /// One of the field's choices.
    Choice,
    /// Any number of the field's choices.
    Choices,
    /// An e-mail address.
    Email,
    /// A decimal number.
    Number,
    /// A date: `2026-12-31`.
    Date,
    /// A web address, `https://…` or `http://…`.
    Url,
}

impl FieldType {
    /// Returns the type's name in desk files and in the API.
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

    /// Returns `true` if a field of this type has choices.
    #[must_use]
    pub fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::Choices)
    }
}

/// A choice: of a field's choices, of the priorities, or of the impacts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The choice's ID.
    pub id: Spanned<ChoiceId>,
    /// The label that people choose.
    pub label: Spanned<Words>,
    /// The definition of the choice, shown beside it.
    pub help: Option<Spanned<Words>>,
}

/// The condition under which a form asks for a field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The impact that has to be chosen.
    pub impact: Option<Spanned<ChoiceId>>,
    /// The priority that has to be chosen.
    pub priority: Option<Spanned<ChoiceId>>,
}

impl When {
    /// Returns `true` if the chosen priority and impact fulfil the condition.
    #[must_use]
    pub fn holds(&self, priority: Option<&ChoiceId>, impact: Option<&ChoiceId>) -> bool {
        let same = |wanted: &Option<Spanned<ChoiceId>>, given: Option<&ChoiceId>| {
            wanted.as_ref().is_none_or(|id| given == Some(&**id))
        };
        same(&self.impact, impact) && same(&self.priority, priority)
    }
}
