//! The reasons for which a file goes to quarantine.

use crate::value::MediaType;
use serde::{Deserialize, Serialize};

/// The reason for which a file is in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuarantineReason {
    /// The content is of a type that the desk does not take.
    Type {
        /// The media type of the content.
        found: MediaType,
    },
    /// The file is not the declared one: its size or its checksum is another.
    Different,
    /// The file is empty.
    Empty,
    /// The file is larger than its sender was allowed to upload.
    TooLarge,
    /// The same form had uploaded another file before.
    SecondByForm,
}

impl QuarantineReason {
    /// Returns the reason's name in the API.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Type { .. } => "type",
            Self::Different => "different",
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::SecondByForm => "second_by_form",
        }
    }
}
