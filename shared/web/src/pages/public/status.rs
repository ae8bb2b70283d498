//! A desk's status page, and the page of an incident.

use crate::conditional::FOR_A_MOMENT;
use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::{Response, set_header};
use askama::Template;
use docket_app::links::with_query;
use docket_domain::desk::{Desk, Topic};
use docket_domain::incident::{BoardEntry, Follower, Incident, IncidentEvent, StatusBoard};
use http::StatusCode;
use http::header::{CACHE_CONTROL, VARY};

#[derive(Template)]
#[template(path = "incidents/status.html")]
struct StatusPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    open: Vec<&'a BoardEntry>,
    closed: Vec<&'a BoardEntry>,
}

impl StatusPage<'_> {
    /// Returns the labels of the topics that an incident touches.
    fn topics(&self, entry: &BoardEntry) -> String {
        self.frame.topic_labels(self.desk, &entry.topics)
    }

    fn words(&self, text: &str) -> String {
        docket_texts::html(text)
    }
}

/// Makes a desk's status page. It is the same for everybody who reads this language, and is kept for a moment: in a rush, many ask for it.
#[must_use]
pub fn status(call: &Call, desk: &Desk, board: &StatusBoard) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.address = frame.links(desk).status();
    let is_personal = frame.signed_in.is_some();
    let mut response = page(
        StatusCode::OK,
        &StatusPage {
            frame,
            desk,
            open: board.open().collect(),
            closed: board.closed(),
        },
    );
    keep(&mut response, !is_personal);
    response
}

/// Has a page kept for a moment, unless it is somebody's own.
fn keep(response: &mut Response, is_for_everybody: bool) {
    if is_for_everybody {
        set_header(response, CACHE_CONTROL, FOR_A_MOMENT);
    }
    set_header(response, VARY, "accept-language, cookie");
}

/// What the reader of an incident's page can do about its mails.
#[derive(Debug)]
pub enum Following<'a> {
    /// They may ask for them. Holds the address of who is signed in.
    MayAsk(Option<String>),
    /// They came by the link of a mail, with this token, and have said this before.
    ByMail(&'a str, Option<&'a Follower>),
}

#[derive(Template)]
#[template(path = "incidents/public.html")]
struct IncidentPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    incident: &'a Incident,
    /// The updates, the newest first.
    events: Vec<&'a IncidentEvent>,
    following: Following<'a>,
    /// The ID of a text that says what was just done.
    done: Option<&'static str>,
}

impl IncidentPage<'_> {
    fn what(&self, event: &IncidentEvent) -> String {
        self.frame
            .t(&format!("incident-event-{}", event.change.name()))
    }

    fn api(&self) -> String {
        self.frame.links(self.desk).api_incident(&self.incident.id)
    }

    /// Returns the address that the wish to be told is sent to.
    fn follow(&self) -> String {
        format!("{}/followers", self.api())
    }

    /// Returns what is said to somebody who came by a mail, what they can do, and the text of its button.
    fn said(&self, follower: &Option<&Follower>) -> (String, &'static str, &'static str) {
        let email = follower.and_then(|it| it.email.as_ref());
        let with = |text: &str, or: &str| match email {
            Some(email) => self.frame.t1(text, "email", email.as_str()),
            None => self.frame.t(or),
        };
        match follower {
            Some(it) if it.has_stopped() => (
                self.frame.t("incident-stopped"),
                "confirm",
                "incident-start",
            ),
            Some(it) if !it.is_told() => (
                with("incident-confirm", "incident-follow"),
                "confirm",
                "incident-confirm-button",
            ),
            _ => (
                with("incident-told", "incident-told-you"),
                "stop",
                "incident-stop",
            ),
        }
    }

    fn topics(&self) -> String {
        self.frame.topic_labels(self.desk, &self.incident.topics)
    }

    fn words(&self, text: &str) -> String {
        docket_texts::html(text)
    }
}

/// Makes the page of an incident, for everybody. `done` is the text of what the reader has just done.
#[must_use]
pub fn incident(
    call: &Call,
    desk: &Desk,
    (incident, events): (&Incident, &[IncidentEvent]),
    following: Following<'_>,
    done: Option<&'static str>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.address = frame.links(desk).incident(&incident.id);
    let is_personal = frame.signed_in.is_some();
    let is_by_mail = match &following {
        Following::ByMail(token, _) => {
            frame.address = with_query(&frame.address, &format!("token={token}"));
            true
        }
        Following::MayAsk(_) => false,
    };
    let mut response = page(
        StatusCode::OK,
        &IncidentPage {
            frame,
            desk,
            incident,
            events: events
                .iter()
                .rev()
                .filter(|event| event.change.is_public())
                .collect(),
            following,
            done,
        },
    );
    keep(&mut response, !is_personal && !is_by_mail && done.is_none());
    response
}

/// An incident that a form shows before another ticket is written.
pub(super) struct KnownIncident<'a> {
    pub(super) entry: &'a BoardEntry,
    pub(super) page: String,
    pub(super) follow: String,
}

impl KnownIncident<'_> {
    pub(super) fn words(&self) -> Option<String> {
        let update = self.entry.update.as_ref();
        update.map(|update| docket_texts::html(update.as_str()))
    }
}

/// Returns the incidents that go on and touch a topic, or any, as a form shows them.
pub(super) fn known_incidents<'a>(
    frame: &Frame<'_>,
    desk: &Desk,
    board: &'a StatusBoard,
    topic: Option<&Topic>,
) -> Vec<KnownIncident<'a>> {
    let links = frame.links(desk);
    let touching = board.touching(desk, topic.map(|topic| &*topic.id));
    let known = touching.into_iter().map(|entry| KnownIncident {
        entry,
        page: links.incident(&entry.id),
        follow: format!("{}/followers", links.api_incident(&entry.id)),
    });
    known.collect()
}
