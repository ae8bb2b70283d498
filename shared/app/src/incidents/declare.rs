//! Declares an incident.

use super::task::do_task;
use super::tickets::existing;
use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::Cloud;
use docket_cloud::store::{IdempotentRequest, IncidentCommit};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::incident::{
    Declaration, Incident, IncidentId, IncidentTask, IncidentWork, StatusBoard,
};
use docket_domain::ticket::Known;
use docket_domain::{FieldProblem, Refusal};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// The time after which the sweep takes up what a declaration has not done.
const LATER: SignedDuration = SignedDuration::from_mins(1);

/// Declares an incident. Its tickets are linked, and the people on call are called for the first of them, here or by the sweep: a declaration that is
/// there is carried out whole. A request that comes again under its key declares nothing.
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
    let id = match request {
        Some(request) => id_of(request, actor),
        None => Uuid::now_v7().into(),
    };
    let incident = match declared(cloud, id, actor, request).await? {
        Some(before) => before,
        None => {
            check_tickets(cloud, desk, &declaration).await?;
            commit(cloud, desk, id, declaration, actor, request, now).await?
        }
    };
    if let Err(error) = do_task(cloud, id, IncidentTask::LINK, now, None).await {
        tracing::warn!(%error, incident = %id, "the sweep links the tickets");
    }
    Ok(incident)
}

/// Returns the incident that the request has declared before.
async fn declared(
    cloud: &Cloud,
    id: IncidentId,
    actor: &Actor,
    request: Option<&IdempotentRequest>,
) -> Result<Option<Incident>, AppError> {
    let Some(mark) = request.map(|request| request.mark(actor)) else {
        return Ok(None);
    };
    let Some(before) = cloud.store.incident(id).await? else {
        return Ok(None);
    };
    match before.recent_requests.find(&mark) {
        // Too many changes since then make it forget the request; its ID says that it was carried out.
        Known::CarriedOut(_) | Known::New => Ok(Some(before)),
        Known::KeyReused => Err(AppError::KeyReused),
    }
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
    let task = IncidentTask {
        incident: id,
        desk: (*desk.id).clone(),
        work: IncidentWork::Link {
            tickets: declaration.tickets.clone(),
            policy: declaration.policy.clone(),
            actor: actor.clone(),
        },
    };
    let has_tickets = !declaration.tickets.is_empty();
    let later = now.checked_add(LATER).unwrap_or(now);
    let mut retry = Retry::of_change();
    while retry.next().await {
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
            // Once its tickets are linked.
            is_told: false,
            task: Some((task.clone(), later)).filter(|_| has_tickets),
        };
        if cloud.store.commit_incident(commit).await? {
            tracing::info!(incident = %id, "an incident was declared");
            return Ok(incident);
        }
        // The same request, at the same time.
        if let Some(before) = declared(cloud, id, actor, request).await? {
            return Ok(before);
        }
    }
    Err(AppError::Busy)
}
