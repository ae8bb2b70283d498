//! The incidents, and the page of one, for the desk's people.

use crate::pages::course::person_name;
use crate::pages::frame::Frame;
use crate::pages::messages::{form_status, message, summary};
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::incidents::{IncidentView, Opened};
use docket_app::links::Access;
use docket_domain::Prose;
use docket_domain::desk::{Desk, Topic};
use docket_domain::form::MAX_SUBJECT;
use docket_domain::incident::{
    BoardEntry, CorrectionDraft, DeclarationDraft, IncidentEvent, StatusBoard,
};
use docket_texts::FieldMessage;
use http::StatusCode;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "incidents/list.html")]
struct IncidentsPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    open: Vec<&'a BoardEntry>,
    closed: Vec<&'a BoardEntry>,
    draft: &'a DeclarationDraft,
    opened: &'a Opened,
    messages: Vec<FieldMessage>,
    key: String,
}

/// Makes the page of the incidents, with the tickets that were opened lately. `draft` is what somebody has written into the form, and `messages` what
/// is wrong with it.
#[must_use]
pub fn incidents(
    call: &Call,
    desk: &Desk,
    board: &StatusBoard,
    draft: &DeclarationDraft,
    opened: &Opened,
    messages: Vec<FieldMessage>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.address = frame.links(desk).incidents();
    frame.has_errors = !messages.is_empty();
    let status = form_status(&messages);
    let template = IncidentsPage {
        desk,
        open: board.open().collect(),
        closed: board.closed(),
        draft,
        opened,
        messages,
        key: Uuid::now_v7().to_string(),
        frame,
    };
    page(status, &template)
}

impl IncidentsPage<'_> {
    fn title(&self) -> &str {
        &self.draft.title
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        message(&self.messages, field)
    }

    fn summary(&self) -> Vec<(String, String)> {
        summary(&self.messages)
    }

    fn touches(&self, topic: &str) -> bool {
        self.draft.topics.iter().any(|id| id == topic)
    }

    /// Returns how many new tickets a topic has had lately, if any.
    fn lately(&self, topic: &Topic) -> Option<String> {
        let count = self.opened.of(&topic.id);
        let time = self.frame.when(&self.opened.since).local;
        let values = [("time", time.as_str()), ("count", &count.to_string())];
        (count > 0).then(|| self.frame.texts.with("incident-topic-new", &values))
    }

    fn tickets(&self) -> String {
        self.draft.tickets.join(", ")
    }

    fn max_title(&self) -> usize {
        MAX_SUBJECT
    }

    fn max_prose(&self) -> usize {
        Prose::MAX
    }
}

/// What somebody has written into the forms of an incident's page.
#[derive(Debug, Default)]
pub struct IncidentForms {
    /// The text of the update, or of the last one.
    pub body: String,
    /// `true` to close the tickets as well.
    pub closes_tickets: bool,
    /// The IDs of tickets to link.
    pub tickets: String,
    /// The correction. `None` if nobody has written one.
    pub correction: Option<CorrectionDraft>,
    /// What is wrong with it.
    pub messages: Vec<FieldMessage>,
    /// `true` if somebody else has changed the incident meanwhile.
    pub is_behind: bool,
}

#[derive(Template)]
#[template(path = "incidents/console.html")]
struct ConsoleIncident<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    view: &'a IncidentView,
    /// The updates, the newest first.
    events: Vec<&'a IncidentEvent>,
    /// The ID and the address of each ticket.
    tickets: Vec<(String, String)>,
    /// The address of the page with the next tickets.
    more: Option<String>,
    forms: &'a IncidentForms,
    /// What the incident says, or what somebody has written in its place.
    correction: CorrectionDraft,
    key: String,
}

/// Makes the page of an incident, for the desk's people.
#[must_use]
pub fn console_incident(
    call: &Call,
    desk: &Desk,
    view: &IncidentView,
    forms: &IncidentForms,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    let links = frame.links(desk);
    frame.address = links.console_incident(&view.incident.id);
    frame.has_errors = !forms.messages.is_empty() || forms.is_behind;
    let tickets = view.tickets.iter();
    let tickets = tickets.map(|id| (id.to_string(), links.ticket(id, Access::Staff)));
    let incident = &view.incident;
    let correction = forms.correction.clone().unwrap_or_else(|| CorrectionDraft {
        title: incident.title.to_string(),
        topics: Some(
            (incident.topics.iter())
                .map(|id| desk.current_topic(id).to_string())
                .collect(),
        ),
    });
    let template = ConsoleIncident {
        correction,
        desk,
        view,
        events: view.events.iter().rev().collect(),
        tickets: tickets.collect(),
        forms,
        more: view.tickets.last().filter(|_| view.has_more).map(|last| {
            let page = links.console_incident(&view.incident.id);
            format!("{page}?after={last}#tickets-title")
        }),
        key: Uuid::now_v7().to_string(),
        frame,
    };
    let status = match forms.is_behind {
        true => StatusCode::CONFLICT,
        false => form_status(&forms.messages),
    };
    page(status, &template)
}

impl ConsoleIncident<'_> {
    fn title(&self) -> &str {
        &self.correction.title
    }

    /// Whoever corrects an incident looks for no surge.
    fn lately(&self, _: &Topic) -> Option<String> {
        None
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        message(&self.forms.messages, field)
    }

    fn summary(&self) -> Vec<(String, String)> {
        summary(&self.forms.messages)
    }

    fn touches(&self, topic: &str) -> bool {
        let mut topics = self.correction.topics.iter().flatten();
        topics.any(|id| id == topic)
    }

    fn max_title(&self) -> usize {
        MAX_SUBJECT
    }

    fn words(&self, text: &str) -> String {
        docket_texts::html(text)
    }

    fn what(&self, event: &IncidentEvent) -> String {
        self.frame
            .t(&format!("incident-event-{}", event.change.name()))
    }

    /// Returns the name of who did it.
    fn who<'e>(&'e self, event: &'e IncidentEvent) -> &'e str {
        let email = event.actor.email();
        email.map_or("", |email| person_name(self.desk, email))
    }

    fn topics(&self) -> String {
        self.frame
            .topic_labels(self.desk, &self.view.incident.topics)
    }

    fn max_prose(&self) -> usize {
        Prose::MAX
    }

    fn api(&self) -> String {
        self.frame
            .links(self.desk)
            .api_incident(&self.view.incident.id)
    }
}
