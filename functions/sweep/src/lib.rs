//! Applies what is due: the next calls of pages, the timers of tickets, what is done for incidents, notices that waited for more to tell, and the end of files that nobody finished or confirmed.
//!
//! A sweep reads only the `due` index. So its cost grows with the number of due items, not with the
//! number of tickets. Everything is done on condition that it is still due, so two sweeps at once do each thing once.

use docket_app::files::delete_due_file;
use docket_app::incidents::do_task;
use docket_app::oncall;
use docket_app::tickets::run_timers;
use docket_cloud::store::{Due, DueSince, keys};
use docket_cloud::{Cloud, Files, Metric, StoreError};
use docket_domain::attachment::FileId;
use docket_domain::ticket::EventId;
use docket_domain::{EmailAddress, TicketId};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, future, stream};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;
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

/// What is read of each shard at once. What is due beside it, the next sweep reads.
const MOST_OF_A_SHARD: usize = 5_000;
/// The tickets, notices or files that are handled at once. Each waits for the table most of the time.
const AT_ONCE: usize = 16;
/// What is done later than that is late. A sweep runs each minute.
const LATE: SignedDuration = SignedDuration::from_mins(3);

/// What became of what was due.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    /// The tickets, pages or files that changed.
    changed: i64,
    failed: usize,
    /// What is left to the next sweep.
    left: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.changed += other.changed;
        self.failed += other.failed;
        self.left += other.left;
    }

    /// Counts one thing. `None` is what there was no time for.
    fn count(mut self, outcome: Option<Result<i64, ()>>) -> Self {
        match outcome {
            Some(Ok(changed)) => self.changed += changed,
            Some(Err(())) => self.failed += 1,
            None => self.left += 1,
        }
        self
    }
}

/// Sweeps once. Returns the number of changed tickets and of deleted files.
///
/// # Errors
/// When something that is due could not be handled. An alarm watches these errors.
pub async fn handle(cloud: &Cloud, files: &Files) -> Result<Value, SweepError> {
    let (begun, now) = (Instant::now(), cloud.clock.now());
    let shards =
        (0..keys::DUE_SHARDS).map(|shard| cloud.store.due(shard, now, MOST_OF_A_SHARD).boxed());
    let mut due = future::try_join_all(shards).await?.concat();
    // Of all shards, what is due longest comes first.
    due.sort_by_key(|due| due.at);
    let oldest = due.first().map(|due| now.duration_since(due.at));
    let is_late = |due: &&DueSince| now.duration_since(due.at) > LATE;
    let (found, late) = (due.len(), due.iter().filter(is_late).count());
    let (mut notices, mut leftovers) = (Vec::new(), Vec::new());
    let (mut tickets, mut incidents) = (Vec::new(), Vec::new());
    let mut tally = Tally::default();
    for DueSince { what, .. } in due {
        match what {
            // Somebody is to be woken: this comes before all else.
            Due::Page(id) => match oncall::run(cloud, id, now).await {
                Ok(happened) => tally.changed += i64::from(happened),
                Err(error) => {
                    tracing::error!(%error, page = %id, "a due page could not be handled");
                    tally.failed += 1;
                }
            },
            Due::CallAgain(page, sequence) => {
                if let Err(error) = cloud.store.call_again(page, sequence, now).await {
                    tracing::error!(%error, %page, sequence, "calls could not be made again");
                    tally.failed += 1;
                }
            }
            Due::Ticket(id) => tickets.push(id),
            Due::Incident(id, task) => incidents.push((id, task)),
            Due::Notice(event, to) => notices.push((event, to)),
            Due::File(ticket, file) => leftovers.push((ticket, file)),
        }
    }
    let timers = |id| run(cloud, id, now).boxed();
    tally.add(each(tickets, begun + TICKETS_UNTIL, timers).await);
    let end = begun + INCIDENTS_UNTIL;
    for (id, task) in incidents {
        match do_task(cloud, id, &task, now, Some(end)).await {
            Ok(done) => tally.changed += done,
            Err(error) => {
                tracing::error!(%error, incident = %id, task, "the tickets of an incident could not all be handled");
                tally.failed += 1;
            }
        }
    }
    let end = begun + LEFTOVERS_UNTIL;
    let ripen = |of_ticket| hand_on(cloud, of_ticket).boxed();
    tally.add(each(by_ticket(notices), end, ripen).await);
    // Files come last, so that slow storage does not delay timers.
    let drop = |(ticket, file)| delete(cloud, files, ticket, file, now).boxed();
    let dropped = each(leftovers, end, drop).await;
    if dropped.changed > 0 {
        cloud.metrics.note(Metric::UploadsDropped, dropped.changed);
    }
    let changed = tally.changed;
    tally.add(dropped);
    let Tally { failed, left, .. } = tally;
    if let Some(oldest) = oldest {
        let done = found.saturating_sub(failed).saturating_sub(left);
        let oldest_seconds = oldest.as_secs();
        tracing::info!(
            due = found,
            done,
            late,
            failed,
            left,
            oldest_seconds,
            "swept"
        );
    }
    match failed {
        0 => Ok(json!({ "changed": changed, "dropped": dropped.changed })),
        failed => Err(SweepError::Some(failed)),
    }
}

/// Applies what is due on a ticket. Returns 1 if it changed.
async fn run(cloud: &Cloud, id: TicketId, now: Timestamp) -> Result<i64, ()> {
    let done = run_timers(cloud, &id, now).await;
    done.map(i64::from).map_err(|error| {
        tracing::error!(%error, ticket = %id, "a due ticket could not be handled");
    })
}

/// Puts the notices of each ticket together. The tickets keep their order.
fn by_ticket(notices: Vec<(EventId, EmailAddress)>) -> Vec<Vec<(EventId, EmailAddress)>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut tickets: Vec<Vec<(EventId, EmailAddress)>> = Vec::new();
    for (event, to) in notices {
        let next = tickets.len();
        let place = *places.entry(event.ticket.to_string()).or_insert(next);
        match tickets.get_mut(place) {
            Some(of_ticket) => of_ticket.push((event, to)),
            None => tickets.push(vec![(event, to)]),
        }
    }
    tickets
}

/// Hands on the notices of a ticket that have waited, the earliest first: it takes those to the same person along that come after it. If
/// one cannot be handed on, those behind it wait with it.
async fn hand_on(cloud: &Cloud, mut of_ticket: Vec<(EventId, EmailAddress)>) -> Result<i64, ()> {
    of_ticket.sort_by_key(|(event, _)| event.sequence);
    for (event, to) in of_ticket {
        if let Err(error) = cloud.store.ripen(&event, &to).await {
            tracing::error!(%error, %event, "a notice that waited could not be handed on");
            return Err(());
        }
    }
    Ok(0)
}

/// Deletes a file that nobody finished or confirmed. Returns 1 if it is gone.
async fn delete(
    cloud: &Cloud,
    files: &Files,
    ticket: TicketId,
    file: FileId,
    now: Timestamp,
) -> Result<i64, ()> {
    let done = delete_due_file(cloud, files, &ticket, file, now).await;
    done.map(i64::from).map_err(|error| {
        tracing::error!(%error, %ticket, %file, "a due file could not be handled");
    })
}

/// Handles several things at once, in their order, until there is no more time for another one.
async fn each<'c, T>(
    things: Vec<T>,
    end: Instant,
    handle: impl Fn(T) -> BoxFuture<'c, Result<i64, ()>>,
) -> Tally {
    let outcomes = things.into_iter().map(|thing| match Instant::now() > end {
        true => future::ready(None).boxed(),
        false => handle(thing).map(Some).boxed(),
    });
    let mut outcomes = stream::iter(outcomes).buffer_unordered(AT_ONCE);
    let mut tally = Tally::default();
    while let Some(outcome) = outcomes.next().await {
        tally = tally.count(outcome);
    }
    tally
}
