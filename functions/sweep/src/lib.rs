//! Applies what is due: the next calls of pages, the timers of tickets, what is done for incidents, notices that waited for more to tell, and the end of files that nobody finished or confirmed.
//!
//! A sweep reads only the `due` index. So its cost grows with the number of due items, not with the
//! number of tickets.

use docket_app::files::delete_due_file;
use docket_app::incidents::do_task;
use docket_app::oncall;
use docket_app::tickets::run_timers;
use docket_cloud::store::{Due, keys};
use docket_cloud::{Cloud, Files, Metric, StoreError};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The time after its beginning at which a sweep leaves the rest to the next one: of tickets, of what is done for incidents, and of notices and files.
/// The function ends after 55 seconds.
const TICKETS_UNTIL: Duration = Duration::from_secs(15);
const INCIDENTS_UNTIL: Duration = Duration::from_secs(25);
const LEFTOVERS_UNTIL: Duration = Duration::from_secs(45);

/// A sweep did not complete. The next one continues where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] StoreError),
    /// Some tickets or files could not be handled. All others were.
    #[error("{0} of what was due could not be handled; the next sweep tries it again")]
    Some(usize),
}

/// Sweeps once. Returns the number of changed tickets and of deleted files.
///
/// # Errors
/// When something that is due could not be handled. An alarm watches these errors.
pub async fn handle(cloud: &Cloud, files: &Files) -> Result<Value, SweepError> {
    let (begun, now) = (Instant::now(), cloud.clock.now());
    let (mut changed, mut dropped, mut failed) = (0, 0, 0);
    let (mut notices, mut leftovers) = (Vec::new(), Vec::new());
    let (mut tickets, mut incidents) = (Vec::new(), Vec::new());
    for shard in 0..keys::DUE_SHARDS {
        for due in cloud.store.due(shard, now).await? {
            match due {
                // Somebody is to be woken: this comes before all else.
                Due::Page(id) => match oncall::run(cloud, id, now).await {
                    Ok(happened) => changed += i64::from(happened),
                    Err(error) => {
                        tracing::error!(%error, page = %id, "a due page could not be handled");
                        failed += 1;
                    }
                },
                Due::CallAgain(page, sequence) => {
                    if let Err(error) = cloud.store.call_again(page, sequence, now).await {
                        tracing::error!(%error, %page, sequence, "calls could not be made again");
                        failed += 1;
                    }
                }
                Due::Ticket(id) => tickets.push(id),
                Due::Incident(id, task) => incidents.push((id, task)),
                Due::Notice(event, to) => notices.push((event, to)),
                Due::File(ticket, file) => leftovers.push((ticket, file)),
            }
        }
    }
    let end = begun + TICKETS_UNTIL;
    for id in tickets {
        if Instant::now() > end {
            // The next sweep goes on, here and below, with what has been due longest.
            break;
        }
        match run_timers(cloud, &id, now).await {
            Ok(happened) => changed += i64::from(happened),
            Err(error) => {
                tracing::error!(%error, ticket = %id, "a due ticket could not be handled");
                failed += 1;
            }
        }
    }
    let end = begun + INCIDENTS_UNTIL;
    for (id, task) in incidents {
        match do_task(cloud, id, &task, now, Some(end)).await {
            Ok(done) => changed += done,
            Err(error) => {
                tracing::error!(%error, incident = %id, task, "the tickets of an incident could not all be handled");
                failed += 1;
            }
        }
    }
    let end = begun + LEFTOVERS_UNTIL;
    for (event, to) in notices {
        if Instant::now() > end {
            break;
        }
        if let Err(error) = cloud.store.ripen(&event, &to).await {
            tracing::error!(%error, %event, "a notice that waited could not be handed on");
            failed += 1;
        }
    }
    // Files come last, so that slow storage does not delay timers.
    for (ticket, file) in leftovers {
        if Instant::now() > end {
            break;
        }
        match delete_due_file(cloud, files, &ticket, file, now).await {
            Ok(gone) => dropped += i64::from(gone),
            Err(error) => {
                tracing::error!(%error, %ticket, %file, "a due file could not be handled");
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
