//! Who works on a ticket, as the API shows it.

use docket_domain::EmailAddress;
use docket_domain::access::Action;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Representative, Ticket};
use serde::Serialize;

/// Somebody of the desk who works on a ticket.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Assignee"))]
pub struct AssigneeAnswer {
    /// The name.
    pub name: String,
    /// The address, for the desk's people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl AssigneeAnswer {
    /// Makes the answer for the one who works on a ticket. Returns `None` if nobody does, or the reader may not know.
    pub(super) fn of(ticket: &Ticket, desk: &Desk, reader: &Actor) -> Option<Self> {
        let person = desk.assignee_seen_by(ticket, reader)?;
        Some(Self::new(&person.name, &person.email, reader))
    }

    /// Makes the answer for the one whom a ticket in a list of the desk's people names.
    pub(super) fn listed(email: &EmailAddress, desk: &Desk) -> Self {
        let person = desk.person(email);
        Self {
            name: person.map_or_else(|| email.to_string(), |person| person.name.clone()),
            email: Some(email.to_string()),
        }
    }

    /// Makes the answer for the one whom an event names.
    pub(super) fn named(to: &Representative, reader: &Actor) -> Self {
        Self::new(&to.name, &to.email, reader)
    }

    fn new(name: &str, email: &EmailAddress, reader: &Actor) -> Self {
        Self {
            name: name.to_owned(),
            email: reader.may(Action::SeeInternal).then(|| email.to_string()),
        }
    }
}
