//! A value that was put in the place of another one.

use serde::{Deserialize, Serialize};

/// A value that was put in the place of another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected<T> {
    /// The value before. `None` if there was none.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub from: Option<T>,
    /// The value from then on.
    pub to: T,
}

impl<T> Corrected<T> {
    /// Returns both values in words: `before → after`. `none` stands for no value.
    pub fn words(&self, none: &str, words: impl Fn(&T) -> String) -> String {
        let from = self.from.as_ref().map_or_else(|| none.to_owned(), &words);
        format!("{from} → {}", words(&self.to))
    }
}

fn none<T>() -> Option<T> {
    None
}
