//! A form after it was checked.

use super::draft::Draft;
use super::field_value::FieldValue;
use crate::actor::Requester;
use crate::value::{
    ChoiceId, ContextId, EmailAddress, FieldId, Language, Line, Prose, TicketId, TopicId,
};
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
    /// The closed ticket that it follows.
    pub follows: Option<TicketId>,
}

impl NewTicket {
    /// Returns the form that says the same, as a browser sends it. What was typed beyond that is left out.
    #[must_use]
    pub fn to_draft(&self) -> Draft {
        let texts = |value: &FieldValue| match value {
            FieldValue::Text(text) | FieldValue::Number(text) => vec![text.clone()],
            FieldValue::Choices(ids) => ids.iter().map(ToString::to_string).collect(),
        };
        let optional = |id: &Option<ChoiceId>| id.as_ref().map(ToString::to_string);
        let fields = self.fields.iter();
        let context = self.context.iter();
        Draft {
            topic: self.topic.to_string(),
            email: self.requester.email.to_string(),
            name: self
                .requester
                .name
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            subject: self.subject.to_string(),
            description: self.description.to_string(),
            priority: optional(&self.priority).unwrap_or_default(),
            impact: optional(&self.impact).unwrap_or_default(),
            fields: fields
                .map(|(id, value)| (id.to_string(), texts(value)))
                .collect(),
            cc: self.cc.iter().map(ToString::to_string).collect(),
            context: context
                .map(|(id, value)| (id.to_string(), value.to_string()))
                .collect(),
            language: self.language.to_string(),
            by_form: true,
        }
    }
}
