//! Settings beside topics and workflow; some desk files carry already, for later parts of Docket to put to work.

use super::spanned::Spanned;
use super::workflow::Period;
use crate::value::{ChoiceId, EmailAddress, PolicyId, StatusId, Words};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Who may be copied on a ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cc {
    /// What the input is called.
    pub label: Spanned<Words>,
    /// Whom to name there.
    pub help: Option<Spanned<Words>>,
    /// Who can be named.
    pub who: CcWho,
}

/// Who can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CcWho {
    /// Anybody with an address.
    Anyone,
    /// Top-level administrators only.
    Administrators,
}

/// Which files a ticket takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    /// The most bytes of one file.
    pub max_bytes: u64,
    /// The most bytes of all files of a ticket.
    pub max_total_bytes: u64,
    /// The most files of a ticket.
    pub max_count: u32,
    /// Media types; `image/*` for all of a kind.
    pub types: Vec<String>,
    /// A longer file goes up in parts of so many bytes, so that a lost connection costs one part at most.
    #[serde(default = "part_bytes")]
    pub part_bytes: u64,
}

impl Attachments {
    /// The most parts of a file.
    pub const MAX_PARTS: u64 = 500;
}

/// 8 MiB: some seconds on a slow connection.
fn part_bytes() -> u64 {
    8 * 1024 * 1024
}

/// Whether a request needs an account.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// Whether one is needed.
    pub required: bool,
    /// Whose it is.
    pub kind: AccountKind,
    /// Whether its address is confirmed by mail before the first request.
    #[serde(default)]
    pub confirm_once: bool,
    /// What those are told who cannot reach that mailbox.
    pub no_mailbox: Option<Spanned<Words>>,
}

/// Whose an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A person's.
    Person,
    /// A company's, with one or more addresses.
    Company,
    /// A top-level administrator's.
    Administrator,
}

/// Whether a requester may share a ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sharing {
    /// Whether they may.
    pub enabled: bool,
}

/// How the requester is asked what they thought of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// The highest mark; the lowest is 1.
    pub scale: Spanned<u8>,
    /// The statuses on which it is asked.
    pub ask_on: Vec<Spanned<StatusId>>,
}

/// Who is paged, in which order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationPolicy {
    /// Its ID.
    pub id: Spanned<PolicyId>,
    /// What it is called.
    pub label: Spanned<Words>,
    /// Its levels.
    pub steps: Vec<EscalationStep>,
    /// Whether the customer's project manager is told as well.
    #[serde(default)]
    pub inform_project_manager: bool,
}

/// One level of an escalation policy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationStep {
    /// How long after the start, if nobody has acknowledged.
    pub after: Period,
    /// Who is paged: addresses of the desk's people.
    pub notify: Vec<Spanned<EmailAddress>>,
}

/// A customer's own terms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Its ID.
    pub id: Spanned<ChoiceId>,
    /// What it is called.
    pub label: Spanned<Words>,
    /// The domains of its people's addresses.
    pub domains: Vec<String>,
    /// Who is told of large-scale problems.
    pub project_manager: Option<Spanned<EmailAddress>>,
    /// The time to the first response by priority, or by `any`, in open hours.
    #[serde(default)]
    pub first_response: BTreeMap<ChoiceId, Period>,
    /// The time to the resolution by priority, or by `any`, in open hours.
    #[serde(default)]
    pub resolution: BTreeMap<ChoiceId, Period>,
}

/// Whether an agent may offer a remote session.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteSession {
    /// Whether they may.
    pub enabled: bool,
}

/// What an administrator can grant the desk access to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportAccess {
    /// The kinds of access.
    pub scopes: Vec<super::field::Choice>,
}

/// Where support is, for people who come by an address of a customer's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhiteLabel {
    /// The address where support is available.
    pub home: Spanned<String>,
    /// What people are told elsewhere.
    pub text: Spanned<Words>,
}
