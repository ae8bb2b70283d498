//! The list of the reader's own tickets, of those of their company, and of those that are shared with them.

use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::{Call, own_filter};
use crate::response::Response;
use crate::views::SummaryAnswer;
use askama::Template;
use docket_app::links::{Access, query_of, with_query};
use docket_app::{OwnFilter, View};
use docket_domain::desk::{Desk, Phase};
use http::StatusCode;

#[derive(Template)]
#[template(path = "own_tickets.html")]
struct OwnTicketsPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    tickets: &'a [SummaryAnswer],
    views: Vec<View>,
    filter: OwnFilter,
    /// The words as they were typed.
    words: &'a str,
    /// `true` if only some of the tickets are wanted.
    is_filtered: bool,
    is_first: bool,
    /// The address of the next page.
    next: Option<String>,
}

impl OwnTicketsPage<'_> {
    fn address(&self, ticket: &&SummaryAnswer) -> String {
        let links = self.frame.links(self.desk);
        links.ticket(&ticket.id, Access::NoKey)
    }

    fn list(&self) -> String {
        self.frame.links(self.desk).own_tickets()
    }

    fn view_address(&self, view: &View) -> String {
        match view {
            View::Mine => self.list(),
            view => with_query(&self.list(), &query_of([("view", view.name())])),
        }
    }

    fn view_name(&self, view: &View) -> String {
        self.frame.t(&format!("own-view-{}", view.name()))
    }

    /// Returns the phases that the desk's statuses have.
    fn phases(&self) -> Vec<Phase> {
        let is_used = |phase: &Phase| {
            let mut statuses = self.desk.statuses.iter();
            statuses.any(|status| status.phase == *phase)
        };
        Phase::ALL.into_iter().filter(is_used).collect()
    }

    fn phase_name(&self, phase: &Phase) -> String {
        self.frame.t(&format!("phase-{phase}"))
    }

    fn is_wanted(&self, phase: &Phase) -> bool {
        self.filter.phase == Some(*phase)
    }
}

/// Makes a page of the list of the reader's own tickets. `next` is the cursor of the next page, if there is one.
#[must_use]
pub fn own_tickets(
    call: &Call,
    desk: &Desk,
    tickets: &[SummaryAnswer],
    next: Option<&str>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    let filter = own_filter(call);
    let words = call.query("q").unwrap_or_default();
    let phase = filter.phase.map(|phase| phase.to_string());
    let mut state = Vec::new();
    if filter.view != View::Mine {
        state.push(("view", filter.view.name()));
    }
    state.extend(phase.as_deref().map(|phase| ("phase", phase)));
    if !words.is_empty() {
        state.push(("q", words));
    }
    let list = with_query(&frame.links(desk).own_tickets(), &query_of(state));
    let at = |cursor: &str| with_query(&list, &query_of([("cursor", cursor)]));
    let here = call.query("cursor");
    frame.address = here.map_or_else(|| list.clone(), at);
    let next = next.map(at);
    let person = call.caller().known_signed_in();
    let views = person
        .map(|person| View::of(desk, person))
        .unwrap_or_default();
    page(
        StatusCode::OK,
        &OwnTicketsPage {
            frame,
            desk,
            tickets,
            views,
            is_filtered: filter.phase.is_some() || !filter.words.is_empty(),
            filter,
            words,
            is_first: here.is_none(),
            next,
        },
    )
}
