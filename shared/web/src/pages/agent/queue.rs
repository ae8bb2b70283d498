//! The page with a desk's queue, for the desk's people.

use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use crate::views::{ListAnswer, SummaryAnswer};
use askama::Template;
use docket_app::links::Access;
use docket_domain::desk::{Desk, Phase};
use http::StatusCode;
use jiff::Timestamp;

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

    fn address(&self, ticket: &&SummaryAnswer) -> String {
        self.frame
            .links(self.desk)
            .ticket(&ticket.id, Access::Staff)
    }

    fn instant(&self, at: &str) -> Option<Timestamp> {
        at.parse().ok()
    }

    fn phase_name(&self, phase: &Phase) -> String {
        self.frame.t(&format!("phase-{phase}"))
    }

    fn priority(&self, id: &str) -> String {
        let known = id.parse().ok();
        let label = known.and_then(|id| self.desk.priority_label(&id));
        label.map_or_else(|| id.to_owned(), |label| self.frame.w(label).to_owned())
    }
}

/// Makes a page of a queue.
#[must_use]
pub fn queue(call: &Call, desk: &Desk, phase: Phase, list: &ListAnswer) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.is_wide = true;
    frame.address = frame.links(desk).queue(&phase);
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
