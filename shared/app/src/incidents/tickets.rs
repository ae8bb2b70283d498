//! The tickets of an incident: linked, unlinked, and whom they concern.

use super::read::incident_of;
use crate::error::AppError;
use crate::tickets::{Act, act};
use docket_cloud::store::Write;
use docket_cloud::{Cloud, StoreError};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::incident::{Incident, IncidentId};
use docket_domain::notice::Audience;
use docket_domain::ticket::{Command, Ticket};
use docket_domain::{EmailAddress, FieldProblem, Refusal, TicketId};
use jiff::Timestamp;

/// Links tickets to an incident. From then on, its updates reach their requesters, and whoever looks after these customers. A ticket that was linked to
/// another incident leaves it.
///
/// # Errors
/// When a ticket is not there: none is linked then. When the incident is closed, or the table fails.
pub async fn link_all(
    cloud: &Cloud,
    desk: &Desk,
    incident: &Incident,
    tickets: &[TicketId],
    actor: &Actor,
    now: Timestamp,
) -> Result<(), AppError> {
    existing(cloud, desk, tickets).await?;
    let link = Link {
        cloud,
        desk,
        incident,
        now,
    };
    for id in tickets {
        act(cloud, desk, id, actor, now, &link).await?;
    }
    Ok(())
}

/// Returns the tickets with these IDs, in order.
///
/// # Errors
/// When one of them is not there. When the table cannot be read.
pub(super) async fn existing(
    cloud: &Cloud,
    desk: &Desk,
    tickets: &[TicketId],
) -> Result<Vec<Ticket>, AppError> {
    let mut found = Vec::new();
    for id in tickets {
        let ticket = cloud.store.ticket(id).await?;
        let Some(ticket) = ticket.filter(|ticket| ticket.desk == *desk.id) else {
            let ticket = id.clone();
            return Err(Refusal::field("tickets", FieldProblem::NoSuchTicket { ticket }).into());
        };
        found.push(ticket);
    }
    Ok(found)
}

/// Links a ticket to an incident.
pub(super) struct Link<'a> {
    pub(super) cloud: &'a Cloud,
    pub(super) desk: &'a Desk,
    pub(super) incident: &'a Incident,
    pub(super) now: Timestamp,
}

impl Act for Link<'_> {
    async fn command(&self, ticket: &Ticket) -> Result<Option<(Command, Vec<Write>)>, AppError> {
        let (store, incident) = (&self.cloud.store, self.incident);
        if ticket.incident == Some(incident.id) {
            return Ok(None);
        }
        // The commit has the same condition: this is to say so.
        let state = incident_of(self.cloud, self.desk, incident.id).await?;
        if state.is_none_or(|state| state.is_closed()) {
            return Err(Refusal::IncidentClosed.into());
        }
        let mut writes = Vec::new();
        if let Some(before) = ticket.incident {
            writes.push(store.end_incident_ticket_write(before, &ticket.id)?);
        }
        writes.extend(store.incident_ticket_writes(incident.id, &ticket.id, self.now)?);
        let command = Command::LinkToIncident {
            incident: incident.id,
            title: incident.title.clone(),
        };
        Ok(Some((command, writes)))
    }
}

/// Returns who is told of the incident of a ticket, as the ticket is now: its requester, unless they said that it is not theirs, and whoever looks after
/// the customer, with `true`.
///
/// # Errors
/// When the table cannot be read.
pub async fn people_of(
    cloud: &Cloud,
    desk: &Desk,
    ticket: &Ticket,
) -> Result<Vec<(EmailAddress, bool)>, StoreError> {
    let company = match &ticket.company {
        Some(id) => cloud.store.company(&desk.id, id).await?,
        None => None,
    };
    let audience = Audience { company };
    let requester = &ticket.requester.email;
    let manager = audience.project_manager(ticket, desk);
    let manager = manager.filter(|email| *email != requester);
    let requester = Some(requester).filter(|_| !ticket.disowned);
    let requester = requester.map(|email| (email.clone(), false));
    let manager = manager.map(|email| (email.clone(), true));
    Ok(requester.into_iter().chain(manager).collect())
}

/// Takes a ticket off an incident. Returns `false` if it is not linked to it.
///
/// # Errors
/// [`AppError::NoTicket`] when the desk has no such ticket. When the table fails.
pub async fn unlink(
    cloud: &Cloud,
    desk: &Desk,
    incident: IncidentId,
    ticket: &TicketId,
    actor: &Actor,
    now: Timestamp,
) -> Result<bool, AppError> {
    let unlink = Unlink { cloud, incident };
    act(cloud, desk, ticket, actor, now, &unlink).await
}

/// Takes a ticket off an incident.
struct Unlink<'a> {
    cloud: &'a Cloud,
    incident: IncidentId,
}

impl Act for Unlink<'_> {
    async fn command(&self, ticket: &Ticket) -> Result<Option<(Command, Vec<Write>)>, AppError> {
        let incident = self.incident;
        if ticket.incident != Some(incident) {
            return Ok(None);
        }
        let store = &self.cloud.store;
        let write = store.end_incident_ticket_write(incident, &ticket.id)?;
        let command = Command::UnlinkFromIncident { incident };
        Ok(Some((command, vec![write])))
    }
}
