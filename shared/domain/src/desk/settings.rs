//! Settings of a desk beside its topics and workflow.
//!
//! Docket reads and checks all of them. Those that have no effect yet say so.

use super::spanned::Spanned;
use super::workflow::Period;
use crate::value::{CalendarId, ChoiceId, EmailAddress, Words};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// How the desk mails people.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailSettings {
    /// The time within which all that happens to a ticket makes one mail to each person. `None` if each change makes one at once.
    pub digest: Option<Spanned<Period>>,
}

/// The input for people to copy on a ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cc {
    /// The label of the input.
    pub label: Spanned<Words>,
    /// The help text, which says whom to name.
    pub help: Option<Spanned<Words>>,
    /// The people who can be copied.
    pub who: CcWho,
}

/// The people who can be copied on a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CcWho {
    /// Anybody with an e-mail address.
    Anyone,
    /// Top-level administrators only.
    Administrators,
}

/// The limits of files on a ticket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachments {
    /// The most bytes of one file, at most 1 GiB.
    pub max_bytes: u64,
    /// The most bytes of all files of a ticket.
    pub max_total_bytes: u64,
    /// The most files of a ticket. Files on their way count.
    pub max_count: u32,
    /// The media types that are allowed. `image/*` allows all types of that kind.
    pub types: Vec<String>,
    /// The bytes of a part, 8 MiB by default. A larger file is uploaded in parts, so that a lost
    /// connection costs one part at most.
    #[serde(default = "part_bytes")]
    pub part_bytes: u64,
}

impl Attachments {
    /// The most parts of a file.
    pub const MAX_PARTS: u64 = 500;
    /// The most bytes of a file, 1 GiB. S3 cannot copy a larger one in the time that a function has.
    pub const MAX_FILE: u64 = 1024 * 1024 * 1024;
}

/// Returns 8 MiB, which takes some seconds on a slow connection.
fn part_bytes() -> u64 {
    8 * 1024 * 1024
}

/// The rule for sharing a ticket with another person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sharing {
    /// `true` lets requesters share their tickets.
    pub enabled: bool,
}

/// A customer's contract: who they are, and who looks after them. Service levels name it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// The contract's ID.
    pub id: Spanned<ChoiceId>,
    /// The contract's label.
    pub label: Spanned<Words>,
    /// The domains of the customer's e-mail addresses.
    pub domains: Vec<String>,
    /// The address of the project manager, who is told of large-scale problems.
    pub project_manager: Option<Spanned<EmailAddress>>,
    /// The calendar of the hours that were agreed on. `None` for those of the team that answers.
    pub calendar: Option<Spanned<CalendarId>>,
    /// What earlier versions read here without an effect. A file that was stored then can still be read.
    #[serde(default, rename = "first_response")]
    pub(super) former_first_response: Option<IgnoredAny>,
    /// The same.
    #[serde(default, rename = "resolution")]
    pub(super) former_resolution: Option<IgnoredAny>,
}

/// The rule for remote sessions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteSession {
    /// `true` lets agents offer a remote session.
    pub enabled: bool,
}

/// The kinds of access that an administrator can grant to the desk: to the top-level portal (`top-level-portal`), and to the others of
/// their company (`sub-portals`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportAccess {
    /// The kinds of access.
    pub scopes: Vec<super::field::Choice>,
}

impl SupportAccess {
    /// The ID of the scope that the top-level portal of a company is in.
    pub const TOP_LEVEL: &str = "top-level-portal";
    /// The ID of the scope that all other portals of a company are in.
    pub const SUB_PORTALS: &str = "sub-portals";
    /// The IDs of all scopes.
    pub const SCOPES: [&str; 2] = [Self::TOP_LEVEL, Self::SUB_PORTALS];
}
