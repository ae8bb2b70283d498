//! The list of the reader's own tickets.

use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use crate::views::SummaryAnswer;
use askama::Template;
use docket_app::links::{Access, query_of, with_query};
use docket_domain::TicketId;
use docket_domain::desk::Desk;
use http::StatusCode;
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "own_tickets.html")]
struct OwnTicketsPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    tickets: &'a [SummaryAnswer],
    is_first: bool,
    /// The address of the next page.
    next: Option<String>,
}

impl OwnTicketsPage<'_> {
    fn address(&self, ticket: &&SummaryAnswer) -> String {
        let links = self.frame.links(self.desk);
        links.ticket(&ticket.id, Access::Portal)
    }

    fn instant(&self, at: &str) -> Option<Timestamp> {
        at.parse().ok()
    }
}

/// Makes a page of the list of the reader's own tickets. `next` is the last ticket on it, if there are more.
#[must_use]
pub fn own_tickets(
    call: &Call,
    desk: &Desk,
    tickets: &[SummaryAnswer],
    next: Option<&TicketId>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    let list = frame.links(desk).own_tickets();
    let next = next.map(|last| {
        let last = last.to_string();
        with_query(&list, &query_of([("cursor", last.as_str())]))
    });
    frame.address = list;
    page(
        StatusCode::OK,
        &OwnTicketsPage {
            frame,
            desk,
            tickets,
            is_first: call.query("cursor").is_none(),
            next,
        },
    )
}
