//! Reads incidents.

use docket_cloud::{Cloud, StoreError};
use docket_domain::TicketId;
use docket_domain::desk::Desk;
use docket_domain::incident::{Incident, IncidentEvent, IncidentId};

/// An incident with what happened to it.
#[derive(Debug)]
pub struct IncidentView {
    /// The incident.
    pub incident: Incident,
    /// Its events, in order.
    pub events: Vec<IncidentEvent>,
    /// Some of its tickets, in the order of their IDs, at most [`docket_cloud::Store::LINKED_AT_ONCE`].
    pub tickets: Vec<TicketId>,
    /// `true` if there are more after these.
    pub has_more: bool,
}

/// Returns an incident of a desk. Returns `None` if the desk has no such incident.
///
/// # Errors
/// When the table cannot be read.
pub async fn incident_of(
    cloud: &Cloud,
    desk: &Desk,
    id: IncidentId,
) -> Result<Option<Incident>, StoreError> {
    let incident = cloud.store.incident(id).await?;
    Ok(incident.filter(|incident| incident.desk == *desk.id))
}

/// Returns an incident of a desk with what happened to it, and its tickets after that one. Returns `None` if the desk has no such incident.
///
/// # Errors
/// When the table cannot be read.
pub async fn view(
    cloud: &Cloud,
    desk: &Desk,
    id: IncidentId,
    after: Option<&TicketId>,
) -> Result<Option<IncidentView>, StoreError> {
    let Some(incident) = incident_of(cloud, desk, id).await? else {
        return Ok(None);
    };
    let (events, (tickets, has_more)) = tokio::try_join!(
        cloud.store.incident_events(id),
        cloud.store.incident_tickets(id, after)
    )?;
    Ok(Some(IncidentView {
        incident,
        events,
        tickets,
        has_more,
    }))
}
