//! Texts of a desk file, in the desk's languages.

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Deserialize as DeriveDeserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A language by its two- or three-letter code: `en`, `ru`, `pt`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, DeriveDeserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// The text is not a language code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a language: write a code of two or three letters such as `en`")]
pub struct LanguageError;

impl Language {
    /// The languages that pages and mails come in.
    pub const SPOKEN: [&str; 3] = ["en", "pt", "ru"];

    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Language {
    type Err = LanguageError;
    /// Takes a tag such as `pt-BR` too, and keeps its language.
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

/// A text for people: one for all languages, or one for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// The same in every language.
    Same(String),
    /// One for each of the desk's languages; the desk's check sees to it that none is missing.
    Each(BTreeMap<Language, String>),
}

impl Words {
    /// The text in that language, or in any that there is.
    #[must_use]
    pub fn in_language(&self, language: &Language) -> &str {
        match self {
            Words::Same(text) => text,
            Words::Each(texts) => texts
                .get(language)
                .or_else(|| texts.values().next())
                .map_or("", String::as_str),
        }
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordsVisitor;

        impl<'de> Visitor<'de> for WordsVisitor {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a text, or a table with a text for each language such as `{ en = \"…\" }`",
                )
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Words, E> {
                if text.trim().is_empty() {
                    return Err(E::custom(
                        "the text is empty: write it, or leave the key out",
                    ));
                }
                Ok(Words::Same(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Words, A::Error> {
                let mut texts = BTreeMap::new();
                while let Some((language, text)) = map.next_entry::<Language, String>()? {
                    texts.insert(language, text);
                }
                Ok(Words::Each(texts))
            }
        }

        deserializer.deserialize_any(WordsVisitor)
    }
}
