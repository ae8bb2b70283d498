//! Texts of a desk file, in the desk's languages.

use super::Language;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// A text of a desk file: one for all languages, or one for each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// One text for all languages.
    Same(String),
    /// A text for each of the desk's languages. [`Desk::parse`](crate::desk::Desk::parse) refuses a
    /// desk file in which one is missing.
    Each(BTreeMap<Language, String>),
}

impl Words {
    /// Returns the text in that language. If there is none, returns the text of the first language
    /// by code, or an empty text if there is no text at all.
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
