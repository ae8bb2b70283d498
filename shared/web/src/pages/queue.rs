//! The desk's tickets, for the desk's people.

use super::{Frame, local_time, page};
use crate::answers::{ListAnswer, SummaryAnswer};
use crate::call::{Call, Response};
use askama::Template;
use docket_domain::desk::{Desk, Phase};
use docket_domain::ticket::Actor;
use http::StatusCode;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    phase: Phase,
    tickets: &'a [SummaryAnswer],
    next: Option<String>,
}

impl QueuePage<'_> {
    fn phases(&self) -> [Phase; 4] {
        Phase::ALL
    }

    fn opened(&self, ticket: &&SummaryAnswer) -> String {
        ticket
            .opened_at
            .parse()
            .map_or_else(|_| ticket.opened_at.clone(), |at| local_time(self.desk, at))
    }

    fn phase_name(&self, phase: &Phase) -> String {
        self.frame.t(&format!("phase-{phase}"))
    }

    fn priority(&self, id: &str) -> String {
        let known = self
            .desk
            .priorities
            .iter()
            .find(|priority| *priority.id == *id);
        known.map_or_else(
            || id.to_owned(),
            |priority| self.frame.w(&priority.label).to_owned(),
        )
    }
}

/// A page of a queue.
#[must_use]
pub fn queue(call: &Call, desk: &Desk, actor: &Actor, phase: Phase, list: &ListAnswer) -> Response {
    let mut frame = Frame::of_desk(desk, call.language(desk));
    if let Actor::Agent { name, .. } = actor {
        frame.signed_in = Some(name.clone());
    }
    frame.address = format!("/{}/tickets?phase={phase}&", *desk.id);
    let next = list
        .next()
        .map(|cursor| form_urlencoded::byte_serialize(cursor.as_bytes()).collect());
    page(
        StatusCode::OK,
        &QueuePage {
            frame,
            desk,
            phase,
            tickets: list.tickets(),
            next,
        },
    )
}
