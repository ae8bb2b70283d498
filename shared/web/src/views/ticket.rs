//! A ticket as the API shows it. Internal parts are shown only to the desk's people.

use super::attachment::AttachmentAnswer;
use super::desk::{LinkAnswer, StatusAnswer};
use super::event::EventAnswer;
use super::moves::{MoveAnswer, moves};
use docket_app::TicketView;
use docket_domain::Language;
use docket_domain::actor::Requester;
use docket_domain::desk::Desk;
use docket_domain::form::FieldValue;
use docket_domain::ticket::Opening;
use serde::Serialize;
use serde_json::{Map, Value};

/// A ticket with its timeline.
#[derive(Debug, Serialize)]
pub struct TicketAnswer {
    id: String,
    desk: String,
    topic: String,
    subject: String,
    description: String,
    status: StatusAnswer,
    priority: Option<String>,
    impact: Option<String>,
    requester: Requester,
    assignee: Option<String>,
    watchers: Vec<String>,
    fields: Map<String, Value>,
    context: Map<String, Value>,
    language: String,
    version: u64,
    opened_at: String,
    updated_at: String,
    due_at: Option<String>,
    moves: Vec<MoveAnswer>,
    attachments: Vec<AttachmentAnswer>,
    timeline: Vec<EventAnswer>,
}

/// The answer to a new ticket: the ticket, its key and the address of its page.
#[derive(Debug, Serialize)]
pub struct CreatedAnswer {
    /// The ticket.
    #[serde(flatten)]
    pub ticket: TicketAnswer,
    /// The requester's key for the ticket.
    pub key: String,
    /// The address of the ticket's page, with the key.
    pub url: String,
    /// Links to help with the topic.
    pub resources: Vec<LinkAnswer>,
}

impl TicketAnswer {
    /// Makes the answer for a ticket as its actor sees it, in this language.
    #[must_use]
    pub fn new(view: &TicketView, desk: &Desk, language: &Language) -> Self {
        let ticket = &view.ticket;
        let opening = view.opening();
        Self {
            id: ticket.id.to_string(),
            desk: ticket.desk.to_string(),
            topic: ticket.topic.to_string(),
            subject: ticket.subject.to_string(),
            description: opening
                .map(|o| o.description.to_string())
                .unwrap_or_default(),
            status: StatusAnswer::of(desk, &ticket.status, language),
            priority: ticket.priority.as_ref().map(ToString::to_string),
            impact: ticket.impact.as_ref().map(ToString::to_string),
            requester: ticket.requester.clone(),
            assignee: None,
            watchers: ticket.watchers.iter().map(ToString::to_string).collect(),
            fields: opening.map(fields).unwrap_or_default(),
            context: opening
                .iter()
                .flat_map(|o| &o.context)
                .map(|(id, value)| (id.to_string(), value.as_str().into()))
                .collect(),
            language: ticket.language.to_string(),
            version: ticket.version,
            opened_at: ticket.opened_at.to_string(),
            updated_at: ticket.updated_at.to_string(),
            due_at: ticket.placement(desk).due_at.map(|at| at.to_string()),
            moves: moves(view, desk, language),
            attachments: view
                .visible_files()
                .map(|file| AttachmentAnswer::new(file, view, language))
                .collect(),
            timeline: view
                .visible_events()
                .map(|event| EventAnswer::new(event, view, desk, language))
                .collect(),
        }
    }
}

fn fields(opening: &Opening) -> Map<String, Value> {
    opening
        .fields
        .iter()
        .map(|(id, value)| {
            let value = match value {
                FieldValue::Text(text) => text.as_str().into(),
                FieldValue::Number(number) => number
                    .parse::<serde_json::Number>()
                    .map_or_else(|_| number.as_str().into(), Value::Number),
                FieldValue::Choices(ids) => ids.iter().map(|id| Value::from(id.as_str())).collect(),
            };
            (id.to_string(), value)
        })
        .collect()
}
