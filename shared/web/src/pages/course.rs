//! How far a page is, and what happened to it, in words.

use super::frame::Frame;
use docket_app::oncall::PageView;
use docket_cloud::store::CallOutcome;
use docket_domain::EmailAddress;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::oncall::{Contact, Ended, Page, PageChange, PageEvent, PageState, Step, Way};
use docket_texts::local_time;
use jiff::Timestamp;

/// How far a page is, and what happened to it.
pub(super) struct CourseView {
    /// How far it is.
    pub(super) state: String,
    /// The time at which somebody is called next.
    pub(super) due_at: Option<Timestamp>,
    /// What happened, in order.
    pub(super) rows: Vec<Row>,
    /// The address of the page of it.
    pub(super) address: String,
}

/// Something that happened.
pub(super) struct Row {
    pub(super) at: Timestamp,
    pub(super) what: String,
    /// How late it was, if it was late.
    pub(super) late: Option<String>,
}

impl CourseView {
    pub(super) fn new(frame: &Frame<'_>, desk: &Desk, view: &PageView) -> Self {
        let events = view.course.events.iter();
        Self {
            state: state(frame, desk, &view.page),
            due_at: view.page.due_at(),
            rows: events.map(|event| row(frame, desk, view, event)).collect(),
            address: frame.links(desk).page(view.page.id),
        }
    }
}

/// Returns the name of one of the desk's people. The address of whoever has left it.
pub(super) fn person_name<'a>(desk: &'a Desk, email: &'a EmailAddress) -> &'a str {
    let person = desk.person(email);
    person.map_or(email.as_str(), |person| &person.name)
}

/// Returns who was contacted, and how if that is not by mail.
fn whom(desk: &Desk, contact: &Contact) -> String {
    match (&contact.to, &contact.way) {
        (Some(to), Way::Mail) => person_name(desk, to).to_owned(),
        (Some(to), Way::Channel(id)) => format!("{} ({id})", person_name(desk, to)),
        (None, way) => way.to_string(),
    }
}

/// Returns what became of a call, in brackets. Nothing, if it is not known yet.
fn became(frame: &Frame<'_>, outcome: Option<&CallOutcome>) -> String {
    match outcome {
        None => String::new(),
        Some(CallOutcome { why: None, .. }) => format!(" ({})", frame.t("paging-sent")),
        Some(CallOutcome { why: Some(why), .. }) => {
            format!(" ({})", frame.t1("paging-not-sent", "why", why))
        }
    }
}

fn state(frame: &Frame<'_>, desk: &Desk, page: &Page) -> String {
    let by = page.by.as_ref();
    let who = by.map(|email| person_name(desk, email).to_owned());
    let who = who.unwrap_or_else(|| frame.t("paging-by-service"));
    let who = who.as_str();
    match page.state {
        PageState::Open if page.is_unanswered() => frame.t("paging-unanswered"),
        PageState::Open => frame.t("paging-open"),
        PageState::Acknowledged => frame.t1("paging-was-acknowledged", "who", who),
        PageState::Verified => frame.t1("paging-was-verified", "who", who),
        PageState::Deferred => frame.t1("paging-was-deferred", "who", who),
        PageState::Resolved => frame.t("paging-is-resolved"),
    }
}

fn row(frame: &Frame<'_>, desk: &Desk, view: &PageView, event: &PageEvent) -> Row {
    let who = match &event.actor {
        Actor::Agent { name, .. } => name.clone(),
        _ => frame.t("paging-by-service"),
    };
    let by = |text: &str| frame.t1(text, "who", &who);
    let what = match &event.change {
        PageChange::Started { ticket, .. } => {
            frame.t1("paging-started", "ticket", &ticket.to_string())
        }
        PageChange::Called { step, nobody, .. } => {
            let called = event.contacted().map(|contact| {
                let outcome = view.outcome(event, contact);
                format!("{}{}", whom(desk, contact), became(frame, outcome))
            });
            let people: Vec<String> = called.collect();
            let people = match (nobody, people.is_empty()) {
                (true, _) => frame.t("paging-nobody"),
                (false, true) => frame.t("paging-nobody-new"),
                (false, false) => people.join(", "),
            };
            format!("{}: {people}", step_in_words(frame, *step))
        }
        PageChange::Ending => frame.t("paging-ending"),
        PageChange::Acknowledged => by("paging-was-acknowledged"),
        PageChange::Verified => by("paging-was-verified"),
        PageChange::Deferred { until: Some(until) } => {
            let time = local_time(desk, *until);
            let values = [("who", who.as_str()), ("time", &time)];
            frame.texts.with("paging-was-deferred-until", &values)
        }
        PageChange::Deferred { until: None } => by("paging-was-deferred"),
        PageChange::Resolved { cause } => match cause {
            Ended::TicketsDone => frame.t("paging-tickets-done"),
            Ended::Person | Ended::Service => by("paging-was-resolved"),
        },
    };
    let minutes = event.late_by().map(|late| late.as_mins().to_string());
    Row {
        at: event.at,
        what,
        late: minutes.map(|minutes| frame.t1("paging-late", "minutes", &minutes)),
    }
}

fn step_in_words(frame: &Frame<'_>, step: Option<Step>) -> String {
    match step {
        Some(Step::Level { round, level }) => {
            let (round, level) = (u32::from(round) + 1, u32::from(level) + 1);
            let values = [("round", round.to_string()), ("level", level.to_string())];
            let values = values
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            frame.texts.with("paging-level", &values)
        }
        Some(Step::LastResort) => frame.t("paging-last-resort"),
        None => frame.t("paging-again"),
    }
}
