//! Somebody who said whether they want to be told of an incident.

use super::incident_id::IncidentId;
use super::state::Incident;
use crate::value::{DeskId, EmailAddress, Language};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What the holder of an address said about the mails of an incident. The requesters of its tickets are told as long as they have not said that they
/// want none; anybody else, once they have said that they want them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follower {
    /// The incident.
    pub incident: IncidentId,
    /// The desk.
    pub desk: DeskId,
    /// The address. `None` for the requester of a ticket who has only said that they want no mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The language of the mails.
    pub language: Language,
    /// The time at which the holder said that they want to be told. `None` until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// The time at which they said that they want it no more. It holds for the tickets that they have, and for those to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Timestamp>,
    /// How often somebody asked for this address to be told. A mail asks its holder each time, until they confirm.
    #[serde(default)]
    pub asked: u32,
    /// The time of the last change.
    pub changed_at: Timestamp,
    /// The number of its changes. A change is only stored if this is still the one that it was decided on.
    #[serde(default)]
    pub revision: u64,
}

impl Follower {
    /// The most mails that ask the holder of one address, for one incident.
    pub const MAX_ASKED: u32 = 3;

    /// Returns somebody who has said nothing yet.
    #[must_use]
    pub fn new(
        incident: &Incident,
        email: Option<EmailAddress>,
        language: Language,
        now: Timestamp,
    ) -> Self {
        Self {
            incident: incident.id,
            desk: incident.desk.clone(),
            email,
            language,
            confirmed_at: None,
            stopped_at: None,
            asked: 0,
            changed_at: now,
            revision: 0,
        }
    }

    /// Returns `true` if they want no mails.
    #[must_use]
    pub fn has_stopped(&self) -> bool {
        self.stopped_at.is_some()
    }

    /// Returns `true` if the public updates are mailed there, whether they have a ticket or not.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.confirmed_at.is_some() && !self.has_stopped()
    }

    /// Returns `true` if a mail asks the holder of the address whether they want to be told.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        let has_said = self.confirmed_at.is_some() || self.has_stopped();
        !has_said && (1..=Self::MAX_ASKED).contains(&self.asked)
    }

    /// Asks once more, unless they are told, want none, or were asked often enough. Returns `None` then. Who wanted none takes that back by the link in
    /// one of the mails, or signed in.
    #[must_use]
    pub fn ask(mut self, language: Language, now: Timestamp) -> Option<Self> {
        if self.is_told() || self.has_stopped() || self.asked >= Self::MAX_ASKED {
            return None;
        }
        self.asked += 1;
        self.language = language;
        Some(self.changed(now))
    }

    /// Notes that the holder wants to be told.
    #[must_use]
    pub fn confirm(mut self, now: Timestamp) -> Self {
        self.confirmed_at = Some(now);
        self.stopped_at = None;
        self.changed(now)
    }

    /// Notes that the holder wants no mails.
    #[must_use]
    pub fn stop(mut self, now: Timestamp) -> Self {
        self.confirmed_at = None;
        self.stopped_at = Some(now);
        self.changed(now)
    }

    fn changed(mut self, now: Timestamp) -> Self {
        self.changed_at = now;
        self.revision += 1;
        self
    }
}
