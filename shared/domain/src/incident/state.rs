//! An incident: what it is, and what may be done with it.

use super::correction::{Correction, with_those_that_are_gone};
use super::declaration::Declaration;
use super::incident_event::{IncidentChange, IncidentEvent};
use super::incident_id::IncidentId;
use crate::actor::Actor;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::ticket::{RecentRequests, RequestMark, to_milliseconds};
use crate::value::{DeskId, Format, Line, Prose, TopicId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its ID.
    pub id: IncidentId,
    /// The desk.
    pub desk: DeskId,
    /// What the trouble is, in one line.
    pub title: Line,
    /// The topics that it touches. All, if it names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<TopicId>,
    /// The time at which it was declared.
    pub declared_at: Timestamp,
    /// The time at which it was closed. `None` while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// The number of its events.
    pub version: u64,
    /// The time of its last event.
    pub updated_at: Timestamp,
    /// The format of the item that it was read from. The next change writes the current one.
    #[serde(default, skip_serializing_if = "Format::is_first")]
    pub format: Format,
    /// The last requests that had an idempotency key.
    #[serde(default, skip_serializing_if = "RecentRequests::is_empty")]
    pub recent_requests: RecentRequests,
}

/// What is done to an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IncidentCommand {
    /// Corrects what it says.
    Correct(Correction),
    /// Tells everybody what is new.
    Update {
        /// The public update.
        body: Prose,
    },
    /// Ends it.
    Close {
        /// The last public update.
        body: Prose,
        /// `true` to close the tickets that are linked to it as well.
        closes_tickets: bool,
    },
}

impl Incident {
    /// Declares an incident. Returns it with its first event. The time is cut to whole milliseconds. `request` is the mark of the request, if it had an
    /// idempotency key.
    #[must_use]
    pub fn declare(
        id: IncidentId,
        desk: &DeskId,
        declaration: Declaration,
        actor: &Actor,
        request: Option<RequestMark>,
        now: Timestamp,
    ) -> (Self, IncidentEvent) {
        let now = to_milliseconds(now);
        let Declaration {
            title,
            topics,
            body,
            ..
        } = declaration;
        let incident = Self {
            id,
            desk: desk.clone(),
            title: title.clone(),
            topics: topics.clone(),
            declared_at: now,
            closed_at: None,
            version: 0,
            updated_at: now,
            format: Format::CURRENT,
            recent_requests: RecentRequests::default(),
        };
        let change = IncidentChange::Declared {
            title,
            topics,
            body,
        };
        let event = IncidentEvent {
            request,
            ..incident.event(change, actor, now)
        };
        (incident.apply(&event), event)
    }

    /// Decides on a command and returns the event that it causes.
    ///
    /// A closed incident is corrected like any other, and a correction that changes nothing causes no event.
    ///
    /// # Errors
    /// When the incident is closed.
    pub fn decide(
        &self,
        command: IncidentCommand,
        desk: &Desk,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Option<IncidentEvent>, Refusal> {
        let change = match command {
            IncidentCommand::Correct(Correction { title, topics }) => {
                let topics = match topics {
                    Some(chosen) => with_those_that_are_gone(chosen, &self.topics, desk),
                    None => self.topics.clone(),
                };
                if title == self.title && topics == self.topics {
                    return Ok(None);
                }
                IncidentChange::Corrected { title, topics }
            }
            _ if self.is_closed() => return Err(Refusal::IncidentClosed),
            IncidentCommand::Update { body } => IncidentChange::Updated { body },
            IncidentCommand::Close {
                body,
                closes_tickets,
            } => IncidentChange::Closed {
                body,
                closes_tickets,
            },
        };
        Ok(Some(self.event(change, actor, now)))
    }

    fn event(&self, change: IncidentChange, actor: &Actor, now: Timestamp) -> IncidentEvent {
        IncidentEvent {
            incident: self.id,
            desk: self.desk.clone(),
            sequence: self.version + 1,
            // A function whose clock is behind must not put an event ahead of the one before it.
            at: to_milliseconds(now).max(self.updated_at),
            actor: actor.clone(),
            change,
            request: None,
        }
    }

    /// Returns the incident after an event.
    #[must_use]
    pub fn apply(mut self, event: &IncidentEvent) -> Self {
        self.version = event.sequence;
        self.updated_at = event.at;
        if let Some(mark) = event.request {
            self.recent_requests.remember(mark, event.sequence);
        }
        match &event.change {
            IncidentChange::Corrected { title, topics } => {
                self.title = title.clone();
                self.topics = topics.clone();
            }
            IncidentChange::Closed { .. } => self.closed_at = Some(event.at),
            IncidentChange::Declared { .. } | IncidentChange::Updated { .. } => {}
        }
        self
    }

    /// Returns `true` once it is over.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed_at.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Rank;
    use uuid::Uuid;

    fn agent() -> Actor {
        Actor::Agent {
            email: "agent@example.com".parse().unwrap(),
            name: "Agent".to_owned(),
            rank: Rank::Agent,
        }
    }

    #[test]
    fn a_closed_incident_takes_no_update() {
        let now = "2026-11-30T10:00:00Z".parse().unwrap();
        let demo = Desk::parse(include_str!("../../../../tests/data/demo.toml")).unwrap();
        let declaration = Declaration {
            title: Line::new("Video stops", 200).unwrap(),
            topics: Vec::new(),
            body: None,
            tickets: Vec::new(),
            policy: None,
        };
        let desk = "spotme".parse().unwrap();
        let id = IncidentId::from(Uuid::now_v7());
        let (incident, first) = Incident::declare(id, &desk, declaration, &agent(), None, now);
        assert_eq!((incident.version, first.sequence), (1, 1));
        let body = Prose::new("It works again.", Prose::MAX).unwrap();
        let close = IncidentCommand::Close {
            body: body.clone(),
            closes_tickets: true,
        };
        let earlier = "2026-11-30T09:00:00Z".parse().unwrap();
        let closed = incident
            .decide(close, &demo, &agent(), earlier)
            .unwrap()
            .unwrap();
        assert_eq!(closed.at, now, "no event is ahead of the one before it");
        let incident = incident.apply(&closed);
        assert!(incident.is_closed());
        let late = incident.decide(IncidentCommand::Update { body }, &demo, &agent(), now);
        assert_eq!(late, Err(Refusal::IncidentClosed));
        // Its title is read for long after.
        let correction = |title: &str| {
            let title = Line::new(title, 200).unwrap();
            let topics = Some(Vec::new());
            IncidentCommand::Correct(Correction { title, topics })
        };
        let same = incident.decide(correction("Video stops"), &demo, &agent(), now);
        assert_eq!(same, Ok(None));
        let corrected = incident.decide(correction("Sound stops"), &demo, &agent(), now);
        let incident = incident.apply(&corrected.unwrap().unwrap());
        assert_eq!(incident.title.as_str(), "Sound stops");
        assert!(incident.is_closed());
        // A topic that the desk has no more cannot be chosen, and stays.
        let gone: Vec<TopicId> = vec!["gone".parse().unwrap()];
        let incident = Incident {
            topics: gone.clone(),
            ..incident
        };
        let corrected = incident.decide(correction("Video stops"), &demo, &agent(), now);
        let corrected = corrected.unwrap().unwrap();
        assert_eq!(incident.apply(&corrected).topics, gone);
    }
}
