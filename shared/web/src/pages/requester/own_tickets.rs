//! The list of the reader's own tickets.

use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use crate::views::SummaryAnswer;
use askama::Template;
use docket_app::links::{Access, query_of, with_query};
use docket_domain::desk::Desk;
use http::StatusCode;

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
        links.ticket(&ticket.id, Access::NoKey)
    }
}

/// Makes a page of the list of the reader's own tickets. `next` is the cursor of the next page, if there is
/// one.
#[must_use]
pub fn own_tickets(
    call: &Call,
    desk: &Desk,
    tickets: &[SummaryAnswer],
    next: Option<&str>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    let list = frame.links(desk).own_tickets();
    let at = |cursor: &str| with_query(&list, &query_of([("cursor", cursor)]));
    let here = call.query("cursor");
    frame.address = here.map_or_else(|| list.clone(), at);
    let next = next.map(at);
    page(
        StatusCode::OK,
        &OwnTicketsPage {
            frame,
            desk,
            tickets,
            is_first: here.is_none(),
            next,
        },
    )
}
