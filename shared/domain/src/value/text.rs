//! Text that people write, of limited length and without control characters.
//!
//! Characters that nobody sees are mended before a text is checked: see [`clean`](super::clean).

use super::clean;
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
    /// A [`Line`] has a line break.
    #[error("holds a line break")]
    LineBreak,
}

/// One line of text, such as a subject or a name.
///
/// It is trimmed, not empty, and has no control characters.
///
/// ```
/// use docket_domain::{Line, TextError};
/// assert_eq!(Line::new("  two\twords ", 20)?.as_str(), "two words");
/// assert_eq!(Line::new("two\nlines", 20), Err(TextError::LineBreak));
/// # Ok::<(), TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Line(String);

/// Text of any number of lines, such as a description or a comment.
///
/// It is trimmed and not empty. The first of several lines keeps its indentation. Its line breaks are
/// `\n`. It has no control characters but line breaks and tabs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prose(String);

impl Line {
    /// Mends the text and checks that it is one line of at most `max` characters.
    ///
    /// # Errors
    /// When the text shows nothing, is too long, or has a line break.
    pub fn new(text: &str, max: usize) -> Result<Self, TextError> {
        let line = bounded(clean::line(text), max)?;
        if line.contains(['\r', '\n']) {
            return Err(TextError::LineBreak);
        }
        Ok(Self(line))
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
    pub const MAX: usize = 10_000;

    /// Mends the text, and checks that it has at most `max` characters.
    ///
    /// # Errors
    /// When the text shows nothing, or is too long.
    pub fn new(text: &str, max: usize) -> Result<Self, TextError> {
        bounded(clean::prose(text), max).map(Self)
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn bounded(text: String, max: usize) -> Result<String, TextError> {
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().count() > max {
        Err(TextError::TooLong { max })
    } else {
        Ok(text)
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
        assert_eq!(Line::new("a\r\nBcc: x", 20), Err(TextError::LineBreak));
        assert_eq!(Line::new(" \n ", 20), Err(TextError::Empty));
        assert_eq!(Line::new("жжж", 2), Err(TextError::TooLong { max: 2 }));
        assert!(Line::new("жж", 2).is_ok());
    }

    #[test]
    fn prose_keeps_its_lines() {
        assert_eq!(Prose::new("a\r\n\tb\n", 20).unwrap().as_str(), "a\n\tb");
        assert_eq!(Prose::new("a\0b", 20).unwrap().as_str(), "ab");
        assert_eq!(Prose::new("\u{200b}\n", 20), Err(TextError::Empty));
    }
}
