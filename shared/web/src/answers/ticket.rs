//! A ticket as the API shows it: what is internal is shown to the desk's people only.

use super::{AttachmentAnswer, LinkAnswer, StatusAnswer};
use crate::change::Seen;
use crate::texts::Texts;
use docket_cloud::store::{QueuePage, Summary};
use docket_domain::attachment::{FileId, FileName, Quarantine};
use docket_domain::desk::{Desk, MoveComment};
use docket_domain::form::{FieldValue, Requester};
use docket_domain::ticket::{Actor, Cause, Change, Event, Opening};
use docket_domain::{Language, StatusId};
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

/// The answer to a new ticket: the ticket, and how its requester comes back to it.
#[derive(Debug, Serialize)]
pub struct CreatedAnswer {
    /// The ticket.
    #[serde(flatten)]
    pub ticket: TicketAnswer,
    /// The key with which the requester acts on it.
    pub key: String,
    /// Its page, with the key.
    pub url: String,
    /// Help with the topic.
    pub resources: Vec<LinkAnswer>,
}

/// A move that the reader may make.
#[derive(Debug, Serialize)]
pub struct MoveAnswer {
    /// Where it leads.
    pub to: String,
    /// The words on its button.
    pub label: String,
    /// Whether it carries a comment: `required`, `optional` or `none`.
    pub comment: &'static str,
}

/// One entry of the timeline.
#[derive(Debug, Serialize)]
pub struct EventAnswer {
    id: String,
    at: String,
    kind: &'static str,
    actor: ActorAnswer,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    internal: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<StatusAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<StatusAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<FileAnswer>,
}

/// The file that an entry is about; `attachments` of the ticket has the rest.
#[derive(Debug, Serialize)]
struct FileAnswer {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub(super) struct ActorAnswer {
    role: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

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
    pub id: String,
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

impl TicketAnswer {
    /// The ticket as its actor sees it, in that language.
    #[must_use]
    pub fn new(seen: &Seen, desk: &Desk, language: &Language) -> Self {
        let ticket = &seen.ticket;
        let opening = seen.opening();
        Self {
            id: ticket.id.to_string(),
            desk: ticket.desk.to_string(),
            topic: ticket.topic.to_string(),
            subject: ticket.subject.to_string(),
            description: opening
                .map(|o| o.description.to_string())
                .unwrap_or_default(),
            status: status(desk, &ticket.status, language),
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
            due_at: docket_domain::timer::next(ticket, desk).map(|timer| timer.at.to_string()),
            moves: seen.moves(desk, language),
            attachments: seen
                .files_seen()
                .map(|file| AttachmentAnswer::new(file, seen, language))
                .collect(),
            timeline: seen
                .events_seen()
                .map(|event| EventAnswer::new(event, seen, desk, language))
                .collect(),
        }
    }
}

impl Seen {
    /// What the ticket was opened with.
    #[must_use]
    pub fn opening(&self) -> Option<&Opening> {
        self.events.first().and_then(|event| match &event.change {
            Change::Opened(opening) => Some(&**opening),
            _ => None,
        })
    }

    /// The part of the timeline that the actor may see.
    pub fn events_seen(&self) -> impl Iterator<Item = &Event> {
        self.events
            .iter()
            .filter(|event| event.change.is_seen_by(&self.actor))
    }

    /// The moves that the actor may make now.
    #[must_use]
    pub fn moves(&self, desk: &Desk, language: &Language) -> Vec<MoveAnswer> {
        self.ticket
            .options(desk, &self.actor)
            .moves
            .into_iter()
            .map(|step| MoveAnswer {
                to: step.to.to_string(),
                label: step
                    .label
                    .as_deref()
                    .or_else(|| desk.status(&step.to).map(|status| &*status.label))
                    .map_or_else(String::new, |words| words.in_language(language).to_owned()),
                comment: match step.comment {
                    MoveComment::Required => "required",
                    MoveComment::Optional => "optional",
                    MoveComment::None => "none",
                },
            })
            .collect()
    }
}

impl EventAnswer {
    fn new(event: &Event, seen: &Seen, desk: &Desk, language: &Language) -> Self {
        let mut answer = Self {
            id: event.id.to_string(),
            at: event.at.to_string(),
            kind: "opened",
            actor: ActorAnswer::new(&event.actor, seen, language),
            body: None,
            internal: None,
            from: None,
            to: None,
            cause: None,
            file: None,
        };
        match &event.change {
            Change::Opened(opening) => {
                answer.body = Some(opening.description.to_string());
                answer.to = Some(status(desk, &opening.status, language));
            }
            Change::Commented { body, internal } => {
                answer.kind = "commented";
                answer.body = Some(body.to_string());
                answer.internal = Some(*internal);
            }
            Change::StatusChanged {
                from,
                to,
                comment,
                cause,
            } => {
                answer.kind = "status_changed";
                answer.from = Some(status(desk, from, language));
                answer.to = Some(status(desk, to, language));
                answer.body = comment.as_ref().map(ToString::to_string);
                answer.cause = Some(match cause {
                    Cause::Move => "move",
                    Cause::Reaction => "reaction",
                    Cause::Silence => "silence",
                });
            }
            Change::Attached {
                file,
                name,
                internal,
                ..
            } => {
                answer.kind = "attached";
                answer.internal = Some(*internal);
                answer.file = Some(FileAnswer::new(*file, name, None));
            }
            Change::AttachmentRefused {
                file, name, reason, ..
            } => {
                answer.kind = "attachment_refused";
                answer.file = Some(FileAnswer::new(*file, name, Some(reason)));
            }
            Change::AttachmentInfected {
                file,
                name,
                internal,
                ..
            } => {
                answer.kind = "attachment_infected";
                answer.internal = Some(*internal);
                answer.file = Some(FileAnswer::new(*file, name, None));
            }
        }
        answer
    }
}

impl FileAnswer {
    fn new(id: FileId, name: &FileName, reason: Option<&Quarantine>) -> Self {
        Self {
            id: id.to_string(),
            name: name.to_string(),
            reason: reason.map(Quarantine::name),
        }
    }
}

impl ActorAnswer {
    pub(super) fn new(actor: &Actor, seen: &Seen, language: &Language) -> Self {
        let (role, email) = match actor {
            Actor::Requester(requester) => ("requester", Some(&requester.email)),
            Actor::Watcher { email } => ("watcher", Some(email)),
            // Requesters know the desk's people by name; their addresses stay inside.
            Actor::Agent { email, .. } => ("agent", Some(email).filter(|_| seen.actor.is_staff())),
            Actor::System => ("system", None),
        };
        Self {
            role,
            name: actor_name(actor, Texts::of(language)),
            email: email.map(ToString::to_string),
        }
    }
}

/// What an actor is called.
#[must_use]
pub fn actor_name(actor: &Actor, texts: &Texts) -> String {
    match actor {
        Actor::Requester(requester) => match &requester.name {
            Some(name) => name.to_string(),
            None => requester.email.to_string(),
        },
        Actor::Watcher { email } => email.to_string(),
        Actor::Agent { name, .. } => name.clone(),
        Actor::System => texts.get("who-system"),
    }
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
            id: summary.id.to_string(),
            topic: summary.topic.to_string(),
            subject: summary.subject.to_string(),
            status: status(desk, &summary.status, language),
            priority: summary.priority.as_ref().map(ToString::to_string),
            requester: summary.requester.clone(),
            opened_at: summary.opened_at.to_string(),
            updated_at: summary.updated_at.to_string(),
        }
    }
}

/// A status in that language. One that the desk file no longer has is shown by its ID: a ticket outlives the file it was
/// made under.
pub(crate) fn status(desk: &Desk, id: &StatusId, language: &Language) -> StatusAnswer {
    match desk.status(id) {
        Some(status) => StatusAnswer::new(status, language),
        None => StatusAnswer {
            id: id.to_string(),
            label: id.to_string(),
            help: None,
            phase: desk.phase(id).name(),
        },
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
