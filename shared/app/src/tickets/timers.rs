//! What a ticket's timers do when they are due.

use crate::attempt::{Attempt, AttemptError, Changed};
use crate::error::AppError;
use crate::oncall::{self, Call, Reason};
use docket_cloud::{Cloud, StoreError};
use docket_domain::TicketId;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::{Command, Ticket};
use jiff::Timestamp;

/// What is done on a ticket in one go. The rest, if rules of the desk file set each other off, the next sweep does.
const MOST_AT_ONCE: usize = 4;

/// Applies what is due on a ticket, one thing after the other. Returns `true` when the ticket changed.
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
    let Some(mut ticket) = store.ticket(id).await? else {
        return Ok(false);
    };
    let Some(desk) = store.desk(&ticket.desk).await? else {
        return Ok(false);
    };
    let mut has_changed = false;
    // Nothing happens on the tickets of a removed desk. They leave the list of what is due.
    let most = if desk.is_removed() { 0 } else { MOST_AT_ONCE };
    for _ in 0..most {
        let outcome = match next(cloud, &ticket, &desk, now).await {
            // What one timer did can make another one due: a missed target, the call of the people on call.
            Ok(Some(changed)) => changed,
            Ok(None) if has_changed => return Ok(true),
            Ok(None) => break,
            // Another change was committed first, and the ticket has a new timer.
            Err(AttemptError::Conflict) => return Ok(has_changed),
            Err(error) => return Err(error.into()),
        };
        (ticket, has_changed) = (outcome.ticket, true);
    }
    if !has_changed {
        // Its place may come from a newer file than the one that was read a moment ago.
        let newest = store.desk_now(&ticket.desk).await?.unwrap_or(desk);
        store.reindex(&ticket, &ticket.placement(&newest)).await?;
    }
    Ok(has_changed)
}

/// Does what is due on a ticket first. Returns `None` if nothing is.
async fn next(
    cloud: &Cloud,
    ticket: &Ticket,
    desk: &Desk,
    now: Timestamp,
) -> Result<Option<Changed>, AttemptError> {
    let (command, further_writes) = match ticket.escalation(desk, now) {
        None => (Command::RunTimers, Vec::new()),
        Some(due) => {
            let why = (&Actor::System, Reason::Missed(due.passed_at));
            let called = oncall::call(cloud, desk, due.policy, &ticket.id, why, now);
            let Call { page, writes } = called.await?;
            (Command::Escalate { page }, writes)
        }
    };
    let attempt = Attempt {
        further_writes,
        ..Attempt::new(desk, &Actor::System, &command, now)
    };
    attempt.carry_out(cloud, ticket).await
}
