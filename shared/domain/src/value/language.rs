//! The languages that people read.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A language, as its code of two or three lower case letters: `en`, `ru`, `pt`.
///
/// ```
/// use docket_domain::Language;
/// let language: Language = "pt-BR".parse()?;
/// assert_eq!(language.as_str(), "pt");
/// # Ok::<(), docket_domain::LanguageError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// The error for a text that is not a language code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language: write a code of two or three letters such as `en`")]
pub struct LanguageError;

impl Language {
    /// The languages of Docket's own pages and mails. `docket-texts` has a folder for each.
    pub const SUPPORTED: [&str; 3] = ["en", "pt", "ru"];

    /// Returns English.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// Returns the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Language {
    type Err = LanguageError;
    /// Parses a code, or a tag such as `pt-BR`, of which it keeps the language `pt`.
    fn from_str(text: &str) -> Result<Self, LanguageError> {
        let code = text.split(['-', '_']).next().unwrap_or(text);
        if (2..=3).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphabetic()) {
            Ok(Self(code.to_ascii_lowercase()))
        } else {
            Err(LanguageError)
        }
    }
}

impl TryFrom<String> for Language {
    type Error = LanguageError;
    fn try_from(text: String) -> Result<Self, LanguageError> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
