//! The page with a desk's queue, for the desk's people.

use super::console_context::{Left, what_was_done};
use crate::pages::frame::Frame;
use crate::pages::page::page_allowing;
use crate::pages::policy::Allowing;
use crate::request::{Call, ListPlace, ListedAssignee, PageState, QueuePage};
use crate::response::Response;
use crate::views::SummaryAnswer;
use askama::Template;
use docket_app::Links;
use docket_app::links::{Access, with_query};
use docket_domain::desk::{Desk, Phase};
use docket_domain::ticket::{Counts, PhaseCounts};
use docket_domain::{EmailAddress, TicketId};
use docket_texts::local_time;
use http::StatusCode;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "queue.html")]
struct QueueTemplate<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    /// The list that is shown.
    place: &'a ListPlace,
    /// How many tickets there are. `None` as long as they are not all counted.
    counts: Option<&'a Counts>,
    reader: &'a EmailAddress,
    tickets: &'a [SummaryAnswer],
    state: PageState,
    /// The address of the page before. `None` on the first one.
    previous: Option<String>,
    /// The address of the next page.
    next: Option<String>,
    /// The ticket that the reader had before, and what they did with it.
    left_list: Option<(TicketId, String)>,
    /// The last dates of holidays that end soon, for those who can have them renewed.
    holidays_end: BTreeSet<String>,
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
            *phase == self.place.phase
                || statuses.any(|status| status.phase == *phase)
                || self.size(phase) > Some(0)
        };
        Phase::ALL.into_iter().filter(is_used).collect()
    }

    /// Returns `true` if the list shows targets of service levels.
    fn shows_targets(&self) -> bool {
        !self.desk.service_levels.is_empty() && self.place.phase != Phase::Done
    }

    fn target(&self, ticket: &SummaryAnswer) -> Option<Target> {
        let at = self.frame.instant(ticket.next_target.as_ref()?)?;
        Some(Target {
            words: local_time(self.desk, at),
            is_late: at < self.frame.now,
        })
    }

    /// Returns the number of tickets in a list. `None` as long as they are not all counted.
    fn size(&self, phase: &Phase) -> Option<u64> {
        self.counts.map(|counts| counts.tickets(*phase))
    }

    /// Returns whose tickets the reader can have listed.
    fn assignees(&self) -> [ListedAssignee; 3] {
        [
            ListedAssignee::All,
            ListedAssignee::Me,
            ListedAssignee::Nobody,
        ]
    }

    fn assignee_name(&self, assignee: &ListedAssignee) -> String {
        match assignee {
            ListedAssignee::All => self.frame.t("queue-all"),
            ListedAssignee::Me => self.frame.t("queue-mine"),
            ListedAssignee::Nobody => self.frame.t("queue-nobodys"),
            ListedAssignee::Person(email) => email.to_string(),
        }
    }

    /// Returns the number of tickets that are of somebody, or of nobody, in the phase that is shown.
    fn assignee_size(&self, assignee: &ListedAssignee) -> Option<u64> {
        let counts = self.counts?;
        let of = |count: fn(&PhaseCounts, &Self) -> u64| {
            let counts = counts.of(self.place.phase);
            Some(counts.map_or(0, |counts| count(counts, self)))
        };
        match assignee {
            ListedAssignee::Me => of(|counts, page| counts.assignee(page.reader)),
            ListedAssignee::Nobody => of(|counts, page| counts.nobody(page.desk)),
            ListedAssignee::All | ListedAssignee::Person(_) => None,
        }
    }

    /// Returns the address of the first page of the list with these tickets.
    fn page_of_assignee(&self, assignee: &ListedAssignee) -> String {
        let place = ListPlace {
            assignee: assignee.clone(),
            ..ListPlace::beginning_of(self.place.phase)
        };
        self.list_at(place)
    }

    fn list_at(&self, place: ListPlace) -> String {
        let state = PageState {
            place: Some(place),
            ..self.state.clone()
        };
        self.frame.links(self.desk).queue_at(&state.query())
    }

    fn address(&self, ticket: &&SummaryAnswer) -> String {
        let page = self.page_of(&ticket.id);
        with_query(&page, &self.state.query())
    }

    /// Returns the address of the first page of a list.
    fn first_page(&self, phase: &Phase) -> String {
        self.list_at(ListPlace {
            assignee: self.place.assignee.clone(),
            ..ListPlace::beginning_of(*phase)
        })
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

/// Makes a page of a queue. `before` is the cursor of the page before it, `None` for the first one. `counts` are the numbers
/// of tickets, if all are counted, and who reads them.
/// `left` is the ticket that the agent had before, and that has left the list.
#[must_use]
pub fn queue(
    call: &Call,
    desk: &Desk,
    shown: &QueuePage,
    before: Option<String>,
    (counts, reader): (Option<&Counts>, &EmailAddress),
    left: Option<&Left>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.is_wide = true;
    let place = &shown.place;
    let at = |cursor: Option<&str>| PageState {
        place: Some(ListPlace {
            cursor: cursor.map(str::to_owned),
            ..place.clone()
        }),
        ..PageState::of(call)
    };
    let here = place.cursor.as_deref();
    let links = Links::new(&desk.id);
    let without_language = PageState {
        language: None,
        ..at(here)
    };
    frame.address = links.queue_at(&without_language.query());
    let address = |cursor| links.queue_at(&at(cursor).query());
    let previous = here.map(|_| address(before.as_deref()));
    let next = shown.list.next();
    let next = next.map(|cursor| address(Some(cursor)));
    let staff = call.caller().known_signed_in();
    let staff = staff.and_then(|person| person.staff.as_ref());
    let ending = desk.ending_holidays(call.now).filter(|_| frame.is_lead);
    let holidays_end = ending.map(|holidays| holidays.until.to_string()).collect();
    let left_list = left.zip(staff);
    let left_list = left_list.and_then(|(left, staff)| what_was_done(&frame, desk, left, staff));
    page_allowing(
        &Allowing::OwnScript,
        StatusCode::OK,
        &QueueTemplate {
            frame,
            desk,
            place,
            counts,
            reader,
            tickets: shown.list.tickets(),
            previous,
            state: at(here),
            next,
            left_list,
            holidays_end,
        },
    )
}
