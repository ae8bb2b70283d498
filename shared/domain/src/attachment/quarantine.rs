//! Why a file is set aside.

use crate::value::MediaType;
use serde::{Deserialize, Serialize};

/// Why a file was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuarantineReason {
    /// Its content is of a type that the desk does not take.
    Type {
        /// What the content is.
        found: MediaType,
    },
    /// It is not the file that was declared: it has another length or another checksum.
    Different,
    /// There is nothing in it.
    Empty,
    /// It is longer than the desk takes.
    TooLarge,
    /// Another file had come by the same form.
    SecondByForm,
}

impl QuarantineReason {
    /// Its name in the API.
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
