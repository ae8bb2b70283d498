//! Values of a desk file with their place in it.

use super::mistake::DeskMistake;
use serde::Deserialize;
use std::ops::{Deref, Range};

/// A value with its place in the desk file, so that an error found later can name the line.
///
/// It is not `Clone` on purpose. Calling `clone` on one clones the value inside, without its place.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Spanned<T>(toml::Spanned<T>);

impl<T> Spanned<T> {
    /// Puts another value in the place of this one.
    pub(super) fn replace(&mut self, value: T) {
        *self.0.get_mut() = value;
    }

    /// Returns a mistake in this value, with its place in the file. For checks that need more than the domain has.
    #[must_use]
    pub fn mistake(&self, source: &str, message: String) -> DeskMistake {
        DeskMistake::at(source, self.span().start, message)
    }

    /// Returns the range of the value in the desk file, in bytes.
    pub(super) fn span(&self) -> Range<usize> {
        self.0.span()
    }
}

/// Returns `true` if a rule that names these values holds for one: it names the value, or none at all.
pub(crate) fn all_or_named<T: PartialEq>(named: &[Spanned<T>], value: Option<&T>) -> bool {
    named.is_empty() || value.is_some_and(|value| named.iter().any(|it| **it == *value))
}

/// Compares the values. Where they stand in a file does not matter.
impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0.get_ref()
    }
}
