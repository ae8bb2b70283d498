//! Updates, corrects and closes an incident.

use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::Cloud;
use docket_cloud::store::{IdempotentRequest, IncidentCommit};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::incident::{
    Incident, IncidentChange, IncidentCommand, IncidentEvent, IncidentId, IncidentTask,
    IncidentWork,
};
use docket_domain::ticket::Known;
use jiff::Timestamp;

/// What somebody of the desk wants to do with an incident.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The incident.
    pub incident: IncidentId,
    /// What they want to do.
    pub command: IncidentCommand,
    /// Who they are.
    pub actor: &'a Actor,
    /// The request's idempotency key and fingerprint, if it has a key.
    pub request: Option<&'a IdempotentRequest>,
    /// The version that their page shows.
    pub version: Option<u64>,
    /// The time.
    pub now: Timestamp,
}

/// Changes an incident, and has everybody told who is told of it. A request that comes again under its key changes nothing. Returns `None` if the desk has
/// no such incident.
///
/// # Errors
/// When the incident is closed, is at another version than the page shows, the key was used for another request, or the table fails.
pub async fn change(
    cloud: &Cloud,
    desk: &Desk,
    wanted: &Wanted<'_>,
) -> Result<Option<Incident>, AppError> {
    let mark = wanted.request.map(|request| request.mark(wanted.actor));
    let mut retry = Retry::of_change();
    while retry.next().await {
        let incident = super::incident_of(cloud, desk, wanted.incident).await?;
        let Some(incident) = incident else {
            return Ok(None);
        };
        match mark.map_or(Known::New, |mark| incident.recent_requests.find(&mark)) {
            Known::New => {}
            Known::CarriedOut(_) => return Ok(Some(incident)),
            Known::KeyReused => return Err(AppError::KeyReused),
        }
        // That it is over counts more than that the page is old.
        let decided = incident.decide(wanted.command.clone(), desk, wanted.actor, wanted.now)?;
        if wanted.version.is_some_and(|it| it != incident.version) {
            return Err(AppError::Stale);
        }
        let Some(decided) = decided else {
            return Ok(Some(incident));
        };
        let event = IncidentEvent {
            request: mark,
            ..decided
        };
        let incident = incident.apply(&event);
        let board = cloud.store.status_board_now(&desk.id).await?;
        let board = board.after(&incident, &event);
        let closes_tickets = matches!(
            event.change,
            IncidentChange::Closed {
                closes_tickets: true,
                ..
            }
        );
        let closing = IncidentTask {
            incident: incident.id,
            desk: incident.desk.clone(),
            work: IncidentWork::Close { after: None },
        };
        let commit = IncidentCommit {
            incident: &incident,
            event: &event,
            board: &board,
            is_told: event.change.update().is_some(),
            task: closes_tickets.then_some((closing, event.at)),
        };
        if cloud.store.commit_incident(commit).await? {
            tracing::info!(incident = %incident.id, event = event.sequence, kind = event.change.name(), "committed");
            return Ok(Some(incident));
        }
    }
    Err(AppError::Busy)
}
