//! A form before it is checked.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most characters of a subject.
pub const MAX_SUBJECT: usize = 200;
/// The most characters of a person's name.
pub const MAX_NAME: usize = 100;
/// The most people who can be copied on a new ticket.
pub const MAX_CC: usize = 10;

/// A form as it was sent, before [`Draft::check`]. Any value can be wrong, and an empty text is a
/// missing value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The ID of the topic.
    pub topic: String,
    /// The requester's address.
    pub email: String,
    /// The requester's name. Optional.
    pub name: String,
    /// The summary, in one line of at most [`MAX_SUBJECT`] characters.
    pub subject: String,
    /// The full description, of at most [`Prose::MAX`](crate::Prose::MAX) characters.
    pub description: String,
    /// The ID of the priority. The topic says whether it is asked for.
    pub priority: String,
    /// The ID of the impact. The topic says whether it is asked for.
    pub impact: String,
    /// The values of the topic's fields, by field ID.
    pub fields: BTreeMap<String, Vec<String>>,
    /// The addresses to copy. One entry can have several, as people paste them from a mail program.
    pub cc: Vec<String>,
    /// The context values from the link to the form, by context ID.
    pub context: BTreeMap<String, String>,
    /// The code of the language that the requester reads. Optional.
    pub language: String,
    /// `true` when an HTML form sent it. What such a form says beyond what is asked is left aside: a
    /// form shows fields before it knows whether they are asked. A program is told.
    pub by_form: bool,
}
