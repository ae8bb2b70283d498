//! What is done for an incident ticket by ticket: by the request that asks for it, or by the sweep.

use super::tickets::link_all;
use crate::error::AppError;
use crate::oncall;
use crate::tickets::{Act, act};
use docket_cloud::Cloud;
use docket_cloud::store::Write;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::incident::{Incident, IncidentId, IncidentTask, IncidentWork};
use docket_domain::ticket::{Command, Ticket};
use docket_domain::{PolicyId, TicketId};
use jiff::Timestamp;

/// The most tickets that one sweep closes with their incident. The next one goes on.
const CLOSED_AT_ONCE: usize = 500;

/// Does what is noted under this name for an incident, from where it stopped. Returns the number of tickets that changed.
///
/// # Errors
/// When the table fails: it is done again then.
pub async fn do_task(
    cloud: &Cloud,
    incident: IncidentId,
    name: &str,
    now: Timestamp,
) -> Result<i64, AppError> {
    let store = &cloud.store;
    let Some(task) = store.incident_task(incident, name).await? else {
        return Ok(0);
    };
    let desk = store.desk(&task.desk).await?;
    let state = store.incident(incident).await?;
    let desk = desk.filter(|desk| !desk.is_removed());
    let (Some(desk), Some(state)) = (desk, state) else {
        store.end_incident_task(incident, name).await?;
        return Ok(0);
    };
    let changed = match &task.work {
        IncidentWork::Link {
            tickets,
            policy,
            actor,
            is_told,
        } => {
            let declared = Declared {
                cloud,
                desk: &desk,
                incident: &state,
                actor,
                now,
            };
            declared.link(tickets, policy.as_ref(), *is_told).await?
        }
        IncidentWork::Close { after } => {
            let closed = close_tickets(cloud, &desk, &task, after.clone(), now);
            match closed.await? {
                // The next sweep goes on.
                (closed, false) => return Ok(closed),
                (closed, true) => closed,
            }
        }
    };
    store.end_incident_task(incident, name).await?;
    Ok(changed)
}

/// An incident that was declared, whose tickets are linked.
struct Declared<'a> {
    cloud: &'a Cloud,
    desk: &'a Desk,
    incident: &'a Incident,
    actor: &'a Actor,
    now: Timestamp,
}

impl Declared<'_> {
    async fn link(
        &self,
        tickets: &[TicketId],
        policy: Option<&PolicyId>,
        is_told: bool,
    ) -> Result<i64, AppError> {
        let (cloud, desk, actor, now) = (self.cloud, self.desk, self.actor, self.now);
        if let (Some(policy), Some(first)) = (policy, tickets.first()) {
            let call = CallFor { of: self, policy };
            act(cloud, desk, first, actor, now, &call).await?;
        }
        let linked = link_all(cloud, desk, self.incident, tickets, actor, now);
        match linked.await {
            // Somebody was quicker to close it, or a ticket is gone: nothing will change that.
            Err(AppError::Refused(refusal)) => {
                tracing::warn!(%refusal, incident = %self.incident.id, "its tickets are not all linked");
                return Ok(0);
            }
            linked => linked?,
        }
        if is_told {
            // Told once, whether this is done once or twice.
            cloud.store.begin_telling(self.incident, 1).await?;
        }
        Ok(i64::try_from(tickets.len()).unwrap_or(i64::MAX))
    }
}

/// Calls the people on call for the first ticket of a declaration.
struct CallFor<'a> {
    of: &'a Declared<'a>,
    policy: &'a PolicyId,
}

impl Act for CallFor<'_> {
    async fn command(&self, ticket: &Ticket) -> Result<Option<(Command, Vec<Write>)>, AppError> {
        let Declared {
            cloud,
            desk,
            incident,
            actor,
            now,
        } = *self.of;
        // It is linked after the call: so they were called before. And a ticket that is done meanwhile needs nobody.
        let is_called = ticket.incident == Some(incident.id);
        if is_called || ticket.policy_to_call(Some(self.policy), desk).is_err() {
            return Ok(None);
        }
        let call = oncall::call(cloud, desk, self.policy, &ticket.id, actor, now).await?;
        let command = Command::Page {
            policy: Some(self.policy.clone()),
            page: Some(call.page),
        };
        Ok(Some((command, call.writes)))
    }
}

/// Closes tickets with their incident, after that one. Returns the number of those that changed, and whether all were looked at.
async fn close_tickets(
    cloud: &Cloud,
    desk: &Desk,
    task: &IncidentTask,
    mut after: Option<TicketId>,
    now: Timestamp,
) -> Result<(i64, bool), AppError> {
    let incident = task.incident;
    let (mut closed, mut looked_at) = (0, 0);
    while looked_at < CLOSED_AT_ONCE {
        let page = cloud.store.incident_tickets(incident, after.as_ref());
        let (tickets, has_more) = page.await?;
        looked_at += tickets.len();
        for id in &tickets {
            match act(cloud, desk, id, &Actor::System, now, &Close(incident)).await {
                Ok(changed) => closed += i64::from(changed),
                Err(AppError::NoTicket) => {}
                // It keeps no other one open, and stays to be closed by hand.
                Err(AppError::Store(error)) if error.is_about_an_item() => {
                    tracing::error!(%error, ticket = %id, "a ticket was not closed with its incident");
                }
                Err(error) => return Err(error),
            }
        }
        after = tickets.into_iter().last();
        let Some(last) = after.as_ref().filter(|_| has_more) else {
            return Ok((closed, true));
        };
        let name = task.work.name();
        cloud.store.advance_closing(incident, name, last).await?;
    }
    Ok((closed, false))
}

/// Closes a ticket with its incident.
struct Close(IncidentId);

impl Act for Close {
    async fn command(&self, _: &Ticket) -> Result<Option<(Command, Vec<Write>)>, AppError> {
        let incident = self.0;
        Ok(Some((Command::CloseWithIncident { incident }, Vec::new())))
    }
}
