//! The page with a desk's queue, for the desk's people.

use super::console_context::{Left, what_was_done};
use crate::pages::frame::Frame;
use crate::pages::page::page_allowing;
use crate::pages::policy::Allowing;
use crate::request::{Call, ListPlace, PageState, QueuePage};
use crate::response::Response;
use crate::views::SummaryAnswer;
use askama::Template;
use docket_app::Links;
use docket_app::links::{Access, with_query};
use docket_app::queue::MOST_COUNTED;
use docket_domain::TicketId;
use docket_domain::desk::{Desk, Phase};
use docket_texts::local_time;
use http::StatusCode;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueueTemplate<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    phase: Phase,
    /// The numbers of tickets by phase.
    sizes: &'a [(Phase, i32)],
    tickets: &'a [SummaryAnswer],
    state: PageState,
    /// The address of the page before. `None` on the first one.
    previous: Option<String>,
    /// The address of the next page.
    next: Option<String>,
    /// The ticket that the reader had before, and what they did with it.
    left_list: Option<(TicketId, String)>,
}

/// The earliest target of a ticket that is not met.
struct Target {
    words: String,
    is_late: bool,
}

impl QueueTemplate<'_> {
    /// Returns the lists that the desk has: those of its statuses, and any that has tickets of a former one.
    fn phases(&self) -> Vec<Phase> {
        let is_used = |phase: &Phase| {
            let mut statuses = self.desk.statuses.iter();
            *phase == self.phase
                || statuses.any(|status| status.phase == *phase)
                || self.size_of(phase) > 0
        };
        Phase::ALL.into_iter().filter(is_used).collect()
    }

    /// Returns `true` if the list shows targets of service levels.
    fn shows_targets(&self) -> bool {
        !self.desk.service_levels.is_empty() && self.phase != Phase::Done
    }

    fn target(&self, ticket: &SummaryAnswer) -> Option<Target> {
        let at = self.frame.instant(ticket.next_target.as_ref()?)?;
        Some(Target {
            words: local_time(self.desk, at),
            is_late: at < self.frame.now,
        })
    }

    fn size_of(&self, phase: &Phase) -> i32 {
        let size = self.sizes.iter().find(|(counted, _)| counted == phase);
        size.map_or(0, |(_, size)| *size)
    }

    /// Returns the number of tickets in a list, in words. Returns `None` where nobody counts.
    fn size(&self, phase: &Phase) -> Option<String> {
        let (_, size) = self.sizes.iter().find(|(counted, _)| counted == phase)?;
        Some(match *size < MOST_COUNTED {
            true => size.to_string(),
            false => format!("{}+", MOST_COUNTED - 1),
        })
    }

    fn address(&self, ticket: &&SummaryAnswer) -> String {
        let page = self.page_of(&ticket.id);
        with_query(&page, &self.state.query())
    }

    /// Returns the address of the first page of a list.
    fn first_page(&self, phase: &Phase) -> String {
        let state = PageState {
            place: Some(ListPlace::beginning_of(*phase)),
            ..self.state.clone()
        };
        self.frame.links(self.desk).queue_at(&state.query())
    }

    fn page_of(&self, id: &TicketId) -> String {
        self.frame.links(self.desk).ticket(id, Access::Staff)
    }

    /// Returns the parts of an address between which a line may break.
    fn address_parts<'e>(&self, email: &'e str) -> Vec<&'e str> {
        email.split_inclusive(['.', '@']).collect()
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

/// Makes a page of a queue. `before` is the cursor of the page before it, `None` for the first one. `sizes` are the numbers of tickets by phase, where they are
/// counted. `left` is the ticket that the agent had before, and that has left the list.
#[must_use]
pub fn queue(
    call: &Call,
    desk: &Desk,
    shown: &QueuePage,
    before: Option<String>,
    sizes: &[(Phase, i32)],
    left: Option<&Left>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.is_wide = true;
    let at = |phase: Phase, cursor: Option<&str>| PageState {
        place: Some(ListPlace {
            phase,
            cursor: cursor.map(str::to_owned),
        }),
        ..PageState::of(call)
    };
    let (phase, here) = (shown.phase, shown.cursor.as_deref());
    let links = Links::new(&desk.id);
    let without_language = PageState {
        language: None,
        ..at(phase, here)
    };
    frame.address = links.queue_at(&without_language.query());
    let address = |cursor| links.queue_at(&at(phase, cursor).query());
    let previous = here.map(|_| address(before.as_deref()));
    let next = shown.list.next();
    let next = next.map(|cursor| address(Some(cursor)));
    let staff = call.caller().known_signed_in();
    let staff = staff.and_then(|person| person.staff.as_ref());
    let left_list = left.zip(staff);
    let left_list = left_list.and_then(|(left, staff)| what_was_done(&frame, desk, left, staff));
    page_allowing(
        &Allowing::OwnScript,
        StatusCode::OK,
        &QueueTemplate {
            frame,
            desk,
            phase,
            sizes,
            tickets: shown.list.tickets(),
            previous,
            state: at(phase, here),
            next,
            left_list,
        },
    )
}
