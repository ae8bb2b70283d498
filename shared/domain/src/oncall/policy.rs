//! The order in which people are called.

use crate::desk::{Period, Spanned};
use crate::value::{EmailAddress, PolicyId, Words};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The order in which people are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationPolicy {
    /// The policy's ID.
    pub id: Spanned<PolicyId>,
    /// The policy's label.
    pub label: Spanned<Words>,
    /// The steps, in the order of their times. While nobody has acknowledged, each is called at its time.
    pub steps: Vec<EscalationStep>,
    /// How often all steps are gone through again.
    #[serde(default)]
    pub repeat: u8,
    /// The time from the start of one round to the start of the next, and from the last to the last resort. `None` for ten minutes after its last
    /// step.
    pub round: Option<Spanned<Period>>,
    /// Whom to call when all rounds are over. The desk's admins, if it names nobody.
    #[serde(default)]
    pub last_resort: Vec<Spanned<Called>>,
    /// The time after the last call or act for which further tickets join a page that calls nobody any more, rather than start another. An hour,
    /// if there is none.
    pub join_within: Option<Spanned<Period>>,
    /// `true` also tells the customer's project manager, once for each page.
    #[serde(default)]
    pub inform_project_manager: bool,
}

/// One step of an escalation policy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationStep {
    /// The time after the start of the round at which the step is called.
    pub after: Spanned<Period>,
    /// Whom to call.
    pub notify: Vec<Spanned<Called>>,
}

/// Whom to call: an address of one of the desk's people, or the ID of a schedule, a rotation, a team or a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub enum Called {
    /// A person.
    Person(EmailAddress),
    /// A schedule, a rotation, a team or a channel, by its ID. No two of them have the same.
    Group(String),
}

/// What can be called, for messages.
pub(crate) const NAMES: &str = "write an address of `[[people]]`, or the ID of one of `[[schedules]]`, `[[rotations]]`, `[[teams]]` or `[[channels]]`";

impl TryFrom<String> for Called {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match text.contains('@') {
            true => (text.parse().map(Self::Person))
                .map_err(|_| format!("`{text}` is no e-mail address: {NAMES}")),
            false => Ok(Self::Group(text)),
        }
    }
}

impl fmt::Display for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(email) => email.fmt(f),
            Self::Group(id) => f.write_str(id),
        }
    }
}

/// The wait after the last step of a policy that says nothing else.
const AFTER_LAST: SignedDuration = SignedDuration::from_mins(10);
/// How long further tickets join a page that calls nobody any more, if the policy says nothing else.
const JOIN_WITHIN: SignedDuration = SignedDuration::from_hours(1);

impl EscalationPolicy {
    /// Returns the time from the start of one round to the start of the next.
    #[must_use]
    pub fn round(&self) -> SignedDuration {
        let last = || self.steps.iter().map(|step| step.after.duration()).max();
        match &self.round {
            Some(round) => round.duration(),
            None => last().unwrap_or_default().saturating_add(AFTER_LAST),
        }
    }

    /// Returns the time after the last call or act for which further tickets join a page that calls nobody any more.
    #[must_use]
    pub fn join_within(&self) -> SignedDuration {
        self.join_within
            .as_ref()
            .map_or(JOIN_WITHIN, |time| time.duration())
    }
}
