//! The ID of a file.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The ID of a file: a UUID of version 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileId(Uuid);

/// The error for a text that is not the ID of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a file's ID is a UUID")]
pub struct FileIdError;

impl From<Uuid> for FileId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for FileId {
    type Err = FileIdError;
    fn from_str(text: &str) -> Result<Self, FileIdError> {
        let id: Uuid = text.parse().map_err(|_| FileIdError)?;
        // Only one spelling is accepted, since the ID is part of keys in the table and the bucket.
        if id.to_string() == text {
            Ok(Self(id))
        } else {
            Err(FileIdError)
        }
    }
}
