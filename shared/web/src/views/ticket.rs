//! A ticket as the API shows it. Internal parts are shown only to the desk's people.

use super::actor::RequesterAnswer;
use super::assignee::AssigneeAnswer;
use super::attachment::AttachmentAnswer;
use super::desk::{LinkAnswer, StatusAnswer, priority};
use super::event::EventAnswer;
use super::moves::{MoveAnswer, moves};
use super::rating::RatingAnswer;
use super::service_level::ServiceLevelAnswer;
use docket_app::tickets::Done;
use docket_app::{EventsPage, TicketAccess, TicketView};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::form::FieldValue;
use docket_domain::ticket::{Event, Opening, Ticket};
use docket_domain::{Language, decimal};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

/// The state of a ticket, without what grows with its age.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TicketState {
    /// The ID.
    id: String,
    /// The ID of the desk.
    desk: String,
    /// The ID of the topic.
    topic: String,
    /// The subject.
    subject: String,
    /// The status.
    status: StatusAnswer,
    /// The ID of the priority.
    priority: Option<String>,
    /// The ID of the impact.
    impact: Option<String>,
    /// The person who asked.
    requester: RequesterAnswer,
    /// The person who works on it. `null` if nobody in particular does, or the reader may not know.
    assignee: Option<AssigneeAnswer>,
    /// The ID of the team that it was given to, for the desk's people. `null` for the one that answers its topic.
    team: Option<String>,
    /// The ID of the company that the requester asked for.
    company: Option<String>,
    /// The addresses of those who are copied.
    watchers: Vec<String>,
    /// The rating of its last closing, for the requester and the desk's people. `null` if there is none.
    rating: Option<RatingAnswer>,
    /// The language of its mails.
    language: String,
    /// The version: the number of its events. It is the `ETag` as well.
    version: u64,
    /// The time at which it was opened.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    opened_at: String,
    /// The time of its last event.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    updated_at: String,
    /// The time at which the next timer runs out: that of an automatic close, or, for the desk's people, of a service level.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    due_at: Option<String>,
    /// What the clocks of its service levels show, for the desk's people.
    service_levels: Vec<ServiceLevelAnswer>,
    /// The time until which people outside the desk can take the closed ticket up again. `null` if it is not closed, or they always can.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    reopens_until: Option<String>,
    /// The ID of the closed ticket that it follows.
    follows: Option<String>,
    /// The ID of the ticket that follows it, the last one if several do.
    follow_up: Option<String>,
    /// The changes of status that the caller may make now.
    moves: Vec<MoveAnswer>,
}

/// A ticket with its files and the newest part of its timeline.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Ticket"))]
pub struct TicketAnswer {
    #[serde(flatten)]
    state: TicketState,
    /// The description.
    description: String,
    /// The values of the topic's own fields, by their IDs.
    fields: Map<String, Value>,
    /// The values of the desk's context, by their IDs.
    context: Map<String, Value>,
    /// The files that the caller may see.
    attachments: Vec<AttachmentAnswer>,
    /// The opening, and then the newest events.
    timeline: Vec<EventAnswer>,
    /// The cursor of the events between them. `null` if there are none.
    older: Option<String>,
}

/// A ticket after a change.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ChangedTicket"))]
pub struct ChangedAnswer {
    #[serde(flatten)]
    state: TicketState,
    /// The events that the change caused.
    timeline: Vec<EventAnswer>,
}

/// A part of a timeline.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "TimelinePart"))]
pub struct TimelineAnswer {
    /// The events, the oldest first.
    timeline: Vec<EventAnswer>,
    /// The cursor of the events before. `null` if there are none.
    older: Option<String>,
}

/// The answer to a new ticket: the ticket, its key and the address of its page.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "NewTicket"))]
pub struct CreatedAnswer {
    /// The ticket.
    #[serde(flatten)]
    pub ticket: TicketAnswer,
    /// The opener's key for the ticket. It shows what came by it, and the status.
    pub key: String,
    /// The whole address of the ticket's page, with the key.
    pub url: String,
    /// Links to help with the topic.
    pub resources: Vec<LinkAnswer>,
}

impl TicketState {
    fn new(
        ticket: &Ticket,
        opening: Option<&Opening>,
        reader: &Actor,
        desk: &Desk,
        language: &Language,
        now: Timestamp,
    ) -> Self {
        // What the desk promises its customers is its own.
        let (due_at, readings) = match reader.is_staff() {
            true => (
                ticket.placement(desk).due_at,
                desk.readings(&ticket.course(), now),
            ),
            false => (ticket.closes_at(desk), Vec::new()),
        };
        Self {
            id: ticket.id.to_string(),
            desk: ticket.desk.to_string(),
            topic: desk.current_topic(&ticket.topic).to_string(),
            subject: ticket.subject.to_string(),
            status: StatusAnswer::of(desk, &ticket.status, language),
            priority: priority(desk, ticket.priority.as_ref()),
            impact: ticket.impact.as_ref().map(ToString::to_string),
            requester: RequesterAnswer::new(&ticket.requester, ticket.confirmed_at),
            assignee: AssigneeAnswer::of(ticket, desk, reader),
            team: match reader.is_staff() {
                true => ticket.team.as_ref().map(ToString::to_string),
                false => None,
            },
            // Whoever only opened the ticket, or is copied on it, may be of another one.
            company: match reader {
                Actor::Opener(_) | Actor::Watcher { .. } => None,
                _ => ticket.company.as_ref().map(ToString::to_string),
            },
            rating: RatingAnswer::of(ticket, reader),
            watchers: ticket
                .watchers_seen_by(reader, opening)
                .map(ToString::to_string)
                .collect(),
            language: ticket.language.to_string(),
            version: ticket.version,
            opened_at: ticket.opened_at.to_string(),
            updated_at: ticket.updated_at.to_string(),
            due_at: due_at.map(|at| at.to_string()),
            service_levels: readings.iter().map(ServiceLevelAnswer::new).collect(),
            reopens_until: ticket.reopens_until(desk).map(|at| at.to_string()),
            follows: ticket.follows.as_ref().map(ToString::to_string),
            follow_up: ticket.follow_up.as_ref().map(ToString::to_string),
            moves: moves(ticket, reader, desk, language, now),
        }
    }
}

impl TicketAnswer {
    /// Makes the answer for a ticket as its actor sees it, in this language.
    #[must_use]
    pub fn new(view: &TicketView, desk: &Desk, language: &Language, now: Timestamp) -> Self {
        let (opening, reader) = (view.opened_with(), &view.actor);
        Self {
            state: TicketState::new(&view.ticket, opening, reader, desk, language, now),
            description: opening
                .map(|o| o.description.to_string())
                .unwrap_or_default(),
            fields: opening.map(fields).unwrap_or_default(),
            context: opening
                .iter()
                .flat_map(|o| &o.context)
                .map(|(id, value)| (id.to_string(), value.as_str().into()))
                .collect(),
            attachments: view
                .visible_files()
                .map(|file| AttachmentAnswer::new(file, reader, language))
                .collect(),
            timeline: timeline(view.timeline(), reader, desk, language, now),
            older: view.events.older.as_ref().map(ToString::to_string),
        }
    }
}

impl ChangedAnswer {
    /// Makes the answer for a changed ticket as the person sees it who changed it.
    #[must_use]
    pub fn new(done: &Done, desk: &Desk, language: &Language, now: Timestamp) -> Self {
        let TicketAccess { ticket, actor } = &done.access;
        let events = done.events.iter().cloned();
        let seen: Vec<Event> = events.filter_map(|event| event.seen_by(actor)).collect();
        Self {
            state: TicketState::new(ticket, None, actor, desk, language, now),
            timeline: timeline(seen.iter(), actor, desk, language, now),
        }
    }
}

impl TimelineAnswer {
    /// Makes the answer for a part of a timeline as the reader sees it.
    #[must_use]
    pub fn new(
        page: &EventsPage,
        reader: &Actor,
        desk: &Desk,
        language: &Language,
        now: Timestamp,
    ) -> Self {
        Self {
            timeline: timeline(page.events.iter(), reader, desk, language, now),
            older: page.older.as_ref().map(ToString::to_string),
        }
    }
}

fn timeline<'e>(
    events: impl Iterator<Item = &'e Event>,
    reader: &Actor,
    desk: &Desk,
    language: &Language,
    now: Timestamp,
) -> Vec<EventAnswer> {
    events
        .map(|event| EventAnswer::new(event, reader, desk, language, now))
        .collect()
}

fn fields(opening: &Opening) -> Map<String, Value> {
    opening
        .fields
        .iter()
        .map(|(id, value)| {
            let value = match value {
                FieldValue::Text(text) => text.as_str().into(),
                FieldValue::Number(written) => {
                    let number = decimal(written).ok().and_then(|number| number.parse().ok());
                    number.map_or_else(|| written.as_str().into(), Value::Number)
                }
                FieldValue::Choices(ids) => ids.iter().map(|id| Value::from(id.as_str())).collect(),
            };
            (id.to_string(), value)
        })
        .collect()
}
