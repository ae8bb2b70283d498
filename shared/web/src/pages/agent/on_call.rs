//! The page of who is on call, with its gaps, and the form for overrides.

use crate::pages::course::{CourseView, person_name};
use crate::pages::frame::Frame;
use crate::pages::messages::{form_status, message, summary};
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::oncall::PageView;
use docket_domain::EmailAddress;
use docket_domain::desk::Desk;
use docket_domain::oncall::{
    MAX_CALENDAR, Override, OverrideDraft, OverrideKind, Roster, Schedule, Watch,
};
use docket_texts::FieldMessage;
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "oncall/calendar.html")]
struct OnCallPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    calendars: Vec<Calendar<'a>>,
    /// The page that each policy started last, with the policy's label and the time of the start.
    pages: Vec<(CourseView, String, Timestamp)>,
    policies: Vec<Policy>,
    overrides: &'a [Override],
    draft: &'a OverrideDraft,
    messages: Vec<FieldMessage>,
}

/// The weeks to come of a schedule.
struct Calendar<'a> {
    schedule: &'a Schedule,
    watches: Vec<Watch<'a>>,
    /// Those of all of them in which nobody is on call.
    gaps: Vec<Watch<'a>>,
    /// The time until which they reach.
    until: Timestamp,
}

/// Whom a policy would call now.
struct Policy {
    label: String,
    /// The minutes after its start at which each step is called, and the names of those whom it calls.
    steps: Vec<(String, String)>,
}

/// The watches that are shown of a schedule, and the gaps that are named before them.
const SHOWN: usize = 60;
const SHOWN_GAPS: usize = 10;

/// Makes the page. `draft` is what somebody has written into the form, and `messages` what is wrong with it.
#[must_use]
pub fn on_call(
    call: &Call,
    desk: &Desk,
    overrides: &[Override],
    pages: &[PageView],
    draft: &OverrideDraft,
    messages: Vec<FieldMessage>,
) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.address = frame.links(desk).on_call();
    frame.has_errors = !messages.is_empty();
    let roster = Roster { desk, overrides };
    let end = call.now.checked_add(MAX_CALENDAR).unwrap_or(Timestamp::MAX);
    let calendars = desk.schedules.iter().map(|schedule| {
        let mut watches = roster.watches(schedule, call.now, end);
        let gaps = watches.iter().filter(|watch| watch.people.is_empty());
        let gaps = gaps.take(SHOWN_GAPS).cloned().collect();
        watches.truncate(SHOWN);
        Calendar {
            schedule,
            gaps,
            until: watches.last().map_or(end, |watch| watch.until),
            watches,
        }
    });
    let policies = desk.escalation_policies.iter().map(|policy| Policy {
        label: frame.w(&policy.label).to_owned(),
        steps: (policy.steps.iter())
            .map(|step| {
                let after = step.after.duration().as_mins().to_string();
                let people = roster.step(step, call.now);
                let channels = roster.step_channels(step).map(|it| it.id.as_str());
                let people = people.iter().map(|email| person_name(desk, email));
                (after, joined(&frame, people.chain(channels).collect()))
            })
            .collect(),
    });
    let pages = pages.iter().map(|view| {
        let policy = desk.policy(&view.page.policy);
        let label = policy.map_or(view.page.policy.as_str(), |policy| frame.w(&policy.label));
        let course = CourseView::new(&frame, desk, view);
        (course, label.to_owned(), view.page.started_at)
    });
    let status = form_status(&messages);
    let template = OnCallPage {
        desk,
        calendars: calendars.collect(),
        policies: policies.collect(),
        pages: pages.collect(),
        overrides,
        draft,
        messages,
        frame,
    };
    page(status, &template)
}

/// Returns the names of people, or the words for nobody.
fn names(frame: &Frame<'_>, desk: &Desk, people: &[&EmailAddress]) -> String {
    let names = people.iter().map(|email| person_name(desk, email));
    joined(frame, names.collect())
}

/// Returns names as a list, or the words for nobody.
fn joined(frame: &Frame<'_>, names: Vec<&str>) -> String {
    match names.is_empty() {
        true => frame.t("paging-nobody"),
        false => names.join(", "),
    }
}

impl OnCallPage<'_> {
    fn names(&self, people: &[&EmailAddress]) -> String {
        names(&self.frame, self.desk, people)
    }

    fn name<'a>(&'a self, email: &'a EmailAddress) -> &'a str {
        person_name(self.desk, email)
    }

    /// Returns what an override changes, in words.
    fn change(&self, one: &Override) -> String {
        let person = self.name(one.kind.person()).to_owned();
        let with = one.kind.with().map(|with| self.name(with).to_owned());
        let values = [("person", person), ("with", with.unwrap_or_default())];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let text = match one.kind {
            OverrideKind::Add { .. } => "oncall-adds",
            OverrideKind::Remove { .. } => "oncall-removes",
            OverrideKind::Replace { .. } => "oncall-replaces",
        };
        self.frame.texts.with(text, &values)
    }

    /// Returns what is wrong with a field.
    fn wrong(&self, field: &str) -> Option<&str> {
        message(&self.messages, field)
    }

    /// Returns what is wrong, with the ID of each input.
    fn summary(&self) -> Vec<(String, String)> {
        summary(&self.messages)
    }

    /// Returns the names of the time zones that the form's times are in.
    fn zones(&self) -> String {
        let zones = self.calendars.iter().map(|calendar| {
            let zone = calendar.schedule.zone(self.desk.zone());
            zone.iana_name().unwrap_or("UTC")
        });
        let mut zones: Vec<&str> = zones.collect();
        zones.dedup();
        zones.join(", ")
    }

    /// Returns the kinds of change, with the text of each.
    fn kinds(&self) -> [(&'static str, &'static str); 3] {
        [
            ("replace", "oncall-kind-replace"),
            ("add", "oncall-kind-add"),
            ("remove", "oncall-kind-remove"),
        ]
    }
}
