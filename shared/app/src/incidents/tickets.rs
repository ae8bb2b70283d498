//! The tickets of an incident: linked, unlinked, and closed with it.

use crate::error::AppError;
use crate::links::affected_name;
use crate::tickets::{Act, act};
use docket_cloud::store::{Keyring, Write};
use docket_cloud::{Cloud, StoreError};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::incident::{Affected, Incident, IncidentId};
use docket_domain::notice::Audience;
use docket_domain::ticket::{Command, Ticket};
use docket_domain::{EmailAddress, FieldProblem, Refusal, TicketId};
use jiff::Timestamp;

/// The most tickets that one sweep closes with their incident. The next one goes on.
const CLOSED_AT_ONCE: usize = 500;

/// Links tickets to an incident. From then on, its updates reach their requesters, and whoever looks after these customers. A ticket that was linked to
/// another incident leaves it.
///
/// # Errors
/// When a ticket is not there: none is linked then. When the table fails.
pub async fn link_all(
    cloud: &Cloud,
    desk: &Desk,
    incident: &Incident,
    tickets: &[TicketId],
    actor: &Actor,
    now: Timestamp,
) -> Result<(), AppError> {
    existing(cloud, desk, tickets).await?;
    let keys = cloud.store.keyring().await?;
    let link = Link {
        cloud,
        keys: &keys,
        desk,
        incident,
        now,
    };
    for id in tickets {
        act(cloud, desk, id, actor, now, &link).await?;
    }
    Ok(())
}

/// Links a ticket to an incident.
struct Link<'a> {
    cloud: &'a Cloud,
    keys: &'a Keyring,
    desk: &'a Desk,
    incident: &'a Incident,
    now: Timestamp,
}

impl Act for Link<'_> {
    async fn command(&self, ticket: &Ticket) -> Result<(Command, Vec<Write>), AppError> {
        let incident = self.incident;
        let writes = match ticket.incident == Some(incident.id) {
            true => Vec::new(),
            false => {
                let (cloud, desk) = (self.cloud, self.desk);
                link_writes(cloud, self.keys, desk, incident, ticket, self.now).await?
            }
        };
        let command = Command::LinkToIncident {
            incident: incident.id,
            title: incident.title.clone(),
        };
        Ok((command, writes))
    }
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

/// Makes the writes that go along with the link of a ticket.
async fn link_writes(
    cloud: &Cloud,
    keys: &Keyring,
    desk: &Desk,
    incident: &Incident,
    ticket: &Ticket,
    now: Timestamp,
) -> Result<Vec<Write>, StoreError> {
    let store = &cloud.store;
    let mut writes = match ticket.incident {
        Some(before) => unlink_writes(cloud, keys, desk, before, ticket).await?,
        None => Vec::new(),
    };
    writes.push(store.incident_ticket_write(incident.id, &ticket.id, now)?);
    for (email, is_manager) in told_of(cloud, desk, ticket).await? {
        let name = affected_name(keys, incident.id, &email);
        let language = match is_manager {
            true => desk.default_language(),
            false => ticket.language.clone(),
        };
        let before = store.affected(incident.id, &name).await?;
        let affected = before.unwrap_or_else(|| Affected::new(incident, email, language, now));
        let affected = Affected {
            is_project_manager: is_manager,
            ..affected.with(&ticket.id)
        };
        writes.push(store.affected_write(&name, &affected)?);
    }
    Ok(writes)
}

/// Returns who is told of the incident of a ticket: its requester, unless they said that it is not theirs, and whoever looks after the customer, with
/// `true`.
async fn told_of(
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
    let keys = cloud.store.keyring().await?;
    let unlink = Unlink {
        cloud,
        keys: &keys,
        desk,
        incident,
    };
    act(cloud, desk, ticket, actor, now, &unlink).await
}

/// Takes a ticket off an incident.
struct Unlink<'a> {
    cloud: &'a Cloud,
    keys: &'a Keyring,
    desk: &'a Desk,
    incident: IncidentId,
}

impl Act for Unlink<'_> {
    async fn command(&self, ticket: &Ticket) -> Result<(Command, Vec<Write>), AppError> {
        let incident = self.incident;
        let writes = match ticket.incident == Some(incident) {
            true => unlink_writes(self.cloud, self.keys, self.desk, incident, ticket).await?,
            false => Vec::new(),
        };
        Ok((Command::UnlinkFromIncident { incident }, writes))
    }
}

/// Makes the writes that go along when a ticket leaves an incident.
async fn unlink_writes(
    cloud: &Cloud,
    keys: &Keyring,
    desk: &Desk,
    incident: IncidentId,
    ticket: &Ticket,
) -> Result<Vec<Write>, StoreError> {
    let store = &cloud.store;
    let mut writes = vec![store.end_incident_ticket_write(incident, &ticket.id)?];
    for (email, _) in told_of(cloud, desk, ticket).await? {
        let name = affected_name(keys, incident, &email);
        if let Some(affected) = store.affected(incident, &name).await? {
            writes.push(match affected.without(&ticket.id) {
                Some(left) => store.affected_write(&name, &left)?,
                None => store.end_affected_write(incident, &name)?,
            });
        }
    }
    Ok(writes)
}

/// Closes tickets with their incident, from where the last sweep stopped. Returns the number of those that changed.
///
/// # Errors
/// When the table fails. When a ticket cannot be closed: the others are.
pub async fn close_tickets(
    cloud: &Cloud,
    incident: IncidentId,
    now: Timestamp,
) -> Result<i64, AppError> {
    let Some(closing) = cloud.store.closing(incident).await? else {
        return Ok(0);
    };
    let desk = cloud.store.desk(&closing.desk).await?;
    let Some(desk) = desk.filter(|desk| !desk.is_removed()) else {
        cloud.store.advance_closing(incident, None).await?;
        return Ok(0);
    };
    let (mut after, mut closed, mut looked_at, mut failed) = (closing.after, 0, 0, None);
    while looked_at < CLOSED_AT_ONCE {
        let page = cloud.store.incident_tickets(incident, after.as_ref());
        let (tickets, has_more) = page.await?;
        looked_at += tickets.len();
        for id in &tickets {
            match act(cloud, &desk, id, &Actor::System, now, &Close(incident)).await {
                Ok(changed) => closed += i64::from(changed),
                Err(AppError::NoTicket) => {}
                Err(error) => {
                    tracing::error!(%error, ticket = %id, "a ticket was not closed with its incident");
                    failed = Some(error);
                }
            }
        }
        after = tickets.into_iter().last();
        // A ticket that fails keeps no other one open, and stays to be closed by hand.
        let rest = after.as_ref().filter(|_| has_more);
        cloud.store.advance_closing(incident, rest).await?;
        if rest.is_none() {
            break;
        }
    }
    failed.map_or(Ok(closed), Err)
}

/// Closes a ticket with its incident.
struct Close(IncidentId);

impl Act for Close {
    async fn command(&self, _: &Ticket) -> Result<(Command, Vec<Write>), AppError> {
        let incident = self.0;
        Ok((Command::CloseWithIncident { incident }, Vec::new()))
    }
}
