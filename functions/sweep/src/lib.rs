//! What is due happens: the five steps with the clock as the actor.
//!
//! A sweep asks the `due` index and nothing else, so its cost grows with what is due, not with how many tickets there are.

use docket_app::files::clear_leftover;
use docket_app::tickets::elapse;
use docket_cloud::store::{Due, keys};
use docket_cloud::{Cloud, Files, Metric, StoreError};
use serde_json::{Value, json};

/// A sweep was not carried out in whole; the next one goes on where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] StoreError),
    /// Single tickets or files could not be handled. They have stopped no other.
    #[error("{0} of what was due could not be handled; the next sweep tries it again")]
    Some(usize),
}

/// Sweeps once, and tells how many tickets something happened to, and how many uploads were given up.
///
/// # Errors
/// When something that is due could not be done: an alarm goes by it.
pub async fn handle(cloud: &Cloud, files: &Files) -> Result<Value, SweepError> {
    let now = cloud.clock.now();
    let (mut changed, mut dropped, mut failed) = (0, 0, 0);
    let mut leftovers = Vec::new();
    for shard in 0..keys::DUE_SHARDS {
        for due in cloud.store.due(shard, now).await? {
            match due {
                Due::Ticket(id) => match elapse(cloud, &id, now).await {
                    Ok(happened) => changed += i64::from(happened),
                    Err(error) => {
                        tracing::error!(%error, ticket = %id, "a due ticket could not be handled");
                        failed += 1;
                    }
                },
                Due::File(ticket, file) => leftovers.push((ticket, file)),
            }
        }
    }
    // Last, so that storage, however slow it is, keeps no timer waiting.
    for (ticket, file) in leftovers {
        match clear_leftover(cloud, files, &ticket, file, now).await {
            Ok(gone) => dropped += i64::from(gone),
            Err(error) => {
                tracing::error!(%error, %ticket, %file, "an unfinished upload could not be handled");
                failed += 1;
            }
        }
    }
    if dropped > 0 {
        cloud.metrics.note(Metric::UploadsDropped, dropped);
    }
    match failed {
        0 => Ok(json!({ "changed": changed, "dropped": dropped })),
        failed => Err(SweepError::Some(failed)),
    }
}
