//! A page of a queue.

use super::desk::StatusAnswer;
use docket_cloud::store::{QueuePage, Summary};
use docket_domain::actor::Requester;
use docket_domain::desk::Desk;
use docket_domain::{Language, TicketId};
use serde::Serialize;

/// A page of a list.
#[derive(Debug, Serialize)]
pub struct ListAnswer {
    tickets: Vec<SummaryAnswer>,
    next: Option<String>,
}

/// A ticket in a list.
#[derive(Debug, Serialize)]
pub struct SummaryAnswer {
    /// Its ID.
    pub id: TicketId,
    /// What it is about.
    pub topic: String,
    /// One line that says it all.
    pub subject: String,
    /// Where it stands.
    pub status: StatusAnswer,
    /// How urgent it is.
    pub priority: Option<String>,
    /// Whose it is.
    pub requester: Requester,
    /// When it was opened.
    pub opened_at: String,
    /// When the last event happened.
    pub updated_at: String,
}

impl ListAnswer {
    /// The tickets.
    #[must_use]
    pub fn tickets(&self) -> &[SummaryAnswer] {
        &self.tickets
    }

    /// Where the next page begins.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// A page of a queue, in that language.
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
    /// A ticket in a list, in that language.
    #[must_use]
    pub fn new(summary: &Summary, desk: &Desk, language: &Language) -> Self {
        Self {
            id: summary.id.clone(),
            topic: summary.topic.to_string(),
            subject: summary.subject.to_string(),
            status: StatusAnswer::of(desk, &summary.status, language),
            priority: summary.priority.as_ref().map(ToString::to_string),
            requester: summary.requester.clone(),
            opened_at: summary.opened_at.to_string(),
            updated_at: summary.updated_at.to_string(),
        }
    }
}
