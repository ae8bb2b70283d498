//! A form after it was checked.

use super::field_value::FieldValue;
use crate::actor::Requester;
use crate::value::{ChoiceId, ContextId, EmailAddress, FieldId, Language, Line, Prose, TopicId};
use std::collections::BTreeMap;

/// A form without mistakes, with which a ticket can be opened.
/// [`Draft::check`](super::Draft::check) makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTicket {
    /// The topic of the request.
    pub topic: TopicId,
    /// The person who asked.
    pub requester: Requester,
    /// The summary in one line.
    pub subject: Line,
    /// The full description.
    pub description: Prose,
    /// The priority. `None` on desks without priorities.
    pub priority: Option<ChoiceId>,
    /// The impact: how far the problem reaches. `None` if it was not chosen.
    pub impact: Option<ChoiceId>,
    /// The values of the topic's fields. Fields without a value are left out.
    pub fields: BTreeMap<FieldId, FieldValue>,
    /// The people to copy, each once and without the requester.
    pub cc: Vec<EmailAddress>,
    /// The context values from the link to the form.
    pub context: BTreeMap<ContextId, Line>,
    /// The language of the mails about the ticket.
    pub language: Language,
}
