//! A page: it calls people until one of them acknowledges it.

use super::course::{Course, Step};
use super::page_event::{Ended, PageChange, PageEvent};
use super::page_id::PageId;
use super::policy::EscalationPolicy;
use super::roster::Roster;
use crate::actor::Actor;
use crate::desk::{Channel, Openness};
use crate::refusal::Refusal;
use crate::ticket::to_milliseconds;
use crate::value::{DeskId, EmailAddress, Format, PolicyId, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The state of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its ID.
    pub id: PageId,
    /// The desk.
    pub desk: DeskId,
    /// The policy that calls.
    pub policy: PolicyId,
    /// The ticket that it started for. Others may have joined.
    pub ticket: TicketId,
    /// The time of its start.
    pub started_at: Timestamp,
    /// How far it is.
    pub state: PageState,
    /// The address of who acknowledged it, or acted on it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<EmailAddress>,
    /// The step that comes next, and its time. `None` once none comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<(Step, Timestamp)>,
    /// Those of earlier steps who are to be contacted later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<Contact>,
    /// The number of its events.
    pub version: u64,
    /// The time of its last event.
    pub updated_at: Timestamp,
    /// The format of the item that it was read from. The next change writes the current one.
    #[serde(default, skip_serializing_if = "Format::is_first")]
    pub format: Format,
}

/// How far a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// Nobody has acknowledged it.
    Open,
    /// Somebody has taken it on.
    Acknowledged,
    /// Somebody has seen that the trouble is real.
    Verified,
    /// Somebody leaves it to the desk's hours.
    Deferred,
    /// It is over.
    Resolved,
}

impl PageState {
    /// Returns its name, as the API and the texts have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Acknowledged => "acknowledged",
            Self::Verified => "verified",
            Self::Deferred => "deferred",
            Self::Resolved => "resolved",
        }
    }
}

/// Somebody who is contacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their address.
    pub to: EmailAddress,
    /// The way.
    #[serde(default)]
    pub channel: Channel,
    /// The time.
    pub at: Timestamp,
}

/// What is done to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageCommand {
    /// Calls what is due. Does nothing if nothing is.
    Run,
    /// Takes it on.
    Acknowledge,
    /// Says that the trouble is real.
    Verify,
    /// Leaves it to the desk's hours.
    Defer,
    /// Ends it.
    Resolve,
}

/// What a page has to know of its tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TicketsOfPage {
    /// `true` while one of them is not done.
    pub any_open: bool,
}

/// The most steps that are called at once, when a sweep was late.
const AT_ONCE: usize = 16;

impl Page {
    /// Starts a page for a ticket. Returns it with its events, of which the last ones call its first step.
    #[must_use]
    pub fn start(
        id: PageId,
        policy: &PolicyId,
        ticket: &TicketId,
        roster: &Roster<'_>,
        actor: &Actor,
        now: Timestamp,
    ) -> (Self, Vec<PageEvent>) {
        let now = to_milliseconds(now);
        let course = Course {
            policy: roster.desk.policy(policy),
            started_at: now,
        };
        let mut page = Self {
            id,
            desk: (*roster.desk.id).clone(),
            policy: policy.clone(),
            ticket: ticket.clone(),
            started_at: now,
            state: PageState::Open,
            by: None,
            next: Some((course.first(), now)),
            pending: Vec::new(),
            version: 0,
            updated_at: now,
            format: Format::CURRENT,
        };
        let change = PageChange::Started {
            policy: policy.clone(),
            ticket: ticket.clone(),
        };
        let mut events = page.events(vec![change], actor, now);
        page.apply_all(&events);
        let called = page.events(page.due(roster, now), &Actor::System, now);
        page.apply_all(&called);
        events.extend(called);
        (page, events)
    }

    /// Decides on a command and returns the events that it causes. Returns none if there is nothing to do: what was acknowledged stays so.
    ///
    /// # Errors
    /// When the actor does not work at the desk.
    pub fn decide(
        &self,
        command: PageCommand,
        roster: &Roster<'_>,
        tickets: TicketsOfPage,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<PageEvent>, Refusal> {
        use PageState::{Acknowledged, Deferred, Open, Resolved, Verified};
        let is_run = command == PageCommand::Run;
        if !is_run && !actor.is_staff() {
            return Err(Refusal::NotAllowed);
        }
        let ended = |cause| vec![PageChange::Resolved { cause }];
        let changes = match (command, self.state) {
            (PageCommand::Run, Open) if !tickets.any_open => ended(Ended::TicketsDone),
            (PageCommand::Run, Open) => self.due(roster, now),
            (PageCommand::Acknowledge, Open) => vec![PageChange::Acknowledged],
            (PageCommand::Verify, Open | Acknowledged) => vec![PageChange::Verified],
            (PageCommand::Defer, Open | Acknowledged | Verified) => {
                let until = match roster.desk.openness(now) {
                    Openness::ClosedUntil(Some(opening)) => Some(opening.timestamp()),
                    Openness::ClosedUntil(None) | Openness::Always | Openness::Until(_) => None,
                };
                vec![PageChange::Deferred { until }]
            }
            (PageCommand::Resolve, Open | Acknowledged | Verified | Deferred) => {
                ended(Ended::Person)
            }
            (
                PageCommand::Run | PageCommand::Acknowledge,
                Acknowledged | Verified | Deferred | Resolved,
            )
            | (PageCommand::Verify, Verified | Deferred | Resolved)
            | (PageCommand::Defer, Deferred | Resolved)
            | (PageCommand::Resolve, Resolved) => Vec::new(),
        };
        let actor = if is_run { &Actor::System } else { actor };
        Ok(self.events(changes, actor, now))
    }

    /// Returns the page after an event.
    #[must_use]
    pub fn apply(mut self, event: &PageEvent) -> Self {
        self.version = event.sequence;
        self.updated_at = event.at;
        let state = match &event.change {
            PageChange::Started { .. } => PageState::Open,
            PageChange::Called {
                step,
                contacts,
                next,
                ..
            } => {
                if step.is_some() {
                    self.pending.extend(contacts.iter().cloned());
                }
                self.pending.retain(|contact| contact.at > event.at);
                self.next = *next;
                return self;
            }
            PageChange::Acknowledged => PageState::Acknowledged,
            PageChange::Verified => PageState::Verified,
            PageChange::Deferred { .. } => PageState::Deferred,
            PageChange::Resolved { .. } => PageState::Resolved,
        };
        if state != PageState::Open {
            self.next = None;
            self.pending.clear();
            self.by = event.actor.email().cloned().or(self.by);
        }
        self.state = state;
        self
    }

    fn apply_all(&mut self, events: &[PageEvent]) {
        for event in events {
            *self = self.clone().apply(event);
        }
    }

    /// Returns the time at which it is next due. `None` if nothing more comes by itself.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        let next = self.next.iter().map(|(_, at)| *at);
        next.chain(self.pending.iter().map(|contact| contact.at))
            .min()
    }

    /// Returns `true` if everybody was called and nobody has acknowledged it.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        self.state == PageState::Open && self.due_at().is_none()
    }

    /// Returns `true` if a further ticket joins it, rather than start another one: somebody is still being called, or took it on a short while ago.
    #[must_use]
    pub fn takes_in(&self, policy: &EscalationPolicy, now: Timestamp) -> bool {
        match self.state {
            PageState::Open => !self.is_unanswered(),
            PageState::Acknowledged | PageState::Verified | PageState::Deferred => {
                now.duration_since(self.started_at) < policy.join_within()
            }
            PageState::Resolved => false,
        }
    }

    /// Returns the calls that are due. Where nobody is on call at a step, the next one is called at once; where that is so for all of a round, the
    /// last resort is.
    fn due(&self, roster: &Roster<'_>, now: Timestamp) -> Vec<PageChange> {
        let now = self.instant(now);
        let course = Course {
            policy: roster.desk.policy(&self.policy),
            started_at: self.started_at,
        };
        let mut changes = Vec::new();
        let (late, mut told): (Vec<_>, Vec<_>) = (
            self.pending
                .iter()
                .filter(|it| it.at <= now)
                .cloned()
                .collect(),
            Vec::new(),
        );
        let first = late.iter().map(|contact| contact.at).min();
        if let Some(due_at) = first {
            told.extend(late.iter().map(|contact| contact.to.clone()));
            changes.push(PageChange::Called {
                step: None,
                due_at,
                contacts: late,
                next: self.next,
            });
        }
        let mut next = self.next;
        while let Some((step, due_at)) = next
            && due_at <= now
            && changes.len() < AT_ONCE
        {
            let mut contacts = roster.contacts(course.policy, step, now);
            let is_nobody = contacts.is_empty();
            // Whoever is called for one step that is late is not called again for the next.
            contacts.retain(|contact| contact.at > now || !told.contains(&contact.to));
            let called = contacts.iter().filter(|contact| contact.at <= now);
            told.extend(called.map(|contact| contact.to.clone()));
            let planned = course.after(step).map(|after| (after, course.time(after)));
            next = match (is_nobody, planned) {
                (false, planned) => planned,
                (true, Some((after, _))) if same_round(step, after) => Some((after, now)),
                (true, _) if step == Step::LastResort => None,
                (true, _) => Some((Step::LastResort, now)),
            };
            // After a last resort that came early, the rounds go on.
            if step == Step::LastResort && !is_nobody {
                next = self.round_after_early_last_resort(&course, now);
            }
            changes.push(PageChange::Called {
                step: Some(step),
                due_at,
                contacts,
                next,
            });
        }
        changes
    }

    /// Returns the first step of the next round that is still to come.
    fn round_after_early_last_resort(
        &self,
        course: &Course<'_>,
        now: Timestamp,
    ) -> Option<(Step, Timestamp)> {
        let mut step = Some(course.first());
        while let Some(round) = step {
            let at = course.time(round);
            if at > now && matches!(round, Step::Level { .. }) {
                return Some((round, at));
            }
            step = course.next_round(round);
        }
        None
    }

    fn events(&self, changes: Vec<PageChange>, actor: &Actor, now: Timestamp) -> Vec<PageEvent> {
        let at = self.instant(now);
        let numbered = changes.into_iter().zip(self.version + 1..);
        let events = numbered.map(|(change, sequence)| PageEvent {
            page: self.id,
            desk: self.desk.clone(),
            sequence,
            at,
            actor: actor.clone(),
            change,
        });
        events.collect()
    }

    /// A function whose clock is behind must not put an event ahead of the one before it.
    fn instant(&self, now: Timestamp) -> Timestamp {
        to_milliseconds(now).max(self.updated_at)
    }
}

fn same_round(one: Step, other: Step) -> bool {
    match (one, other) {
        (Step::Level { round, .. }, Step::Level { round: other, .. }) => round == other,
        _ => false,
    }
}
