//! The state of a ticket.

use super::rating::GivenRating;
use super::request::RecentRequests;
use crate::actor::Requester;
use crate::clock::Clocks;
use crate::incident::IncidentId;
use crate::oncall::PageId;
use crate::value::{
    ChoiceId, CompanyId, DeskId, EmailAddress, Format, Language, Line, StatusId, TeamId, TicketId,
    TopicId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The current state of a ticket.
///
/// The description and the comments are in the events only. A change of status therefore writes
/// little, however long the description is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The ticket's ID.
    pub id: TicketId,
    /// The desk that the ticket belongs to.
    pub desk: DeskId,
    /// The topic of the request.
    pub topic: TopicId,
    /// The summary in one line.
    pub subject: Line,
    /// The status, one of the desk's own.
    pub status: StatusId,
    /// The priority. `None` on desks without priorities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<ChoiceId>,
    /// The impact: how far the problem reaches. `None` if it was not chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<ChoiceId>,
    /// The person who asked.
    pub requester: Requester,
    /// The company that the requester asked for. `None` if they had no account, or one without a company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// The contract of the customer, by which service levels are chosen. `None` if nobody knows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ChoiceId>,
    /// The people who are copied, and get mails about the ticket.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<EmailAddress>,
    /// The language of the mails about the ticket.
    pub language: Language,
    /// The time when the requester first acted with a mailed key, which proves the address. `None` until
    /// then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// `true` once the opener has corrected the address.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub address_corrected: bool,
    /// `true` once somebody of the desk has written or sent something that is not internal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub desk_wrote: bool,
    /// The two of the desk who did that last, the last one first: of what one of them does, the other is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last_agents: Vec<EmailAddress>,
    /// `true` once the holder of the address said that the ticket is not theirs. Nobody is mailed since,
    /// and the opener's key has ended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disowned: bool,
    /// How often the link was asked for again.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub links_requested: u32,
    /// The last time that the link was asked for again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_requested_at: Option<Timestamp>,
    /// The page that called the people on call for it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageId>,
    /// Who of the desk works on it. `None` if nobody in particular does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<EmailAddress>,
    /// The team that it was given to. `None` for the one that answers its topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// `true` once the requester was told who works on it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub introduced: bool,
    /// The rating that the requester gave last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<GivenRating>,
    /// The closed ticket that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<TicketId>,
    /// The ticket that follows it, the last one if several do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<TicketId>,
    /// The incident that it is linked to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    /// How often all keys were ended. A key is of one epoch.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub key_epoch: u32,
    /// The number of its events. A change is only committed if this is still the version that it
    /// was decided on.
    pub version: u64,
    /// The time of the opening.
    pub opened_at: Timestamp,
    /// The time of the last event.
    pub updated_at: Timestamp,
    /// The time of the last change of status, or of the opening.
    pub status_since: Timestamp,
    /// The time of the last public comment or file, or of the opening.
    pub last_public_activity_at: Timestamp,
    /// The time at which the requester was reminded last that they are waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_reminded_at: Option<Timestamp>,
    /// What its clocks need beside that.
    #[serde(default, skip_serializing_if = "Clocks::is_empty")]
    pub clocks: Clocks,
    /// The format of the item that it was read from. The next change writes the current one.
    #[serde(default, skip_serializing_if = "Format::is_first")]
    pub format: Format,
    /// The last requests that had an idempotency key.
    #[serde(default, skip_serializing_if = "RecentRequests::is_empty")]
    pub recent_requests: RecentRequests,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Ticket {
    /// The highest version of a ticket: the greatest number of ten digits, which is what the keys of
    /// events have room for.
    pub const MAX_VERSION: u64 = 9_999_999_999;
}
