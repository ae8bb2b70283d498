//! A value of a desk file together with its place there.

use serde::Deserialize;
use std::ops::{Deref, Range};

/// A value that remembers where in the desk file it stands, so that a mistake found later can name its line.
///
/// Not `Clone` on purpose: cloning one clones the value, without its place.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Spanned<T>(toml::Spanned<T>);

impl<T> Spanned<T> {
    /// The bytes of the desk file that hold the value.
    pub(super) fn span(&self) -> Range<usize> {
        self.0.span()
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0.get_ref()
    }
}
