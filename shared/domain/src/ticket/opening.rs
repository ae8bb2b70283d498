//! What a ticket was opened with.

use crate::actor::Requester;
use crate::form::FieldValue;
use crate::value::{
    ChoiceId, CompanyId, ContextId, EmailAddress, FieldId, Language, Line, Prose, StatusId,
    TicketId, TopicId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The content that a ticket was opened with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The topic of the request.
    pub topic: TopicId,
    /// The first status of the ticket.
    pub status: StatusId,
    /// The person who asked.
    pub requester: Requester,
    /// The company of their account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// The contract of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ChoiceId>,
    /// The summary in one line.
    pub subject: Line,
    /// The full description.
    pub description: Prose,
    /// The priority. `None` on desks without priorities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<ChoiceId>,
    /// The impact: how far the problem reaches. `None` if it was not chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<ChoiceId>,
    /// The values of the topic's fields. Fields without a value are left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldId, FieldValue>,
    /// The people who are copied, without the requester.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<EmailAddress>,
    /// The context values from the link to the form.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<ContextId, Line>,
    /// The language of the mails about the ticket.
    pub language: Language,
    /// The closed ticket that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<TicketId>,
}
