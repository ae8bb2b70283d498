//! Text that people write: bounded, and free of characters that do harm.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing, or only white space.
    #[error("is empty")]
    Empty,
    /// Longer than allowed.
    #[error("is longer than {max} characters")]
    TooLong {
        /// The most characters it may have.
        max: usize,
    },
    /// A control character, or a line break in a single line.
    #[error("holds a control character")]
    ControlCharacter,
}

/// One line of text: a subject, a name. Trimmed, not empty, no control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line(String);

/// Text of any number of lines: a description, a comment. Trimmed, not empty, line ends are `\n`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose(String);

impl Line {
    /// Takes a line of at most `max` characters.
    ///
    /// # Errors
    /// When it is empty, too long, or holds a line break or another control character.
    pub fn new(text: &str, max: usize) -> Result<Self, TextError> {
        bounded(text.trim(), max, |c| c.is_control()).map(Self)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Prose {
    /// The most characters of a description or a comment. In a form a Cyrillic letter takes six bytes, so that one such
    /// text fits into the 64 KiB that a request may have.
    pub const MAX: usize = 10_000;

    /// Takes a text of at most `max` characters.
    ///
    /// # Errors
    /// When it is empty, too long, or holds a control character other than a line break or a tab.
    pub fn new(text: &str, max: usize) -> Result<Self, TextError> {
        let text = text.replace("\r\n", "\n");
        bounded(text.trim(), max, |c| {
            c.is_control() && c != '\n' && c != '\t'
        })
        .map(Self)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn bounded(text: &str, max: usize, harmful: fn(char) -> bool) -> Result<String, TextError> {
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().count() > max {
        Err(TextError::TooLong { max })
    } else if text.chars().any(harmful) {
        Err(TextError::ControlCharacter)
    } else {
        Ok(text.to_owned())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(Line::new("  two words ", 20).unwrap().as_str(), "two words");
        assert_eq!(
            Line::new("a\r\nBcc: x", 20),
            Err(TextError::ControlCharacter)
        );
        assert_eq!(Line::new(" \n ", 20), Err(TextError::Empty));
        assert_eq!(Line::new("жжж", 2), Err(TextError::TooLong { max: 2 }));
        assert!(Line::new("жж", 2).is_ok());
    }

    #[test]
    fn prose_keeps_its_lines() {
        assert_eq!(Prose::new("a\r\n\tb\n", 20).unwrap().as_str(), "a\n\tb");
        assert_eq!(Prose::new("a\0b", 20), Err(TextError::ControlCharacter));
    }
}
