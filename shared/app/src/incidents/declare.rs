//! Declares an incident.

use super::tickets::{existing, link_all};
use crate::error::AppError;
use crate::oncall;
use crate::retry::Retry;
use crate::tickets::{Act, act};
use docket_cloud::Cloud;
use docket_cloud::store::{IdempotentRequest, IncidentCommit, Write};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::incident::{Declaration, Incident, IncidentId, StatusBoard};
use docket_domain::ticket::{Command, Known, Ticket};
use docket_domain::{FieldProblem, PolicyId, Refusal};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// Declares an incident, calls the people on call for the first of its tickets, and links all of them. A request that comes again under its key goes
/// on where the first one stopped.
///
/// # Errors
/// When a ticket is not there, the policy cannot be called, as many incidents are open as the desk may have, or the table fails.
pub async fn declare(
    cloud: &Cloud,
    desk: &Desk,
    declaration: Declaration,
    actor: &Actor,
    request: Option<&IdempotentRequest>,
    now: Timestamp,
) -> Result<Incident, AppError> {
    check_tickets(cloud, desk, &declaration).await?;
    let id = match request {
        Some(request) => id_of(request, actor),
        None => Uuid::now_v7().into(),
    };
    let (tickets, policy) = (declaration.tickets.clone(), declaration.policy.clone());
    let says_something = declaration.body.is_some();
    let incident = commit(cloud, desk, id, declaration, actor, request, now).await?;
    if let (Some(policy), Some(first)) = (&policy, tickets.first()) {
        let call = CallFor {
            cloud,
            desk,
            policy,
            actor,
            now,
        };
        act(cloud, desk, first, actor, now, &call).await?;
    }
    link_all(cloud, desk, &incident, &tickets, actor, now).await?;
    if says_something && !tickets.is_empty() {
        // Told once, whether the request comes once or twice.
        cloud.store.begin_telling(&incident).await?;
    }
    Ok(incident)
}

/// Checks that all tickets are there, and the people on call can be called for the first one.
async fn check_tickets(
    cloud: &Cloud,
    desk: &Desk,
    declaration: &Declaration,
) -> Result<(), AppError> {
    let tickets = existing(cloud, desk, &declaration.tickets).await?;
    match (&declaration.policy, tickets.first()) {
        (Some(_), None) => Err(Refusal::field("tickets", FieldProblem::Missing).into()),
        (Some(policy), Some(ticket)) => {
            ticket.policy_to_call(Some(policy), desk)?;
            Ok(())
        }
        (None, _) => Ok(()),
    }
}

/// Returns the ID of the incident that a request declares: the same each time that it comes.
fn id_of(request: &IdempotentRequest, actor: &Actor) -> IncidentId {
    let by = actor.email().map_or("", |email| email.as_str());
    let digest = Sha256::new()
        .chain_update(format!("{}\n{by}\n{}", request.desk, request.key))
        .finalize();
    let mut bytes = [0; 16];
    for (place, byte) in bytes.iter_mut().zip(digest) {
        *place = byte;
    }
    Builder::from_custom_bytes(bytes).into_uuid().into()
}

async fn commit(
    cloud: &Cloud,
    desk: &Desk,
    id: IncidentId,
    declaration: Declaration,
    actor: &Actor,
    request: Option<&IdempotentRequest>,
    now: Timestamp,
) -> Result<Incident, AppError> {
    let mark = request.map(|request| request.mark(actor));
    let mut retry = Retry::of_change();
    while retry.next().await {
        if let (Some(mark), Some(before)) = (&mark, cloud.store.incident(id).await?) {
            return match before.recent_requests.find(mark) {
                Known::CarriedOut(_) => Ok(before),
                // Too many changes since then make it forget the request; its ID says that it was carried out.
                Known::New => Ok(before),
                Known::KeyReused => Err(AppError::KeyReused),
            };
        }
        let board = cloud.store.status_board_now(&desk.id).await?;
        if !board.has_room() {
            return Err(Refusal::TooManyIncidents.into());
        }
        let (incident, event) =
            Incident::declare(id, &desk.id, declaration.clone(), actor, mark, now);
        let board: StatusBoard = board.after(&incident, &event);
        let commit = IncidentCommit {
            incident: &incident,
            event: &event,
            board: &board,
            // Its tickets are linked after it.
            is_told: false,
            closes_tickets: false,
        };
        if cloud.store.commit_incident(commit).await? {
            tracing::info!(incident = %id, "an incident was declared");
            return Ok(incident);
        }
    }
    Err(AppError::Busy)
}

/// Calls the people on call for a ticket.
struct CallFor<'a> {
    cloud: &'a Cloud,
    desk: &'a Desk,
    policy: &'a PolicyId,
    actor: &'a Actor,
    now: Timestamp,
}

impl Act for CallFor<'_> {
    async fn command(&self, ticket: &Ticket) -> Result<(Command, Vec<Write>), AppError> {
        let call = oncall::call(
            self.cloud,
            self.desk,
            self.policy,
            &ticket.id,
            self.actor,
            self.now,
        );
        let call = call.await?;
        let command = Command::Page {
            policy: Some(self.policy.clone()),
            page: Some(call.page),
        };
        Ok((command, call.writes))
    }
}
