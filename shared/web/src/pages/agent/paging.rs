//! The page of a page: what calls, how far it is, and what can be done with it.

use crate::pages::course::CourseView;
use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::links::Access;
use docket_app::oncall::PageView;
use docket_domain::desk::Desk;
use docket_domain::oncall::{Page, PageCommand, PageState};
use docket_domain::ticket::{Change, Event, Opening, Ticket};
use http::StatusCode;

#[derive(Template)]
#[template(path = "oncall/page.html")]
struct PagingPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    paging: &'a Page,
    tickets: Vec<(String, String)>,
    has_more: bool,
    ticket: Option<&'a Ticket>,
    opening: Option<&'a Opening>,
    course: CourseView,
    /// What can still be done: its address, and the text of its button.
    acts: Vec<(String, &'static str)>,
}

/// Makes the page of a page.
#[must_use]
pub fn paging(
    call: &Call,
    desk: &Desk,
    view: &PageView,
    about: Option<&(Ticket, Event)>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.address = call.page_address(desk, view.page.id);
    let links = frame.links(desk);
    let tickets = view.course.tickets.iter().map(|id| {
        let address = links.ticket(id, Access::Staff);
        (id.to_string(), address)
    });
    let acts = view.page.state.acts().iter().filter_map(|act| {
        let (end, text) = button(*act)?;
        Some((call.act_address(desk, view.page.id, end), text))
    });
    let course = CourseView::new(&frame, desk, view);
    let opening = about.and_then(|(_, event)| match &event.change {
        Change::Opened(opening) => Some(&**opening),
        _ => None,
    });
    let template = PagingPage {
        desk,
        paging: &view.page,
        tickets: tickets.collect(),
        has_more: view.course.has_more,
        ticket: about.map(|(ticket, _)| ticket),
        opening,
        course,
        acts: acts.collect(),
        frame,
    };
    page(StatusCode::OK, &template)
}

/// Returns the end of the address of an act, and the text of its button.
fn button(act: PageCommand) -> Option<(&'static str, &'static str)> {
    match act {
        PageCommand::Run { .. } => None,
        PageCommand::Acknowledge => Some(("acknowledge", "paging-acknowledge")),
        PageCommand::Verify => Some(("verify", "paging-verify")),
        PageCommand::Resolve => Some(("resolve", "paging-resolve")),
        PageCommand::Defer => Some(("defer", "paging-defer")),
    }
}

impl PagingPage<'_> {
    /// Returns `true` while nobody has acknowledged it.
    fn is_open(&self) -> bool {
        self.paging.state == PageState::Open
    }

    /// Returns the label of the policy.
    fn policy(&self) -> String {
        let policy = self.desk.policy(&self.paging.policy);
        match policy {
            Some(policy) => self.frame.w(&policy.label).to_owned(),
            None => self.paging.policy.to_string(),
        }
    }

    /// Returns the HTML of the words that the ticket was opened with.
    fn words(&self, opening: &Opening) -> String {
        docket_texts::html(opening.description.as_str())
    }

    /// Returns the label of a priority.
    fn priority(&self) -> Option<String> {
        let id = self.opening?.priority.as_ref()?;
        let label = self.desk.priority_label(id);
        Some(label.map_or_else(|| id.to_string(), |label| self.frame.w(label).to_owned()))
    }
}
