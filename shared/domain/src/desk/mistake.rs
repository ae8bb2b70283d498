//! Mistakes in a desk file.

use std::fmt;

/// A mistake in a desk file, with its place and a correction. It displays as
/// `line:column: message`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct DeskMistake {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The message: what is wrong, and what to write instead.
    pub message: String,
}

impl fmt::Display for DeskMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl DeskMistake {
    /// Creates a mistake at that byte of the source.
    #[must_use]
    pub fn at(source: &str, byte: usize, message: String) -> Self {
        let before = source.get(..byte).unwrap_or(source);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
            message,
        }
    }
}
