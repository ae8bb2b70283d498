//! The answers about who is on call, and about pages.

use docket_app::oncall::PageView;
use docket_domain::EmailAddress;
use docket_domain::actor::Actor;
use docket_domain::desk::{Desk, Spanned};
use docket_domain::oncall::{
    EscalationPolicy, Override, PageChange, PageEvent, Roster, Schedule, Step,
};
use docket_domain::{Language, Words};
use jiff::Timestamp;
use serde::Serialize;

/// One of the desk's people.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "OnCallPerson"))]
pub struct OnCallPersonAnswer {
    /// The address.
    pub email: String,
    /// The name. `null` for somebody who does not work at the desk any more.
    pub name: Option<String>,
}

impl OnCallPersonAnswer {
    fn new(desk: &Desk, email: &EmailAddress) -> Self {
        Self {
            email: email.to_string(),
            name: desk.person(email).map(|person| person.name.clone()),
        }
    }

    fn all<'a>(desk: &Desk, people: impl IntoIterator<Item = &'a EmailAddress>) -> Vec<Self> {
        let people = people.into_iter();
        people.map(|email| Self::new(desk, email)).collect()
    }
}

/// A time in which the same people are on call.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Watch"))]
pub struct WatchAnswer {
    /// The time from which they are.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub from: String,
    /// The time at which that ends.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub until: String,
    /// The people. Empty where nobody is on call.
    pub people: Vec<OnCallPersonAnswer>,
}

/// A schedule.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Schedule"))]
pub struct ScheduleAnswer {
    /// The ID.
    pub id: String,
    /// The label.
    pub label: String,
    /// The name of its time zone.
    pub time_zone: Option<String>,
    /// Who is on call at the time asked for.
    pub people: Vec<OnCallPersonAnswer>,
    /// Who is on call from then on, for a week.
    pub watches: Vec<WatchAnswer>,
}

/// A step of an escalation policy.
#[derive(Debug, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(rename = "EscalationStep")
)]
pub struct EscalationStepAnswer {
    /// The seconds after the start of a round at which it is called.
    pub after_seconds: i64,
    /// Whom it would call at the time asked for. Empty if nobody is on call then.
    pub people: Vec<OnCallPersonAnswer>,
    /// The IDs of the channels that it calls by, beside people.
    channels: Vec<String>,
}

/// An escalation policy.
#[derive(Debug, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(rename = "EscalationPolicy")
)]
pub struct PolicyAnswer {
    /// The ID.
    pub id: String,
    /// The label.
    pub label: String,
    /// Its steps, in order.
    pub steps: Vec<EscalationStepAnswer>,
}

/// An override.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Override"))]
pub struct OverrideAnswer {
    /// The ID.
    pub id: String,
    /// The ID of the schedule.
    pub schedule: String,
    /// What it changes.
    #[cfg_attr(test, schemars(extend("enum" = ["add", "remove", "replace"])))]
    pub kind: &'static str,
    /// The address of the person whom it adds, removes or replaces.
    pub person: String,
    /// The address of who takes their place. `null` if nobody does.
    pub with: Option<String>,
    /// The time from which it holds.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub from: String,
    /// The time at which it ends.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub until: String,
    /// The address of who made it.
    pub by: String,
}

impl From<&Override> for OverrideAnswer {
    fn from(one: &Override) -> Self {
        Self {
            id: one.id.to_string(),
            schedule: one.schedule.to_string(),
            kind: one.kind.name(),
            person: one.kind.person().to_string(),
            with: one.kind.with().map(ToString::to_string),
            from: one.from.to_string(),
            until: one.until.to_string(),
            by: one.by.to_string(),
        }
    }
}

/// Who is on call.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "OnCall"))]
pub struct OnCallAnswer {
    /// The time that the answer is about.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub at: String,
    /// The schedules of the desk.
    pub schedules: Vec<ScheduleAnswer>,
    /// Its escalation policies.
    pub policies: Vec<PolicyAnswer>,
    /// The overrides that have not ended at that time.
    pub overrides: Vec<OverrideAnswer>,
}

/// The days that an answer shows.
const DAYS: i64 = 7;

impl OnCallAnswer {
    /// Makes the answer about an instant.
    #[must_use]
    pub fn new(roster: &Roster<'_>, language: &Language, at: Timestamp) -> Self {
        let desk = roster.desk;
        let schedules = desk.schedules.iter();
        let policies = desk.escalation_policies.iter();
        Self {
            at: at.to_string(),
            schedules: schedules
                .map(|schedule| schedule_answer(roster, schedule, language, at))
                .collect(),
            policies: policies
                .map(|policy| policy_answer(roster, policy, language, at))
                .collect(),
            overrides: roster.overrides.iter().map(OverrideAnswer::from).collect(),
        }
    }
}

fn label(words: &Spanned<Words>, language: &Language) -> String {
    words.in_language(language).to_owned()
}

fn schedule_answer(
    roster: &Roster<'_>,
    schedule: &Schedule,
    language: &Language,
    at: Timestamp,
) -> ScheduleAnswer {
    let desk = roster.desk;
    let week = jiff::SignedDuration::from_hours(DAYS * 24);
    let end = at.checked_add(week).unwrap_or(Timestamp::MAX);
    let watches = roster.watches(schedule, at, end);
    let zone = schedule.zone(desk.zone());
    ScheduleAnswer {
        id: schedule.id.to_string(),
        label: label(&schedule.label, language),
        time_zone: zone.iana_name().map(str::to_owned),
        people: OnCallPersonAnswer::all(desk, roster.on_call(schedule, at)),
        watches: watches
            .into_iter()
            .map(|watch| WatchAnswer {
                from: watch.from.to_string(),
                until: watch.until.to_string(),
                people: OnCallPersonAnswer::all(desk, watch.people),
            })
            .collect(),
    }
}

fn policy_answer(
    roster: &Roster<'_>,
    policy: &EscalationPolicy,
    language: &Language,
    at: Timestamp,
) -> PolicyAnswer {
    let steps = policy.steps.iter().map(|step| EscalationStepAnswer {
        after_seconds: step.after.duration().as_secs(),
        people: OnCallPersonAnswer::all(roster.desk, roster.step(step, at)),
        channels: (roster.step_channels(step))
            .map(|channel| channel.id.to_string())
            .collect(),
    });
    PolicyAnswer {
        id: policy.id.to_string(),
        label: label(&policy.label, language),
        steps: steps.collect(),
    }
}

/// A page.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Page"))]
pub struct PageAnswer {
    /// The ID.
    pub id: String,
    /// The ID of the policy that calls.
    pub policy: String,
    /// How far it is.
    #[cfg_attr(test, schemars(extend("enum" = ["open", "acknowledged", "verified", "deferred", "resolved"])))]
    pub state: &'static str,
    /// `true` if everybody was called and nobody has acknowledged it.
    pub unanswered: bool,
    /// Who acknowledged it, or acted on it last. `null` until somebody has.
    pub by: Option<OnCallPersonAnswer>,
    /// The time of its start.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub started_at: String,
    /// The time at which somebody is called next, if nobody acknowledges before. `null` if nobody will be.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub next_at: Option<String>,
    /// The ID of the ticket that it started for.
    pub ticket: String,
    /// The IDs of all its tickets, 50 at most.
    pub tickets: Vec<String>,
    /// `true` if it has more tickets.
    pub more_tickets: bool,
    /// What happened to it, in order.
    pub events: Vec<PageEventAnswer>,
}

/// A call of somebody.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Call"))]
pub struct CallAnswer {
    /// Who. `null` for a channel that a step names itself.
    pub to: Option<OnCallPersonAnswer>,
    /// How: `mail`, or the ID of a channel.
    pub channel: String,
    /// `true` if it was sent, `false` if it was not. `null` while that is not known.
    pub sent: Option<bool>,
    /// Why it was not sent. `null` if it was.
    pub why: Option<String>,
}

/// Something that happened to a page.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PageEvent"))]
pub struct PageEventAnswer {
    /// The time.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub at: String,
    /// What happened.
    #[cfg_attr(test, schemars(extend("enum" = ["started", "called", "ending", "acknowledged", "verified", "deferred", "resolved"])))]
    pub kind: &'static str,
    /// Who did it. `null` for Docket itself.
    pub by: Option<OnCallPersonAnswer>,
    /// The round that was called, counted from 1. `null` for what is no step of a round.
    pub round: Option<u32>,
    /// The step of the policy that was called, counted from 1. `null` for what is no step of a round.
    pub level: Option<u32>,
    /// `true` if the last resort was called.
    pub last_resort: bool,
    /// `true` if nobody was on call.
    pub nobody: bool,
    /// Who was called at that moment, and how.
    pub calls: Vec<CallAnswer>,
    /// The time until which it was left to the desk's hours. `null` for all else.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub until: Option<String>,
    /// How late it was, in seconds. `null` for what was in time.
    pub late_seconds: Option<i64>,
}

impl PageEventAnswer {
    fn new(view: &PageView, event: &PageEvent, desk: &Desk) -> Self {
        let step = match &event.change {
            PageChange::Called { step, .. } => *step,
            _ => None,
        };
        let place = match step {
            Some(Step::Level { round, level }) => {
                Some((u32::from(round) + 1, u32::from(level) + 1))
            }
            Some(Step::LastResort) | None => None,
        };
        let until = match &event.change {
            PageChange::Deferred { until } => *until,
            _ => None,
        };
        let calls = event.contacted().map(|contact| {
            let outcome = view.outcome(event, contact);
            let to = contact.to.as_ref();
            CallAnswer {
                to: to.map(|email| OnCallPersonAnswer::new(desk, email)),
                channel: contact.way.to_string(),
                sent: outcome.map(|outcome| outcome.why.is_none()),
                why: outcome.and_then(|outcome| outcome.why.clone()),
            }
        });
        let by = match &event.actor {
            Actor::Agent { email, .. } => Some(OnCallPersonAnswer::new(desk, email)),
            _ => None,
        };
        Self {
            at: event.at.to_string(),
            kind: event.change.name(),
            by,
            round: place.map(|(round, _)| round),
            level: place.map(|(_, level)| level),
            last_resort: step == Some(Step::LastResort),
            nobody: matches!(event.change, PageChange::Called { nobody: true, .. }),
            until: until.map(|until| until.to_string()),
            calls: calls.collect(),
            late_seconds: event.late_by().map(|late| late.as_secs()),
        }
    }
}

impl PageAnswer {
    /// Makes the answer.
    #[must_use]
    pub fn new(view: &PageView, desk: &Desk) -> Self {
        let PageView { page, course } = view;
        Self {
            id: page.id.to_string(),
            policy: page.policy.to_string(),
            state: page.state.name(),
            unanswered: page.is_unanswered(),
            by: (page.by.as_ref()).map(|email| OnCallPersonAnswer::new(desk, email)),
            started_at: page.started_at.to_string(),
            next_at: page.due_at().map(|at| at.to_string()),
            ticket: page.ticket.to_string(),
            tickets: course.tickets.iter().map(ToString::to_string).collect(),
            more_tickets: course.has_more,
            events: (course.events.iter())
                .map(|event| PageEventAnswer::new(view, event, desk))
                .collect(),
        }
    }
}

/// The pages of a desk.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Pages"))]
pub struct PagesAnswer {
    /// The page that each policy started last, in the order of the policies. A policy that never started one has none.
    pub pages: Vec<PageAnswer>,
}
