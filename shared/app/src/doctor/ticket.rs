//! Checks one ticket: its state against its timeline, and its files.

use super::{Bucket, Report};
use docket_cloud::store::PAGE;
use docket_cloud::{Store, StoreError};
use docket_domain::TicketId;
use docket_domain::attachment::{FileState, FilesOnTicket};
use docket_domain::ticket::{Change, Event, EventId, Ticket};

/// Checks one ticket and its files. What looks wrong is looked at once more, since the ticket may have changed in the middle.
pub(super) async fn examine(
    store: &Store,
    bucket: &impl Bucket,
    id: &TicketId,
) -> Result<Report, StoreError> {
    let mut report = look(store, bucket, id).await?;
    if !report.faults.is_empty() {
        report = look(store, bucket, id).await?;
    }
    Ok(report)
}

async fn look(store: &Store, bucket: &impl Bucket, id: &TicketId) -> Result<Report, StoreError> {
    let mut report = Report::default();
    examine_ticket(store, id, &mut report).await?;
    examine_files(store, bucket, id, &mut report).await?;
    Ok(report)
}

/// Checks a ticket's files: their count, and that storage holds each.
async fn examine_files(
    store: &Store,
    bucket: &impl Bucket,
    id: &TicketId,
    report: &mut Report,
) -> Result<(), StoreError> {
    let files = match store.files(id).await {
        Ok(files) => files,
        Err(error @ (StoreError::Item(_) | StoreError::Later)) => {
            let fault = format!("{id}: a file cannot be read: {error}");
            report.faults.push(fault);
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    report.files += files.len() as u64;
    let (counted, held) = (store.files_on(id).await?, FilesOnTicket::of(&files));
    if (counted.count, counted.bytes) != (held.count, held.bytes) {
        report.faults.push(format!(
            "{id}: it has {} files with {} bytes, and counts {} with {}",
            held.count, held.bytes, counted.count, counted.bytes
        ));
    }
    for file in files.iter().filter(|file| file.state == FileState::Stored) {
        if let Err(why) = bucket.holds(file).await {
            report
                .faults
                .push(format!("{id}: its file {}: {why}", file.id));
        }
    }
    Ok(())
}

/// Replays a ticket's whole timeline, in parts, and compares the result with its state.
async fn examine_ticket(
    store: &Store,
    id: &TicketId,
    report: &mut Report,
) -> Result<(), StoreError> {
    report.tickets += 1;
    let stored = match store.ticket(id).await {
        Ok(Some(stored)) => stored,
        // It was listed a moment ago, and tickets are never deleted.
        Ok(None) => return Ok(()),
        Err(error @ (StoreError::Item(_) | StoreError::Later)) => {
            report.faults.push(format!("{id}: {error}"));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let mut replayed: Option<Ticket> = None;
    let mut unknown = 0;
    for first in (1..=stored.version).step_by(PAGE) {
        let last = stored.version.min(first + PAGE as u64 - 1);
        let events = match store.events(id, &(first..=last)).await {
            Ok(events) => events,
            Err(error @ (StoreError::Item(_) | StoreError::Event(_) | StoreError::Packed)) => {
                let fault =
                    format!("{id}: an event from {first} to {last} cannot be read: {error}");
                report.faults.push(fault);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        report.events += events.len() as u64;
        unknown += events.iter().filter(|event| is_unknown(event)).count() as u64;
        for event in &events {
            match Ticket::follow(replayed.take(), event) {
                Ok(ticket) => replayed = Some(ticket),
                Err(error) => {
                    report.faults.push(format!("{id}: {error}"));
                    return Ok(());
                }
            }
        }
    }
    report.unknown_events += unknown;
    let beyond = EventId {
        ticket: id.clone(),
        sequence: stored.version + 1,
    };
    if matches!(store.event(&beyond).await, Ok(Some(_))) {
        let fault = format!(
            "{id}: its state lacks event {}, so nobody can change it",
            beyond.sequence
        );
        report.faults.push(fault);
    }
    let reached = replayed.as_ref().map_or(0, |ticket| ticket.version);
    if reached != stored.version {
        let version = stored.version;
        let fault = format!("{id}: its timeline ends at {reached}, and its state at {version}");
        report.faults.push(fault);
    } else if unknown == 0 && !is_same(replayed, &stored) {
        let fault = format!("{id}: its state is not what its timeline says");
        report.faults.push(fault);
    }
    Ok(())
}

/// Whether both are the same but for the format, which says who wrote the item last, and for what happened before the state had a place
/// for it: who of the desk wrote, and what clocks need.
fn is_same(replayed: Option<Ticket>, stored: &Ticket) -> bool {
    replayed.is_some_and(|replayed| {
        let knows_fewer = replayed.last_agents.starts_with(&stored.last_agents)
            && stored.clocks.are_part_of(&replayed.clocks);
        let stored = stored.clone();
        let (format, last_agents) = (stored.format, stored.last_agents.clone());
        let clocks = stored.clocks.clone();
        let as_stored = Ticket {
            format,
            last_agents,
            clocks,
            ..replayed
        };
        knows_fewer && as_stored == stored
    })
}

fn is_unknown(event: &Event) -> bool {
    matches!(event.change, Change::Unknown { .. })
}
