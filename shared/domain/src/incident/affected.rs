//! Somebody whom an incident affects.

use super::incident_id::IncidentId;
use super::state::Incident;
use crate::value::{DeskId, EmailAddress, Language, TicketId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An address that is told of an incident's public updates. It stands there once, however many tickets it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// The incident.
    pub incident: IncidentId,
    /// The desk.
    pub desk: DeskId,
    /// The address.
    pub email: EmailAddress,
    /// The language of its mails.
    pub language: Language,
    /// Their tickets that are linked to the incident. Empty for somebody who follows it without one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickets: Vec<TicketId>,
    /// `true` for the customer's project manager, who sees the ticket as the desk's people do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_project_manager: bool,
    /// The time at which the holder of the address said that they want to be told. `None` until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// How often somebody asked for this address to be told. A mail asks its holder each time, until they confirm.
    #[serde(default)]
    pub asked: u32,
    /// The last time that somebody asked.
    pub asked_at: Timestamp,
}

impl Affected {
    /// The most tickets of one address that are remembered. More change nothing.
    const MAX_TICKETS: usize = 50;
    /// The most mails that ask the holder of one address, for one incident.
    pub const MAX_ASKED: u32 = 3;

    /// Returns `true` if the public updates are mailed there. To an address that was only typed, nothing is.
    #[must_use]
    pub fn is_told(&self) -> bool {
        !self.tickets.is_empty() || self.confirmed_at.is_some()
    }

    /// Returns `true` if a mail asks the holder of the address whether they want to be told.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        !self.is_told() && self.asked <= Self::MAX_ASKED
    }

    /// Returns somebody who has no ticket and has not asked yet.
    #[must_use]
    pub fn new(
        incident: &Incident,
        email: EmailAddress,
        language: Language,
        now: Timestamp,
    ) -> Self {
        Self {
            incident: incident.id,
            desk: incident.desk.clone(),
            email,
            language,
            tickets: Vec::new(),
            is_project_manager: false,
            confirmed_at: None,
            asked: 0,
            asked_at: now,
        }
    }

    /// Notes a ticket of theirs.
    #[must_use]
    pub fn with(mut self, ticket: &TicketId) -> Self {
        if !self.tickets.contains(ticket) && self.tickets.len() < Self::MAX_TICKETS {
            self.tickets.push(ticket.clone());
        }
        self
    }

    /// Forgets a ticket of theirs. Returns `None` if nothing is left to tell them of.
    #[must_use]
    pub fn without(mut self, ticket: &TicketId) -> Option<Self> {
        self.tickets.retain(|it| it != ticket);
        Some(self).filter(Self::is_told)
    }
}
