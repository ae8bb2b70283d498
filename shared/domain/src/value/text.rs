//! Text that people write, of limited length and without control characters.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The reason for which a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The text is empty, or has only white space.
    #[error("is empty")]
    Empty,
    /// The text is longer than `max` characters.
    #[error("is longer than {max} characters")]
    TooLong {
        /// The most characters that the text may have.
        max: usize,
    },
    /// The text has a control character, or a [`Line`] has a line break.
    #[error("holds a control character")]
    ControlCharacter,
}

/// One line of text, such as a subject or a name.
///
/// It is trimmed, not empty, and has no control characters.
///
/// ```
/// use docket_domain::{Line, TextError};
/// assert_eq!(Line::new("  two words ", 20)?.as_str(), "two words");
/// assert_eq!(Line::new("two\nlines", 20), Err(TextError::ControlCharacter));
/// # Ok::<(), TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line(String);

/// Text of any number of lines, such as a description or a comment.
///
/// It is trimmed and not empty. Its line breaks are `\n`. It has no control characters but line
/// breaks and tabs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose(String);

impl Line {
    /// Trims the text and checks that it is one line of at most `max` characters.
    ///
    /// # Errors
    /// When the trimmed text is empty, too long, or has a line break or another control character.
    pub fn new(text: &str, max: usize) -> Result<Self, TextError> {
        bounded(text.trim(), max, |c| c.is_control()).map(Self)
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Prose {
    /// The most characters of a description or a comment.
    ///
    /// A Cyrillic letter takes six bytes in a form's encoding. One text of this length fits into
    /// the 64 KiB that a request may have.
    pub const MAX: usize = 10_000;

    /// Trims the text, changes `\r\n` into `\n`, and checks that it has at most `max` characters.
    ///
    /// # Errors
    /// When the trimmed text is empty, too long, or has a control character other than a line break
    /// or a tab.
    pub fn new(text: &str, max: usize) -> Result<Self, TextError> {
        let text = text.replace("\r\n", "\n");
        bounded(text.trim(), max, |c| {
            c.is_control() && c != '\n' && c != '\t'
        })
        .map(Self)
    }

    /// Returns the text.
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
