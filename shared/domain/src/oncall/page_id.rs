//! The ID of a page.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// The ID of a page: a UUID of version 7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageId(Uuid);

/// The error for a text that is not the ID of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a page's ID is a UUID in lower case")]
pub struct PageIdError;

impl From<Uuid> for PageId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Display for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for PageId {
    type Err = PageIdError;

    fn from_str(text: &str) -> Result<Self, PageIdError> {
        let id: Uuid = text.parse().map_err(|_| PageIdError)?;
        // One spelling alone, since the ID is part of addresses.
        match id.to_string() == text {
            true => Ok(Self(id)),
            false => Err(PageIdError),
        }
    }
}
