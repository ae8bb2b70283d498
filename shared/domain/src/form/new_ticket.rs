//! A form that is right.

use super::field_value::FieldValue;
use crate::actor::Requester;
use crate::value::{ChoiceId, ContextId, EmailAddress, FieldId, Language, Line, Prose, TopicId};
use std::collections::BTreeMap;

/// A form that is right: a ticket can be opened with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicket {
    /// What it is about.
    pub topic: TopicId,
    /// Whose it is.
    pub requester: Requester,
    /// One line that says it all.
    pub subject: Line,
    /// All of it.
    pub description: Prose,
    /// How urgent it is, on desks with priorities.
    pub priority: Option<ChoiceId>,
    /// How far the problem reaches.
    pub impact: Option<ChoiceId>,
    /// The topic's own fields.
    pub fields: BTreeMap<FieldId, FieldValue>,
    /// Who else is told; never the requester, each once.
    pub cc: Vec<EmailAddress>,
    /// What the link brought along.
    pub context: BTreeMap<ContextId, Line>,
    /// The language that the requester is answered in.
    pub language: Language,
}
