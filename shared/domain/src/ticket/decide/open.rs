//! The opening of a ticket.

use crate::actor::Actor;
use crate::desk::Desk;
use crate::form::NewTicket;
use crate::oncall::PageId;
use crate::ticket::change::Change;
use crate::ticket::event::{Event, to_milliseconds};
use crate::ticket::opening::Opening;
use crate::value::{ChoiceId, CompanyId, PolicyId, TicketId};
use jiff::Timestamp;

/// Returns the event by which the requester of a new ticket confirms their address: they opened it by a link
/// that was mailed there.
#[must_use]
pub fn confirm_opening(opening: &Event) -> Event {
    Event {
        sequence: opening.sequence + 1,
        actor: match &opening.actor {
            Actor::Opener(requester) => Actor::Requester(requester.clone()),
            other => other.clone(),
        },
        change: Change::Confirmed,
        ..opening.clone()
    }
}

/// Returns the event by which a rule of the desk calls the people on call for a new ticket. It follows the ticket's last event.
#[must_use]
pub fn page_opening(last: &Event, policy: PolicyId, page: PageId) -> Event {
    Event {
        sequence: last.sequence + 1,
        actor: Actor::System,
        change: Change::Paged {
            page,
            policy,
            breached: Vec::new(),
        },
        ..last.clone()
    }
}

/// Whom a requester asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Customer {
    /// The company of their account.
    pub company: Option<CompanyId>,
    /// The contract, by [`Desk::contract_for`].
    pub contract: Option<ChoiceId>,
}

/// Opens a ticket and returns its first event. `customer` is whom the requester asks for. The actor is its opener: nobody has proven the address. The time is cut to whole milliseconds.
#[must_use]
pub fn open(
    new: NewTicket,
    customer: Customer,
    id: TicketId,
    desk: &Desk,
    now: Timestamp,
) -> Event {
    let now = to_milliseconds(now);
    Event {
        ticket: id,
        desk: desk.id.clone(),
        sequence: 1,
        at: now,
        actor: Actor::Opener(new.requester.clone()),
        change: Change::Opened(Box::new(Opening {
            topic: new.topic,
            status: desk.workflow.initial.clone(),
            requester: new.requester,
            company: customer.company,
            contract: customer.contract,
            subject: new.subject,
            description: new.description,
            priority: new.priority,
            impact: new.impact,
            fields: new.fields,
            cc: new.cc,
            context: new.context,
            language: new.language,
            follows: new.follows,
        })),
        request: None,
    }
}
