//! The events of a page.

use super::course::Step;
use super::page::Contact;
use super::page_id::PageId;
use crate::actor::Actor;
use crate::value::{DeskId, PolicyId, TicketId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// An event of a page. Together they are its course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageEvent {
    /// The page.
    pub page: PageId,
    /// The desk.
    pub desk: DeskId,
    /// Its place among the events of the page, counted from 1.
    pub sequence: u64,
    /// The time.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    pub change: PageChange,
}

/// What happened to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PageChange {
    /// It started.
    Started {
        /// The policy that calls.
        policy: PolicyId,
        /// The ticket that it started for.
        ticket: TicketId,
    },
    /// A step was called.
    Called {
        /// The step. `None` for those of an earlier step who are to be contacted some time after it.
        step: Option<Step>,
        /// The time at which it was due.
        due_at: Timestamp,
        /// Who is contacted, and when. Whoever was called by the step before in the same run is left out.
        contacts: Vec<Contact>,
        /// `true` if nobody was on call.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        nobody: bool,
        /// The step that follows, and its time, unless somebody acknowledges before.
        next: Option<(Step, Timestamp)>,
    },
    /// All its tickets were done. It ends, unless another one joined it meanwhile.
    Ending,
    /// Somebody has taken it on. From then on it calls nobody.
    Acknowledged,
    /// Somebody has seen that the trouble is real.
    Verified,
    /// Somebody leaves it to the desk's hours.
    Deferred {
        /// The next opening. `None` if the desk is open, or does not open within a month.
        until: Option<Timestamp>,
    },
    /// It is over.
    Resolved {
        /// Why.
        cause: Ended,
    },
}

/// Why a page is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Somebody said so.
    Person,
    /// Somebody said so in a service that calls people.
    Service,
    /// All its tickets were done before anybody acknowledged it.
    TicketsDone,
}

/// What a step may be late without being called so: the sweep comes once a minute.
const PATIENCE: SignedDuration = SignedDuration::from_mins(2);

impl PageChange {
    /// Returns its name, as the API and the texts have it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Started { .. } => "started",
            Self::Called { .. } => "called",
            Self::Ending => "ending",
            Self::Acknowledged => "acknowledged",
            Self::Verified => "verified",
            Self::Deferred { .. } => "deferred",
            Self::Resolved { .. } => "resolved",
        }
    }
}

impl PageEvent {
    /// Returns how late a step was called. Returns `None` for one that was in time.
    #[must_use]
    pub fn late_by(&self) -> Option<SignedDuration> {
        self.late_at(self.at)
    }

    /// Returns how late its calls are, if they leave at that instant. Returns `None` if that is in time.
    #[must_use]
    pub fn late_at(&self, at: Timestamp) -> Option<SignedDuration> {
        let PageChange::Called { due_at, .. } = &self.change else {
            return None;
        };
        let late = at.max(self.at).duration_since(*due_at);
        (late > PATIENCE).then_some(late)
    }

    /// Returns those whom the event has contacted now.
    pub fn contacted(&self) -> impl Iterator<Item = &Contact> {
        let contacts = match &self.change {
            PageChange::Called { contacts, .. } => contacts.as_slice(),
            _ => &[],
        };
        contacts.iter().filter(|contact| contact.at <= self.at)
    }
}
