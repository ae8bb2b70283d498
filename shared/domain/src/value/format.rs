//! The format of what is stored.

use serde::{Deserialize, Serialize};

/// The format that an item was written in. Items of a ticket and of a file are written whole, so a
/// version of Docket that does not know all their attributes must not write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Format(u32);

impl Format {
    /// The format that this version writes. It is raised when a ticket or a file gets another
    /// attribute, or when one gets another meaning.
    pub const CURRENT: Self = Self(6);
    /// The first format. It is not written, and an item that names none has it.
    const FIRST: Self = Self(1);

    /// Returns `true` if a later version of Docket wrote the item. It may be shown, and must not be
    /// written.
    #[must_use]
    pub fn is_later(self) -> bool {
        self > Self::CURRENT
    }

    /// Returns `true` if the format need not be written.
    #[must_use]
    pub fn is_first(&self) -> bool {
        *self == Self::FIRST
    }
}

impl Default for Format {
    fn default() -> Self {
        Self::FIRST
    }
}
