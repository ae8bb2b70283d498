//! A form as it was sent.

use std::collections::BTreeMap;

/// The most characters of a subject.
pub const MAX_SUBJECT: usize = 200;
/// The most characters of a person's name.
pub const MAX_NAME: usize = 100;
/// The most people that can be copied.
pub const MAX_CC: usize = 10;

/// A form as it was sent: nothing in it is known to be right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The topic's ID.
    pub topic: String,
    /// The requester's address.
    pub email: String,
    /// The requester's name, or nothing.
    pub name: String,
    /// One line that says it all.
    pub subject: String,
    /// All of it.
    pub description: String,
    /// The priority's ID, or nothing.
    pub priority: String,
    /// The impact's ID, or nothing.
    pub impact: String,
    /// The topic's own fields, each with its values.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Who else is to be told.
    pub cc: Vec<String>,
    /// What the link brought along.
    pub context: BTreeMap<String, String>,
    /// The language the person reads, or nothing.
    pub language: String,
}
