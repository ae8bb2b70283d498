//! Records the report of a malware scanner.

use crate::attempt::{Attempt, AttemptError};
use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::Cloud;
use docket_domain::TicketId;
use docket_domain::actor::Actor;
use docket_domain::attachment::{Attachment, FileId, Scan};
use docket_domain::desk::Desk;
use docket_domain::ticket::Command;
use std::sync::Arc;

/// Records what a scanner reports about a file. An infected file is closed for downloads first, and
/// then gets an event on its ticket.
///
/// # Errors
/// When the table fails.
pub async fn scanned(
    cloud: &Cloud,
    ticket: &TicketId,
    id: FileId,
    scan: Scan,
) -> Result<(), AppError> {
    cloud.store.record_scan(ticket, id, scan).await?;
    if scan != Scan::Infected {
        return Ok(());
    }
    let mut retry = Retry::unawaited();
    while retry.next().await {
        let store = &cloud.store;
        let (Some(stored), Some(file)) =
            (store.ticket(ticket).await?, store.file(ticket, id).await?)
        else {
            return Ok(());
        };
        let desk = desk_of(cloud, &file).await?;
        let further_writes = vec![store.infection_write(&file)?];
        let command = Command::ReportInfected(Box::new(file));
        let attempt = Attempt {
            further_writes,
            ..Attempt::new(&desk, &Actor::System, &command, cloud.clock.now())
        };
        match attempt.carry_out(cloud, &stored).await {
            Ok(_) => {
                tracing::warn!(%ticket, file = %id, "a scanner found something harmful");
                return Ok(());
            }
            Err(AttemptError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(AppError::Busy)
}

/// Loads the desk of a file.
pub(super) async fn desk_of(cloud: &Cloud, file: &Attachment) -> Result<Arc<Desk>, AppError> {
    let desk = cloud.store.desk(&file.desk).await?;
    desk.ok_or_else(|| AppError::NoDesk(file.desk.to_string()))
}
