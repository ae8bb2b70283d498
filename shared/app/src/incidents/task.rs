//! What is done for an incident ticket by ticket: by the request that asks for it, or by the sweep.

use super::tickets::Link;
use crate::error::AppError;
use crate::oncall::{self, Reason};
use crate::tickets::{Act, act};
use docket_cloud::Cloud;
use docket_cloud::store::Write;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::incident::{Incident, IncidentId, IncidentTask, IncidentWork};
use docket_domain::ticket::{Command, Ticket};
use docket_domain::{PolicyId, TicketId};
use jiff::Timestamp;
use std::time::Instant;

/// The most tickets that one sweep closes with their incident. The next one goes on.
const CLOSED_AT_ONCE: usize = 500;

/// Does what is noted under this name for an incident, from where it stopped, and no longer than `until`. Returns the number of tickets that changed.
///
/// # Errors
/// When the table fails: it is done again then.
pub async fn do_task(
    cloud: &Cloud,
    incident: IncidentId,
    name: &str,
    now: Timestamp,
    until: Option<Instant>,
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
        } => {
            let declared = Declared {
                cloud,
                desk: &desk,
                incident: &state,
                actor,
                now,
            };
            declared.link(tickets, policy.as_ref()).await?
        }
        IncidentWork::Close { after } => {
            let closed = close_tickets(cloud, &desk, &task, after.clone(), now, until);
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
    async fn link(&self, tickets: &[TicketId], policy: Option<&PolicyId>) -> Result<i64, AppError> {
        let (cloud, desk, actor, now) = (self.cloud, self.desk, self.actor, self.now);
        if let (Some(policy), Some(first)) = (policy, tickets.first()) {
            let call = CallFor { of: self, policy };
            tolerant(act(cloud, desk, first, actor, now, &call).await, first)?;
        }
        let link = Link {
            cloud,
            desk,
            incident: self.incident,
            now,
        };
        let mut linked = 0;
        for id in tickets {
            let outcome = act(cloud, desk, id, actor, now, &link).await;
            linked += i64::from(tolerant(outcome, id)?);
        }
        if linked > 0 {
            self.tell().await?;
        }
        Ok(linked)
    }

    /// Begins to tell of the newest update. Whoever was told of it is not told again.
    async fn tell(&self) -> Result<(), AppError> {
        let store = &self.cloud.store;
        let events = store.incident_events(self.incident.id).await?;
        let mut newest = events.iter().rev();
        if let Some(newest) = newest.find(|event| event.change.update().is_some()) {
            store.begin_telling(self.incident, newest.sequence).await?;
        }
        Ok(())
    }
}

/// Lets a ticket alone for which nothing can be done: it keeps no other one from what is done. It can be handled by hand.
fn tolerant(outcome: Result<bool, AppError>, id: &TicketId) -> Result<bool, AppError> {
    match outcome {
        Err(AppError::Store(error)) if !error.is_about_an_item() => Err(error.into()),
        Err(error @ (AppError::NoTicket | AppError::Refused(_) | AppError::Store(_))) => {
            tracing::error!(%error, ticket = %id, "a ticket of an incident is left as it is");
            Ok(false)
        }
        outcome => outcome,
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
        let store = &cloud.store;
        let task = store.incident_task(incident.id, IncidentTask::LINK).await?;
        let has_to_call = matches!(
            task.map(|task| task.work),
            Some(IncidentWork::Link {
                policy: Some(_),
                ..
            })
        );
        // A ticket that is done, or an incident that is over meanwhile, needs nobody.
        let is_needed =
            !incident.is_closed() && ticket.policy_to_call(Some(self.policy), desk).is_ok();
        if !(has_to_call && is_needed) {
            return Ok(None);
        }
        let why = (actor, Reason::Asked);
        let call = oncall::call(cloud, desk, self.policy, &ticket.id, why, now).await?;
        let command = Command::Page {
            policy: Some(self.policy.clone()),
            page: Some(call.page),
        };
        let mut writes = call.writes;
        // In the same transaction: so they are called once, however often this is tried.
        writes.push(store.called_write(incident.id)?);
        Ok(Some((command, writes)))
    }
}

/// Closes tickets with their incident, after that one. Returns the number of those that changed, and whether all were looked at.
async fn close_tickets(
    cloud: &Cloud,
    desk: &Desk,
    task: &IncidentTask,
    mut after: Option<TicketId>,
    now: Timestamp,
    until: Option<Instant>,
) -> Result<(i64, bool), AppError> {
    let incident = task.incident;
    let (mut closed, mut looked_at) = (0, 0);
    while looked_at < CLOSED_AT_ONCE {
        let page = cloud.store.incident_tickets(incident, after.as_ref());
        let (tickets, has_more) = page.await?;
        looked_at += tickets.len();
        for id in &tickets {
            let outcome = act(cloud, desk, id, &Actor::System, now, &Close(incident)).await;
            closed += i64::from(tolerant(outcome, id)?);
        }
        after = tickets.into_iter().last();
        let Some(last) = after.as_ref().filter(|_| has_more) else {
            return Ok((closed, true));
        };
        let name = task.work.name();
        cloud.store.advance_closing(incident, name, last).await?;
        if until.is_some_and(|until| Instant::now() > until) {
            break;
        }
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
