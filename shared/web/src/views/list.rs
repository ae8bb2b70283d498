//! A page of a queue.

use super::actor::RequesterAnswer;
use super::assignee::AssigneeAnswer;
use super::desk::{StatusAnswer, priority};
use docket_cloud::store::{OwnTickets, QueuePage, Summary};
use docket_domain::desk::Desk;
use docket_domain::{Language, TicketId};
use serde::Serialize;

/// A page of a list.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TicketList"))]
pub struct ListAnswer {
    /// The tickets.
    tickets: Vec<SummaryAnswer>,
    /// The cursor of the next page. `null` on the last one. The next page may be empty.
    next: Option<String>,
}

/// A ticket in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TicketSummary"))]
pub struct SummaryAnswer {
    /// The ticket's ID.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: TicketId,
    /// The topic's ID.
    pub topic: String,
    /// The subject, one line.
    pub subject: String,
    /// The status.
    pub status: StatusAnswer,
    /// The priority's ID.
    pub priority: Option<String>,
    /// The requester.
    pub requester: RequesterAnswer,
    /// The person who works on it, for the desk's people.
    pub assignee: Option<AssigneeAnswer>,
    /// The time at which the ticket was opened.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub opened_at: String,
    /// The time of the last event.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub updated_at: String,
    /// The earliest target of its service levels that is not met, for the desk's people.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub next_target: Option<String>,
}

impl ListAnswer {
    /// Makes the answer for a page of somebody's own tickets, in this language.
    #[must_use]
    pub fn own(page: &OwnTickets, desk: &Desk, language: &Language) -> Self {
        let tickets = page.tickets.iter();
        Self {
            tickets: tickets
                .map(|ticket| SummaryAnswer::new(&Summary::from(ticket), desk, language))
                .collect(),
            next: page.next.as_ref().map(ToString::to_string),
        }
    }

    /// Returns the tickets.
    #[must_use]
    pub fn tickets(&self) -> &[SummaryAnswer] {
        &self.tickets
    }

    /// Returns the cursor of the next page. Returns `None` on the last page.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// Makes the answer for a page of a queue, in this language.
    #[must_use]
    pub fn new(page: &QueuePage, next: Option<String>, desk: &Desk, language: &Language) -> Self {
        Self {
            tickets: page
                .tickets
                .iter()
                .map(|summary| SummaryAnswer::new(summary, desk, language))
                .collect(),
            next,
        }
    }
}

impl SummaryAnswer {
    /// Makes the entry of a ticket in a list, in this language.
    #[must_use]
    pub fn new(summary: &Summary, desk: &Desk, language: &Language) -> Self {
        Self {
            id: summary.id.clone(),
            topic: desk.current_topic(&summary.topic).to_string(),
            subject: summary.subject.to_string(),
            status: StatusAnswer::of(desk, &summary.status, language),
            priority: priority(desk, summary.priority.as_ref()),
            requester: RequesterAnswer::new(&summary.requester, summary.confirmed_at),
            assignee: summary
                .assignee
                .as_ref()
                .map(|email| AssigneeAnswer::listed(email, desk)),
            opened_at: summary.opened_at.to_string(),
            updated_at: summary.updated_at.to_string(),
            next_target: summary.next_target.map(|at| at.to_string()),
        }
    }
}
