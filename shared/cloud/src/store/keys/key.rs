//! The primary key of an item, and the parts of keys.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use std::collections::HashMap;

/// An item as the table stores it.
pub type Item = HashMap<String, AttributeValue>;

/// The primary key of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pk: String,
    sk: String,
}

impl Key {
    pub(super) fn new(pk: String, sk: impl Into<String>) -> Self {
        Self { pk, sk: sk.into() }
    }

    /// Returns the partition key.
    #[must_use]
    pub fn pk(&self) -> &str {
        &self.pk
    }

    /// Returns the sort key.
    #[must_use]
    pub fn sk(&self) -> &str {
        &self.sk
    }

    /// Returns the key of an item.
    #[must_use]
    pub fn of(item: &Item) -> Option<Self> {
        let text = |name: &str| item.get(name)?.as_s().ok().cloned();
        Some(Self {
            pk: text("pk")?,
            sk: text("sk")?,
        })
    }

    /// Returns the key as attributes of an item.
    #[must_use]
    pub fn item(self) -> Item {
        HashMap::from([
            ("pk".to_owned(), AttributeValue::S(self.pk)),
            ("sk".to_owned(), AttributeValue::S(self.sk)),
        ])
    }
}

/// Makes attributes of an item from names and texts.
pub(super) fn attributes<const N: usize>(texts: [(&str, String); N]) -> Item {
    texts
        .into_iter()
        .map(|(name, text)| (name.to_owned(), AttributeValue::S(text)))
        .collect()
}

/// Writes an instant as text of a fixed length. The texts sort in the order of time.
pub(super) fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
