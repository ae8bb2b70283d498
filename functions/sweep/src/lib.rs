//! What is due happens: the five steps with the clock as the actor.
//!
//! A sweep asks the `due` index and nothing else, so its cost grows with what is due, not with how many tickets there are.

use docket_cloud::store::{Commit, CommitError, keys};
use docket_cloud::{Cloud, StoreError};
use docket_domain::TicketId;
use docket_domain::ticket::{Actor, Command};
use jiff::Timestamp;
use serde::Serialize;

/// What a sweep has done.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Tickets that something happened to.
    pub changed: usize,
    /// Tickets that could not be handled; the next sweep tries them again.
    pub failed: usize,
}

/// Sweeps once.
///
/// # Errors
/// When the index cannot be read. A single ticket that fails is logged and counted, and stops no other.
pub async fn handle(cloud: &Cloud) -> Result<Swept, StoreError> {
    let now = cloud.clock.now();
    let mut swept = Swept::default();
    for shard in 0..keys::DUE_SHARDS {
        for id in cloud.store.due(shard, now).await? {
            match elapse(cloud, &id, now).await {
                Ok(changed) => swept.changed += usize::from(changed),
                Err(error) => {
                    tracing::error!(%error, ticket = %id, "a due ticket could not be handled");
                    swept.failed += 1;
                }
            }
        }
    }
    Ok(swept)
}

async fn elapse(cloud: &Cloud, id: &TicketId, now: Timestamp) -> Result<bool, CommitError> {
    let store = &cloud.store;
    let Some(ticket) = store.ticket(id).await? else {
        return Ok(false);
    };
    let Some(desk) = store.desk(&ticket.desk).await? else {
        return Ok(false);
    };
    // The clock is refused nothing: what is not due makes no event.
    let events = ticket
        .decide(&Command::Elapse, &desk, &Actor::System, now)
        .unwrap_or_default();
    if events.is_empty() {
        // The desk's file has changed since the timer was set: put the ticket where it now belongs.
        store.reindex(&ticket, &desk).await?;
        return Ok(false);
    }
    let mut changed = ticket;
    for event in &events {
        changed = changed.apply(event).map_err(StoreError::from)?;
    }
    let commit = Commit {
        desk: &desk,
        ticket: &changed,
        events: &events,
        once: None,
        now,
    };
    match store.commit(&commit).await {
        // Somebody was quicker, and the ticket has another timer now.
        Err(CommitError::Conflict) => Ok(false),
        outcome => outcome.map(|()| true),
    }
}
