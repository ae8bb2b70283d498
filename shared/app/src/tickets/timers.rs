//! What a ticket's timers do when they are due.

use crate::attempt::{Attempt, AttemptError};
use crate::error::AppError;
use docket_cloud::{Cloud, StoreError};
use docket_domain::TicketId;
use docket_domain::actor::Actor;
use docket_domain::ticket::Command;
use jiff::Timestamp;

/// Applies what is due on a ticket. Returns `true` when the ticket changed.
///
/// When nothing is due, the ticket's index keys were written for an older desk file. They are
/// corrected.
///
/// A ticket that a later version of Docket wrote is left to that version.
///
/// # Errors
/// When the table fails.
pub async fn run_timers(cloud: &Cloud, id: &TicketId, now: Timestamp) -> Result<bool, AppError> {
    match try_timers(cloud, id, now).await {
        Err(AppError::Store(error @ StoreError::Later)) => {
            tracing::warn!(%error, ticket = %id, "its timers wait");
            Ok(false)
        }
        outcome => outcome,
    }
}

async fn try_timers(cloud: &Cloud, id: &TicketId, now: Timestamp) -> Result<bool, AppError> {
    let store = &cloud.store;
    let Some(ticket) = store.ticket(id).await? else {
        return Ok(false);
    };
    let Some(desk) = store.desk(&ticket.desk).await? else {
        return Ok(false);
    };
    let attempt = Attempt::new(&desk, &Actor::System, &Command::RunTimers, now);
    let outcome = match desk.is_removed() {
        // Nothing happens on its tickets. They leave the list of what is due.
        true => Ok(None),
        false => attempt.carry_out(cloud, &ticket).await,
    };
    match outcome {
        Ok(Some(_)) => Ok(true),
        Ok(None) => {
            // Its place may come from a newer file than the one that was read a moment ago.
            let newest = store.desk_now(&ticket.desk).await?.unwrap_or(desk);
            store.reindex(&ticket, &ticket.placement(&newest)).await?;
            Ok(false)
        }
        // Another change was committed first, and the ticket has a new timer.
        Err(AttemptError::Conflict) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
