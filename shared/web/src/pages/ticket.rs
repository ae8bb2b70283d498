//! A ticket's page.

use super::files::{FilesView, why_refused};
use super::{Allowing, Frame, local_time, message, page_allowing};
use crate::answers::{MoveAnswer, StatusAnswer, actor_name, status};
use crate::call::{Call, Response};
use crate::change::Seen;
use crate::problem::FieldMessage;
use askama::Template;
use docket_domain::attachment::FileState;
use docket_domain::desk::{Choice, Desk};
use docket_domain::form::FieldValue;
use docket_domain::ticket::{Actor, Cause, Change, Event};
use docket_domain::{ChoiceId, Language};
use http::StatusCode;
use jiff::Timestamp;
use uuid::Uuid;

/// What was typed on a ticket's page and was not taken.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The comment.
    pub comment: String,
    /// The status of the move that it was typed for; none for a plain comment.
    pub status: Option<String>,
    /// Whether the comment was to stay inside: it must not become public on the second try.
    pub internal: bool,
    /// What is wrong with it.
    pub messages: Vec<FieldMessage>,
}

impl Typed {
    /// A comment.
    #[must_use]
    pub fn comment(comment: String, internal: bool) -> Self {
        Self {
            comment,
            internal,
            ..Self::default()
        }
    }

    /// A move to that status, with a comment.
    #[must_use]
    pub fn with_status(status: String, comment: String) -> Self {
        Self {
            status: Some(status),
            ..Self::comment(comment, false)
        }
    }

    /// The same, with the reasons why it was not taken.
    #[must_use]
    pub(crate) fn refused(mut self, messages: Vec<FieldMessage>) -> Self {
        self.messages = messages;
        self
    }
}

#[derive(Template)]
#[template(path = "ticket.html")]
struct TicketPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    seen: &'a Seen,
    status: StatusAnswer,
    moves: Vec<MoveAnswer>,
    /// The end of every address on the page: the key, for those who came with it.
    query: String,
    typed: &'a Typed,
    /// Whether storage has led here, as it does after a form: it adds what it calls the object.
    led_from_storage: bool,
    /// Where the desk takes files.
    files: Option<FilesView<'a>>,
}

impl TicketPage<'_> {
    fn at(&self, at: &Timestamp) -> String {
        local_time(self.desk, *at)
    }

    fn who(&self, event: &&Event) -> String {
        if event.actor.email().is_some() && event.actor.email() == self.seen.actor.email() {
            self.frame.t("who-you")
        } else {
            actor_name(&event.actor, self.frame.texts)
        }
    }

    fn headline(&self, event: &&Event) -> String {
        let who = self.who(event);
        let text = |id: &str, values: &[(&str, &str)]| self.frame.texts.with(id, values);
        match &event.change {
            Change::Opened(_) => text("event-opened", &[("who", &who)]),
            Change::Commented { .. } => text("event-commented", &[("who", &who)]),
            Change::StatusChanged {
                from, to, cause, ..
            } => {
                let from = status(self.desk, from, &self.frame.language).label;
                let to = status(self.desk, to, &self.frame.language).label;
                let values = [("who", who.as_str()), ("from", &from), ("to", &to)];
                match cause {
                    Cause::Move => text("event-moved", &values),
                    Cause::Reaction => text("event-reaction", &values),
                    Cause::Silence => text("event-silence", &values),
                }
            }
            Change::Attached { name, size, .. } => {
                let size = self.frame.texts.size(*size);
                let values = [
                    ("who", who.as_str()),
                    ("name", name.as_str()),
                    ("size", &size),
                ];
                text("event-attached", &values)
            }
            Change::AttachmentRefused { name, reason, .. } => {
                let reason = why_refused(reason, self.frame.texts);
                text(
                    "event-refused",
                    &[("name", name.as_str()), ("reason", &reason)],
                )
            }
            Change::AttachmentInfected { name, .. } => {
                text("event-infected", &[("name", name.as_str())])
            }
        }
    }

    fn body<'e>(&self, event: &&'e Event) -> Option<&'e str> {
        match &event.change {
            Change::Opened(opening) => Some(opening.description.as_str()),
            Change::Commented { body, .. } => Some(body.as_str()),
            Change::StatusChanged { comment, .. } => comment.as_ref().map(|c| c.as_str()),
            Change::Attached { .. }
            | Change::AttachmentRefused { .. }
            | Change::AttachmentInfected { .. } => None,
        }
    }

    fn internal(&self, event: &&Event) -> bool {
        matches!(
            event.change,
            Change::Commented { internal: true, .. } | Change::Attached { internal: true, .. }
        )
    }

    fn by_staff(&self, event: &&Event) -> bool {
        event.actor.is_staff()
    }

    /// What was reported, each with the words of the desk file.
    fn details(&self) -> Vec<(String, String)> {
        let Some(opening) = self.seen.opening() else {
            return Vec::new();
        };
        let fields = opening.fields.iter().map(|(id, value)| {
            let field = self.desk.field(id);
            let label = field.map_or_else(|| id.to_string(), |f| self.frame.w(&f.label).to_owned());
            let choices = field.map(|f| f.choices.as_slice()).unwrap_or_default();
            let value = match value {
                FieldValue::Text(text) | FieldValue::Number(text) => {
                    self.choice_label(choices, text)
                }
                FieldValue::Choices(ids) => {
                    let labels: Vec<String> = ids
                        .iter()
                        .map(|id| self.choice_label(choices, id.as_str()))
                        .collect();
                    labels.join(", ")
                }
            };
            (label, value)
        });
        let context = opening.context.iter().map(|(id, value)| {
            let known = self.desk.context.iter().find(|context| *context.id == *id);
            let label = known.map_or_else(|| id.to_string(), |c| self.frame.w(&c.label).to_owned());
            (label, value.to_string())
        });
        fields.chain(context).collect()
    }

    fn choice_label(&self, choices: &[Choice], id: &str) -> String {
        let known = choices.iter().find(|choice| *choice.id == *id);
        known.map_or_else(
            || id.to_owned(),
            |choice| self.frame.w(&choice.label).to_owned(),
        )
    }

    fn level(&self, choices: &[Choice], id: &Option<ChoiceId>) -> Option<String> {
        id.as_ref()
            .map(|id| self.choice_label(choices, id.as_str()))
    }

    fn topic(&self) -> String {
        let id = &self.seen.ticket.topic;
        let topic = self.desk.topic(id);
        topic.map_or_else(
            || id.to_string(),
            |topic| self.frame.w(&topic.label).to_owned(),
        )
    }

    fn staff(&self) -> bool {
        self.seen.actor.is_staff()
    }

    fn new_key(&self) -> String {
        Uuid::now_v7().to_string()
    }

    fn typed_for(&self, status: &str) -> &str {
        match &self.typed.status {
            Some(to) if to == status => &self.typed.comment,
            _ => "",
        }
    }

    /// What was typed as a comment, or for a move that is not open any more.
    fn typed_comment(&self) -> &str {
        let shown = |status: &String| self.moves.iter().any(|step| step.to == *status);
        match &self.typed.status {
            Some(status) if shown(status) => "",
            _ => &self.typed.comment,
        }
    }

    /// Whether storage has just led here from a form, and the file is not on the ticket yet.
    fn is_checking(&self) -> bool {
        let actor = &self.seen.actor;
        self.led_from_storage
            && self.seen.files.iter().any(|file| {
                file.awaits_form_of(actor)
                    || (file.state == FileState::Checking && file.is_by(actor))
            })
    }

    /// Whether this is what a person sees who has just sent the request.
    fn has_just_arrived(&self) -> bool {
        self.seen.ticket.version == 1 && matches!(self.seen.actor, Actor::Requester(_))
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        message(&self.typed.messages, field)
    }

    fn wrong_for(&self, to: &str) -> Option<&str> {
        if self.typed.status.as_deref() == Some(to) {
            self.typed.messages.first().map(|m| m.message.as_str())
        } else {
            None
        }
    }
}

/// The language of a ticket's page: the one chosen by a click, else the one its requester is answered in, else the reader's.
pub(crate) fn ticket_language(call: &Call, desk: &Desk, seen: &Seen) -> Language {
    let chosen = call
        .query("language")
        .and_then(|l| l.parse::<Language>().ok());
    match (&chosen, &seen.actor) {
        (Some(language), _) => desk.choose_language([language]),
        (None, Actor::Requester(_)) => desk.choose_language([&seen.ticket.language]),
        (None, _) => call.language(desk),
    }
}

/// A ticket as its actor sees it. `typed` is what was not taken, with the reasons.
#[must_use]
pub fn ticket(call: &Call, desk: &Desk, seen: &Seen, typed: &Typed) -> Response {
    let language = ticket_language(call, desk, seen);
    let query = call.key_query();
    let mut frame = Frame::of_desk(desk, language.clone());
    if let Actor::Agent { name, .. } = &seen.actor {
        frame.signed_in = Some(name.clone());
    }
    let joint = if query.is_empty() { "?" } else { "&" };
    frame.address = format!("/{}/tickets/{}{query}{joint}", *desk.id, seen.ticket.id);
    let code = if typed.messages.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    page_allowing(
        &Allowing::Files(&call.cloud.settings),
        code,
        &TicketPage {
            led_from_storage: call.query("etag").is_some(),
            files: FilesView::of_ticket(call, desk, seen, frame.texts),
            status: status(desk, &seen.ticket.status, &language),
            moves: seen.moves(desk, &language),
            frame,
            desk,
            seen,
            query,
            typed,
        },
    )
}
