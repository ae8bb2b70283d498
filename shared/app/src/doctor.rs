//! Checks that the state of each ticket is what its timeline says. No request waits for this.

use docket_cloud::store::PAGE;
use docket_cloud::{Store, StoreError};
use docket_domain::TicketId;
use docket_domain::ticket::{Change, Event, Ticket};
use serde::{Deserialize, Serialize};

/// What was checked, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The number of tickets that were checked.
    pub tickets: u64,
    /// The number of their events.
    pub events: u64,
    /// The number of events that this version does not understand: a later one wrote them, or they are
    /// damaged. A ticket with such an event cannot be compared.
    pub unknown_events: u64,
    /// What is wrong, each in one sentence that begins with the ticket.
    pub faults: Vec<String>,
}

/// Checks every ticket of a table. Tickets may change meanwhile.
///
/// # Errors
/// When the table cannot be read.
pub async fn examine(store: &Store) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let mut place = None;
    loop {
        let (tickets, next) = store.tickets_from(place).await?;
        for id in &tickets {
            examine_ticket(store, id, &mut report).await?;
        }
        if next.is_none() {
            return Ok(report);
        }
        place = next;
    }
}

/// Checks one ticket: replays its whole timeline, in parts, and compares the result with its state.
///
/// # Errors
/// When the table cannot be read.
pub async fn examine_ticket(
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

/// Whether both are the same but for the format, which says who wrote the item last.
fn is_same(replayed: Option<Ticket>, stored: &Ticket) -> bool {
    replayed.is_some_and(|replayed| {
        let format = stored.format;
        Ticket { format, ..replayed } == *stored
    })
}

fn is_unknown(event: &Event) -> bool {
    matches!(event.change, Change::Unknown { .. })
}
