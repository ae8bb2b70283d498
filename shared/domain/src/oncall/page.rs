//! A page: it calls people until one of them acknowledges it.

use super::channel::Way;
use super::course::{Course, Step};
use super::page_event::{Ended, PageChange, PageEvent};
use super::page_id::PageId;
use super::policy::EscalationPolicy;
use super::roster::{Contacts, Roster};
use crate::actor::Actor;
use crate::refusal::Refusal;
use crate::ticket::to_milliseconds;
use crate::value::{DeskId, EmailAddress, Format, PolicyId, TicketId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A page.
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
    /// `true` once all its tickets were done. If they still are a minute later, it is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_ending: bool,
    /// `true` once somebody was called in the round of the next step.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_called: bool,
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

    /// Returns what somebody can do with a page that is so far.
    #[must_use]
    pub fn acts(self) -> &'static [PageCommand] {
        use PageCommand::{Acknowledge, Defer, Resolve, Verify};
        match self {
            Self::Open => &[Acknowledge, Verify, Resolve, Defer],
            Self::Acknowledged => &[Verify, Resolve, Defer],
            Self::Verified => &[Resolve, Defer],
            Self::Deferred => &[Resolve],
            Self::Resolved => &[],
        }
    }
}

/// Somebody who is contacted in some way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their address. `None` for a channel that a step names itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<EmailAddress>,
    /// The way.
    #[serde(rename = "channel", default)]
    pub way: Way,
    /// The time.
    pub at: Timestamp,
}

impl Contact {
    /// Returns who is contacted, and how.
    fn whom(&self) -> (Option<EmailAddress>, Way) {
        (self.to.clone(), self.way.clone())
    }
}

/// What is done to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageCommand {
    /// Calls what is due. Does nothing if nothing is.
    Run {
        /// `true` while one of its tickets is not done. Otherwise it ends.
        any_open: bool,
    },
    /// Takes it on.
    Acknowledge,
    /// Says that the trouble is real.
    Verify,
    /// Leaves it to the desk's hours.
    Defer,
    /// Ends it.
    Resolve,
}

/// The time after which a page whose tickets are done is over.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// The life of the keys of a page, as of those of a ticket that is done.
const KEYS_LIVE: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The most contacts that a page notes for later.
const MAX_PENDING: usize = 500;

/// The most changes of one run, when a sweep was late.
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
            next: Some((course.first(), course.time(course.first()))),
            pending: Vec::new(),
            is_ending: false,
            has_called: false,
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
    /// When the actor does not work at the desk. What a service tells that the desk has as a channel comes from the system.
    pub fn decide(
        &self,
        command: PageCommand,
        roster: &Roster<'_>,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<PageEvent>, Refusal> {
        let is_run = matches!(command, PageCommand::Run { .. });
        // A service beside Docket acts for somebody whom it knows.
        if !is_run && !actor.is_staff() && *actor != Actor::System {
            return Err(Refusal::NotAllowed);
        }
        let ended = |cause| vec![PageChange::Resolved { cause }];
        let changes = match command {
            PageCommand::Run { .. } if self.state != PageState::Open => Vec::new(),
            // A ticket may be about to join: it does not join a page that is ending, and those that have are seen the next time.
            PageCommand::Run { any_open: false } if !self.is_ending => vec![PageChange::Ending],
            PageCommand::Run { any_open: false } => ended(Ended::TicketsDone),
            PageCommand::Run { any_open: true } => self.due(roster, now),
            // Somebody else was quicker.
            act if !self.state.acts().contains(&act) => Vec::new(),
            PageCommand::Acknowledge => vec![PageChange::Acknowledged],
            PageCommand::Verify => vec![PageChange::Verified],
            PageCommand::Defer => {
                // Business hours that have begun already end nothing.
                let opening = roster.desk.business_hours().next_opening(now);
                let until = opening.filter(|opening| *opening > now);
                vec![PageChange::Deferred { until }]
            }
            PageCommand::Resolve if *actor == Actor::System => ended(Ended::Service),
            PageCommand::Resolve => ended(Ended::Person),
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
                nobody,
                next,
                ..
            } => {
                self.is_ending = false;
                if let Some(step) = step {
                    self.add_pending(contacts);
                    let goes_on = next.is_some_and(|(next, _)| same_round(*step, next));
                    self.has_called = goes_on && (self.has_called || !nobody);
                }
                self.pending.retain(|contact| contact.at > event.at);
                self.next = *next;
                return self;
            }
            PageChange::Ending => {
                self.is_ending = true;
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

    /// Notes whom to contact later, each once.
    fn add_pending(&mut self, contacts: &[Contact]) {
        for contact in contacts {
            if !self.pending.contains(contact) && self.pending.len() < MAX_PENDING {
                self.pending.push(contact.clone());
            }
        }
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
        let due = next
            .chain(self.pending.iter().map(|contact| contact.at))
            .min();
        match self.is_ending {
            true => self.updated_at.checked_add(LOOK_AGAIN).ok(),
            false => due,
        }
    }

    /// Returns `true` while the keys in its calls let in whoever has them: until 90 days after the last event of a page that is not open any more.
    #[must_use]
    pub fn has_live_keys(&self, now: Timestamp) -> bool {
        self.state == PageState::Open || now.duration_since(self.updated_at) < KEYS_LIVE
    }

    /// Returns `true` if all steps were called and nobody has acknowledged it.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        self.state == PageState::Open && self.next.is_none()
    }

    /// Returns `true` while a further step may be called.
    #[must_use]
    pub fn is_calling(&self) -> bool {
        self.state == PageState::Open && !self.is_unanswered() && !self.is_ending
    }

    /// Returns `true` if a further ticket joins it, rather than start another one: somebody is still to be called, or something happened to it a
    /// short while ago. What is left to the desk's hours says nothing of another ticket.
    #[must_use]
    pub fn takes_in(&self, policy: &EscalationPolicy, now: Timestamp) -> bool {
        let is_fresh = now.duration_since(self.updated_at) < policy.join_within();
        match self.state {
            PageState::Open if self.is_ending => false,
            PageState::Open => self.is_calling() || is_fresh,
            PageState::Acknowledged | PageState::Verified => is_fresh,
            PageState::Deferred | PageState::Resolved => false,
        }
    }

    /// Returns the calls that are due. Where nobody is on call at a step, the next one is called at once; where that is so for all of a round, the
    /// last resort is. Whoever has left the desk is called no more.
    fn due(&self, roster: &Roster<'_>, now: Timestamp) -> Vec<PageChange> {
        let now = self.instant(now);
        let course = Course {
            policy: roster.desk.policy(&self.policy),
            started_at: self.started_at,
        };
        let mut changes = Vec::new();
        let late = self.pending.iter().filter(|it| it.at <= now);
        let works_there = |to: &EmailAddress| roster.desk.person(to).is_some();
        let late = late.filter(|it| it.to.as_ref().is_none_or(works_there));
        let late: Vec<_> = late.cloned().collect();
        let mut told = Vec::new();
        let first = self.pending.iter().map(|contact| contact.at).min();
        if let Some(due_at) = first.filter(|at| *at <= now) {
            told.extend(late.iter().map(Contact::whom));
            changes.push(PageChange::Called {
                step: None,
                due_at,
                contacts: late,
                nobody: false,
                next: self.next,
            });
        }
        let (mut next, mut has_called) = (self.next, self.has_called);
        while let Some((step, due_at)) = next
            && due_at <= now
            && changes.len() < AT_ONCE
        {
            let Contacts {
                mut contacts,
                is_nobody,
            } = roster.contacts(course.policy, step, now);
            // Whoever is called for one step that is late is not called again for the next.
            contacts.retain(|contact| contact.at > now || !told.contains(&contact.whom()));
            let called = contacts.iter().filter(|contact| contact.at <= now);
            told.extend(called.map(Contact::whom));
            let planned = course.after(step).map(|after| (after, course.time(after)));
            next = match (is_nobody, planned) {
                (false, planned) => planned,
                (true, Some((after, _))) if same_round(step, after) => Some((after, now)),
                // Somebody of this round was called: the next one comes in its time.
                (true, planned) if has_called => planned,
                (true, _) if step == Step::LastResort => None,
                (true, _) => Some((Step::LastResort, now)),
            };
            has_called =
                (has_called || !is_nobody) && next.is_some_and(|(next, _)| same_round(step, next));
            // After a last resort that came early, the rounds go on.
            if step == Step::LastResort && !is_nobody {
                next = self.round_after_early_last_resort(&course, now);
            }
            changes.push(PageChange::Called {
                step: Some(step),
                due_at,
                contacts,
                nobody: is_nobody,
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

    /// Returns the time of the next event: now, but not before the last one. A function's clock may be behind.
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
