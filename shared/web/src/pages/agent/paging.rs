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
use docket_domain::oncall::{Page, PageState};
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
    /// What can still be done: the end of its address, and the text of its button.
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
    let act = |(end, text): (&str, &'static str)| (call.act_address(desk, view.page.id, end), text);
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
        acts: acts(view.page.state).iter().copied().map(act).collect(),
        frame,
    };
    page(StatusCode::OK, &template)
}

/// Returns what can be done with a page that is so far: the end of the address, and the text of the button.
fn acts(state: PageState) -> &'static [(&'static str, &'static str)] {
    const ALL: [(&str, &str); 4] = [
        ("acknowledge", "paging-acknowledge"),
        ("verify", "paging-verify"),
        ("resolve", "paging-resolve"),
        ("defer", "paging-defer"),
    ];
    match state {
        PageState::Open => &ALL,
        PageState::Acknowledged => ALL.split_at(1).1,
        PageState::Verified => ALL.split_at(2).1,
        PageState::Deferred => &[("resolve", "paging-resolve")],
        PageState::Resolved => &[],
    }
}

impl PagingPage<'_> {
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
