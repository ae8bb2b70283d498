//! An entry of a ticket's timeline.

use super::actor::ActorAnswer;
use super::assignee::AssigneeAnswer;
use super::desk::StatusAnswer;
use docket_domain::Language;
use docket_domain::actor::Actor;
use docket_domain::attachment::{FileId, FileName, QuarantineReason};
use docket_domain::desk::Desk;
use docket_domain::ticket::{Cause, Change, Corrected, Event};
use jiff::Timestamp;
use serde::Serialize;

/// One entry of the timeline.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Event"))]
pub struct EventAnswer {
    /// The ID, which is a cursor as well.
    id: String,
    /// The place on the timeline, from 1. The ticket's version after the event.
    sequence: u64,
    /// The time.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    at: String,
    /// The kind. `unknown` is an event of a later version of Docket.
    #[cfg_attr(test, schemars(extend("enum" = ["opened", "commented", "status_changed", "attached", "attachment_refused", "attachment_infected", "confirmed", "disowned", "address_corrected", "link_requested", "keys_revoked", "watcher_added", "watcher_removed", "remote_session_offered", "paged", "assigned", "rated", "details_changed", "incident_linked", "incident_unlinked", "service_level_reminded", "service_level_breached", "requester_reminded", "followed_up", "unknown"])))]
    kind: &'static str,
    /// The person who caused it, or the system.
    actor: ActorAnswer,
    /// The words that came with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// `true` if only the desk's people see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    internal: Option<bool>,
    /// The status before.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<StatusAnswer>,
    /// The status after.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<StatusAnswer>,
    /// The reason for the change of status: somebody's move, a reaction to a comment, silence, or the end of its incident.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("enum" = ["move", "reaction", "silence", "incident"])))]
    cause: Option<&'static str>,
    /// The file.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<FileAnswer>,
    /// The address of the person with whom the ticket is shared, or no longer is.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    /// The remote session that was offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    remote_session: Option<RemoteSessionAnswer>,
    /// The ID of the page that called the people on call.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    /// The person to whom the ticket was given. Missing if it was given to nobody in particular.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignee: Option<AssigneeAnswer>,
    /// The ID of the team that it was given to, for the desk's people.
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<String>,
    /// The topic, the priority and the impact that were corrected, each with its ID before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<DetailsAnswer>,
    /// The mark of a rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    /// The ID of the incident that the ticket was linked to, or taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
    /// What the service levels measure whose missed targets called the people on call.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    breached: Vec<&'static str>,
    /// What the service level measures whose target was near, or has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("enum" = ["first_response", "next_response", "resolution"])))]
    metric: Option<&'static str>,
    /// That target.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    target_at: Option<String>,
    /// The time at which the ticket is closed if the requester, who was reminded, does not write.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    closes_at: Option<String>,
    /// The ID of the ticket that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    follow_up: Option<String>,
}

/// A remote session that was offered.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "RemoteSession"))]
struct RemoteSessionAnswer {
    /// The address of its page, as long as the offer holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("format" = "uri")))]
    url: Option<String>,
    /// The time until which the offer holds.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    ends_at: String,
}

/// The file of an event. The ticket's `attachments` hold the other details.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "EventFile"))]
struct FileAnswer {
    /// The ID.
    id: String,
    /// The name.
    name: String,
    /// The reason why it was quarantined.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(extend("enum" = ["type", "different", "empty", "too_large", "second_by_form"])))]
    reason: Option<&'static str>,
}

/// What was corrected about a ticket.
#[derive(Debug, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(rename = "CorrectedDetails")
)]
struct DetailsAnswer {
    /// The topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<CorrectedAnswer>,
    /// The priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<CorrectedAnswer>,
    /// The impact.
    #[serde(skip_serializing_if = "Option::is_none")]
    impact: Option<CorrectedAnswer>,
}

/// An ID that was put in the place of another one.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Corrected"))]
struct CorrectedAnswer {
    /// The ID before. `null` if there was none.
    from: Option<String>,
    /// The ID from then on.
    to: String,
}

impl CorrectedAnswer {
    fn new<T: ToString>(corrected: &Corrected<T>) -> Self {
        Self {
            from: corrected.from.as_ref().map(T::to_string),
            to: corrected.to.to_string(),
        }
    }
}

impl EventAnswer {
    pub(super) fn new(
        event: &Event,
        reader: &Actor,
        desk: &Desk,
        language: &Language,
        now: Timestamp,
    ) -> Self {
        let mut answer = Self {
            id: event.id().to_string(),
            sequence: event.sequence,
            at: event.at.to_string(),
            kind: event.change.name(),
            actor: ActorAnswer::new(&event.actor, reader, language),
            body: event.change.words().map(ToString::to_string),
            internal: event.change.is_internal(),
            from: None,
            to: None,
            cause: None,
            file: None,
            person: None,
            remote_session: None,
            page: None,
            assignee: None,
            team: None,
            score: None,
            details: None,
            incident: None,
            metric: None,
            breached: Vec::new(),
            target_at: None,
            closes_at: None,
            follow_up: None,
        };
        match &event.change {
            Change::Opened(opening) => {
                answer.to = Some(StatusAnswer::of(desk, &opening.status, language));
            }
            Change::StatusChanged {
                from, to, cause, ..
            } => {
                answer.from = Some(StatusAnswer::of(desk, from, language));
                answer.to = Some(StatusAnswer::of(desk, to, language));
                answer.cause = Some(match cause {
                    Cause::Move => "move",
                    Cause::Reaction => "reaction",
                    Cause::Silence => "silence",
                    Cause::Incident => "incident",
                });
            }
            Change::Attached { file, name, .. } | Change::AttachmentInfected { file, name, .. } => {
                answer.file = Some(FileAnswer::new(*file, name, None));
            }
            Change::AttachmentRefused {
                file, name, reason, ..
            } => {
                answer.file = Some(FileAnswer::new(*file, name, Some(reason)));
            }
            Change::RemoteSessionOffered { address, ends_at } => {
                answer.remote_session = Some(RemoteSessionAnswer {
                    url: (*ends_at > now).then(|| address.to_string()),
                    ends_at: ends_at.to_string(),
                });
            }
            Change::Assigned(assigned) => {
                let to = assigned.to.as_ref();
                answer.assignee = to.map(|to| AssigneeAnswer::named(to, reader));
                let team = assigned.team.as_ref().filter(|_| reader.is_staff());
                answer.team = team.map(ToString::to_string);
            }
            Change::DetailsChanged {
                topic,
                priority,
                impact,
                ..
            } => {
                answer.details = Some(DetailsAnswer {
                    topic: topic.as_ref().map(CorrectedAnswer::new),
                    priority: priority.as_ref().map(CorrectedAnswer::new),
                    impact: impact.as_ref().map(CorrectedAnswer::new),
                });
            }
            Change::Rated { score, .. } => answer.score = Some(*score),
            Change::Paged { page, breached, .. } => {
                answer.page = Some(page.to_string());
                answer.breached = breached.iter().map(|metric| metric.name()).collect();
            }
            Change::IncidentLinked { incident, .. } | Change::IncidentUnlinked { incident } => {
                answer.incident = Some(incident.to_string());
            }
            Change::ServiceLevelReminded { metric, target_at }
            | Change::ServiceLevelBreached {
                metric, target_at, ..
            } => {
                answer.metric = Some(metric.name());
                answer.target_at = Some(target_at.to_string());
            }
            Change::FollowedUp { by } => answer.follow_up = Some(by.to_string()),
            Change::RequesterReminded { closes_at } => {
                answer.closes_at = Some(closes_at.to_string());
            }
            Change::WatcherAdded { email } | Change::WatcherRemoved { email } => {
                answer.person = Some(email.to_string());
            }
            _ => {}
        }
        answer
    }
}

impl FileAnswer {
    fn new(id: FileId, name: &FileName, reason: Option<&QuarantineReason>) -> Self {
        Self {
            id: id.to_string(),
            name: name.to_string(),
            reason: reason.map(QuarantineReason::name),
        }
    }
}
