//! The changes that events record.

use super::assigned::Assigned;
use super::corrected::Corrected;
use super::opening::Opening;
use super::rating::GivenRating;
use super::state::Ticket;
use crate::attachment::{FileId, FileName, QuarantineReason};
use crate::clock::{Metric, Settled};
use crate::incident::IncidentId;
use crate::oncall::PageId;
use crate::value::{
    ChoiceId, EmailAddress, Line, MediaType, PolicyId, Prose, StatusId, TicketId, TopicId,
    WebAddress,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A change of a ticket, as an event records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// The ticket was opened.
    Opened(Box<Opening>),
    /// Somebody wrote a comment or an internal note.
    Commented {
        /// The text of the comment.
        body: Prose,
        /// `true` for an internal note, which only the desk's people see.
        internal: bool,
    },
    /// The status was changed.
    StatusChanged {
        /// The status before.
        from: StatusId,
        /// The status after.
        to: StatusId,
        /// The public comment that came with the move.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<Prose>,
        /// The cause of the change.
        cause: Cause,
        /// What counted of the service levels before the oldest status that the ticket keeps from then on. Empty while it
        /// keeps all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        settled: Vec<Settled>,
    },
    /// A file was added to the ticket.
    Attached {
        /// The file's ID.
        file: FileId,
        /// The file's name.
        name: FileName,
        /// The size in bytes.
        size: u64,
        /// The media type of the content.
        content_type: MediaType,
        /// `true` hides the file from everybody but the desk's people.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
    },
    /// An uploaded file failed the inspection and is in quarantine.
    AttachmentRefused {
        /// The file's ID.
        file: FileId,
        /// The file's name.
        name: FileName,
        /// The reason for the quarantine.
        reason: QuarantineReason,
        /// The address of the sender.
        sender: EmailAddress,
        /// `true` if the sender had only the key of the opener.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_opener: bool,
    },
    /// A scanner found something harmful in a file. Nobody can download it any more.
    AttachmentInfected {
        /// The file's ID.
        file: FileId,
        /// The file's name.
        name: FileName,
        /// The address of the sender.
        sender: EmailAddress,
        /// `true` if only the desk's people could see the file.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        internal: bool,
        /// `true` if the sender had only the key of the opener.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_opener: bool,
    },
    /// The requester acted with a mailed key for the first time: the address is theirs.
    Confirmed,
    /// The opener had mistyped the address, and nobody had confirmed it yet.
    AddressCorrected {
        /// The address from then on.
        to: EmailAddress,
        /// The contract of the customer whose people have such addresses.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ChoiceId>,
        /// The metrics whose targets are others with that contract.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        anew: Vec<Metric>,
    },
    /// The link was asked for again. It is mailed to the requester.
    LinkRequested,
    /// The holder of the address said that the ticket is not theirs.
    Disowned,
    /// The ticket was shared with somebody, who is copied from then on.
    WatcherAdded {
        /// Their address.
        email: EmailAddress,
    },
    /// Somebody is no longer copied.
    WatcherRemoved {
        /// Their address.
        email: EmailAddress,
    },
    /// One of the desk offered the requester a remote session.
    RemoteSessionOffered {
        /// The address of its page.
        address: WebAddress,
        /// The time until which the offer holds.
        ends_at: Timestamp,
    },
    /// The people on call were called for it.
    Paged {
        /// The page, which another ticket may have started.
        page: PageId,
        /// The policy that calls.
        policy: PolicyId,
        /// The service levels that called them, since they had missed their targets. None, if it was somebody of the desk, or the
        /// opening.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        breached: Vec<Metric>,
    },
    /// The ticket was given to somebody of the desk, to one of its teams, or to nobody in particular.
    Assigned(Assigned),
    /// One of the desk corrected what the ticket is about, or how urgent it is.
    DetailsChanged {
        /// The topic.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<Corrected<TopicId>>,
        /// The priority.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<Corrected<ChoiceId>>,
        /// The impact.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        impact: Option<Corrected<ChoiceId>>,
        /// The metrics that have another target now. It holds from the start of their clocks, and what was recorded of the former one
        /// counts no more.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        anew: Vec<Metric>,
    },
    /// The requester said how the desk did.
    Rated {
        /// The mark, from 1 to the highest of the desk's scale.
        score: u8,
        /// What the requester wrote about it. `None` leaves what they wrote before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<Prose>,
        /// The time at which the closing was rated first. A rating that is changed keeps it.
        given_at: Timestamp,
        /// The mark that it replaces.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<u8>,
    },
    /// The ticket was linked to an incident: many people have the same trouble.
    IncidentLinked {
        /// The incident.
        incident: IncidentId,
        /// What the trouble is, in one line.
        title: Line,
    },
    /// That was a mistake.
    IncidentUnlinked {
        /// The incident.
        incident: IncidentId,
    },
    /// The target of a service level was near.
    ServiceLevelReminded {
        /// What the service level measures.
        metric: Metric,
        /// The target.
        target_at: Timestamp,
    },
    /// The target of a service level passed before it was met.
    ServiceLevelBreached {
        /// What the service level measures.
        metric: Metric,
        /// The target.
        target_at: Timestamp,
        /// The policy that is to call people for it, by a rule of the desk.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calls: Option<PolicyId>,
    },
    /// Somebody wrote when the ticket could not be taken up again, which opened another.
    FollowedUp {
        /// The other ticket.
        by: TicketId,
    },
    /// The requester was reminded that they are waited for.
    RequesterReminded {
        /// The time at which the status changes if nobody writes.
        closes_at: Timestamp,
    },
    /// All keys of the ticket ended. The next mails bring others.
    KeysRevoked,
    /// Something that a later version of Docket wrote and this one cannot read. It is never written.
    #[serde(skip)]
    Unknown {
        /// `true` if only the desk's people see it.
        internal: bool,
    },
}

impl Change {
    /// The names of all changes that this version knows, as [`Self::name`] returns them.
    pub const KINDS: [&str; 24] = [
        "opened",
        "commented",
        "status_changed",
        "attached",
        "attachment_refused",
        "attachment_infected",
        "confirmed",
        "disowned",
        "address_corrected",
        "link_requested",
        "keys_revoked",
        "watcher_added",
        "watcher_removed",
        "remote_session_offered",
        "paged",
        "assigned",
        "rated",
        "details_changed",
        "incident_linked",
        "incident_unlinked",
        "service_level_reminded",
        "service_level_breached",
        "requester_reminded",
        "followed_up",
    ];

    /// The name of the change in the API, which its text in the timeline is found by as well.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Opened(_) => "opened",
            Self::Commented { .. } => "commented",
            Self::StatusChanged { .. } => "status_changed",
            Self::Attached { .. } => "attached",
            Self::AttachmentRefused { .. } => "attachment_refused",
            Self::AttachmentInfected { .. } => "attachment_infected",
            Self::Confirmed => "confirmed",
            Self::Disowned => "disowned",
            Self::AddressCorrected { .. } => "address_corrected",
            Self::LinkRequested => "link_requested",
            Self::RemoteSessionOffered { .. } => "remote_session_offered",
            Self::Paged { .. } => "paged",
            Self::Assigned(_) => "assigned",
            Self::Rated { .. } => "rated",
            Self::DetailsChanged { .. } => "details_changed",
            Self::IncidentLinked { .. } => "incident_linked",
            Self::IncidentUnlinked { .. } => "incident_unlinked",
            Self::ServiceLevelReminded { .. } => "service_level_reminded",
            Self::ServiceLevelBreached { .. } => "service_level_breached",
            Self::FollowedUp { .. } => "followed_up",
            Self::RequesterReminded { .. } => "requester_reminded",
            Self::KeysRevoked => "keys_revoked",
            Self::WatcherAdded { .. } => "watcher_added",
            Self::WatcherRemoved { .. } => "watcher_removed",
            Self::Unknown { .. } => "unknown",
        }
    }

    /// The words that a person wrote with it.
    #[must_use]
    pub fn words(&self) -> Option<&Prose> {
        match self {
            Self::Opened(opening) => Some(&opening.description),
            Self::Commented { body, .. } => Some(body),
            Self::StatusChanged { comment, .. } | Self::Rated { comment, .. } => comment.as_ref(),
            Self::Assigned(assigned) => assigned.comment.as_ref(),
            _ => None,
        }
    }

    /// `true` for what only the desk's people see; `None` for what can never be internal.
    #[must_use]
    pub fn is_internal(&self) -> Option<bool> {
        match self {
            Self::Commented { internal, .. }
            | Self::Attached { internal, .. }
            | Self::AttachmentInfected { internal, .. }
            | Self::Unknown { internal } => Some(*internal),
            Self::KeysRevoked
            | Self::Paged { .. }
            | Self::ServiceLevelReminded { .. }
            | Self::ServiceLevelBreached { .. } => Some(true),
            Self::Assigned(assigned) => Some(!assigned.is_for_people()),
            _ => None,
        }
    }

    /// Returns `true` for words or files that people outside the desk see.
    pub(super) fn is_for_people(&self) -> bool {
        match self {
            Self::Commented { internal, .. } | Self::Attached { internal, .. } => !internal,
            Self::StatusChanged { comment, .. } => comment.is_some(),
            Self::RemoteSessionOffered { .. } => true,
            Self::Assigned(assigned) => assigned.comment.is_some(),
            _ => false,
        }
    }

    /// Makes the change on the state of its ticket. An opening makes none: it is the state.
    pub(super) fn make(&self, ticket: &mut Ticket, at: Timestamp) {
        match self {
            Self::Commented { internal, .. } | Self::Attached { internal, .. } => {
                if !internal {
                    ticket.last_public_activity_at = at;
                }
            }
            Self::StatusChanged {
                to,
                comment,
                settled,
                ..
            } => {
                let (from, since) = (&ticket.status, ticket.status_since);
                ticket.clocks.leave(from, since, settled);
                ticket.status = to.clone();
                ticket.status_since = at;
                if comment.is_some() {
                    ticket.last_public_activity_at = at;
                }
            }
            Self::Confirmed => ticket.confirmed_at = Some(at),
            Self::AddressCorrected { to, contract, anew } => {
                ticket.clocks.begin_anew(anew);
                ticket.requester.email = to.clone();
                // It was that of the address before.
                ticket.company = None;
                ticket.contract.clone_from(contract);
                ticket.watchers.retain(|watcher| watcher != to);
                ticket.address_corrected = true;
            }
            Self::LinkRequested => {
                ticket.links_requested = ticket.links_requested.saturating_add(1);
                ticket.link_requested_at = Some(at);
            }
            Self::Disowned => {
                ticket.disowned = true;
                ticket.company = None;
                ticket.contract = None;
                ticket.watchers.clear();
            }
            Self::WatcherAdded { email } => {
                if !ticket.watchers.contains(email) {
                    ticket.watchers.push(email.clone());
                }
            }
            Self::RemoteSessionOffered { .. } => ticket.last_public_activity_at = at,
            Self::WatcherRemoved { email } => ticket.watchers.retain(|watcher| watcher != email),
            Self::Paged { page, breached, .. } => {
                ticket.page = Some(*page);
                ticket.clocks.called(breached);
            }
            Self::Assigned(assigned) => {
                ticket.assignee = assigned.to.as_ref().map(|to| to.email.clone());
                ticket.team.clone_from(&assigned.team);
                ticket.introduced |= assigned.introduces;
                if assigned.comment.is_some() {
                    ticket.last_public_activity_at = at;
                }
            }
            Self::DetailsChanged {
                topic,
                priority,
                impact,
                anew,
            } => {
                if let Some(topic) = topic {
                    ticket.topic = topic.to.clone();
                }
                if let Some(priority) = priority {
                    ticket.priority = Some(priority.to.clone());
                }
                if let Some(impact) = impact {
                    ticket.impact = Some(impact.to.clone());
                }
                ticket.clocks.begin_anew(anew);
            }
            Self::Rated {
                score, given_at, ..
            } => {
                ticket.rating = Some(GivenRating {
                    score: *score,
                    given_at: *given_at,
                    closed_at: ticket.status_since,
                });
            }
            Self::IncidentLinked { incident, .. } => ticket.incident = Some(*incident),
            Self::IncidentUnlinked { incident } => {
                ticket.incident = ticket.incident.filter(|linked| linked != incident);
            }
            Self::ServiceLevelReminded { metric, target_at } => {
                ticket.clocks.remind(*metric, *target_at);
            }
            Self::ServiceLevelBreached {
                metric,
                target_at,
                calls,
            } => {
                ticket.clocks.breach(*metric, *target_at, calls.clone());
            }
            Self::FollowedUp { by } => ticket.follow_up = Some(by.clone()),
            Self::RequesterReminded { .. } => ticket.requester_reminded_at = Some(at),
            Self::KeysRevoked => ticket.key_epoch = ticket.key_epoch.saturating_add(1),
            Self::Opened(_)
            | Self::AttachmentRefused { .. }
            | Self::AttachmentInfected { .. }
            | Self::Unknown { .. } => {}
        }
    }

    /// Returns `true` if the system made the change, and not the person whose command it follows from: a
    /// rule of the desk, the clock, or an inspection of a file.
    #[must_use]
    pub fn is_by_system(&self) -> bool {
        match self {
            Self::StatusChanged { cause, .. } => *cause != Cause::Move,
            Self::AttachmentRefused { .. }
            | Self::AttachmentInfected { .. }
            | Self::RequesterReminded { .. }
            | Self::ServiceLevelReminded { .. }
            | Self::ServiceLevelBreached { .. } => true,
            Self::Assigned(assigned) => assigned.by_rule,
            Self::Paged { breached, .. } => !breached.is_empty(),
            _ => false,
        }
    }
}

/// The cause of a change of status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A person made a move.
    Move,
    /// A comment or a file caused it. Its event comes just before, and no message is sent for the
    /// change itself.
    Reaction,
    /// Nobody wrote in public or sent a public file for the time that the desk file sets.
    Silence,
    /// The incident that the ticket is linked to was closed, and its tickets with it.
    Incident,
}
