//! The parts of a timeline, as one reader sees them.

use crate::error::AppError;
use crate::ticket_view::{EventsPage, TicketAccess};
use docket_cloud::store::PAGE;
use docket_cloud::{Cloud, StoreError};
use docket_domain::TicketId;
use docket_domain::actor::Actor;
use docket_domain::ticket::{Event, EventId};
use std::ops::RangeInclusive;

/// A part with fewer events than this is filled up from the part before it, if the reader may not see
/// some of its events.
const FEW: usize = 10;
/// The most parts that are read for one answer.
const MOST_READS: usize = 4;

/// The events among which is looked for what was said before.
const LOOKED_BACK: u64 = 20;

/// Returns what people wrote on the ticket before that event, the desk's notes among it: the newest last, and nothing that was long
/// ago.
///
/// # Errors
/// When the table fails.
pub async fn said_before(cloud: &Cloud, event: &Event) -> Result<Vec<Event>, StoreError> {
    let Some(last) = event.sequence.checked_sub(1).filter(|last| *last > 0) else {
        return Ok(Vec::new());
    };
    let first = last.saturating_sub(LOOKED_BACK).max(1);
    let mut events = cloud.store.events(&event.ticket, &(first..=last)).await?;
    events.retain(|event| event.change.words().is_some());
    Ok(events)
}

/// Returns the events before that one, without the opening: the last `most` of them, and at most
/// [`PAGE`].
///
/// # Errors
/// [`AppError::NoEvent`] when the ticket has no such event. When the table fails.
pub async fn before(
    cloud: &Cloud,
    access: &TicketAccess,
    before: &EventId,
    most: usize,
) -> Result<EventsPage, AppError> {
    let (ticket, actor) = (&access.ticket, &access.actor);
    if before.ticket != ticket.id || before.sequence > ticket.version {
        return Err(AppError::NoEvent);
    }
    let page = match older_than(before.sequence, most) {
        Some(sequences) => cloud.store.events(&ticket.id, &sequences).await?,
        None => Vec::new(),
    };
    seen(cloud, &ticket.id, page, actor, most).await
}

/// Keeps of a part of a timeline what the actor may see. If that is little, reads more.
pub(crate) async fn seen(
    cloud: &Cloud,
    id: &TicketId,
    mut page: Vec<Event>,
    actor: &Actor,
    most: usize,
) -> Result<EventsPage, AppError> {
    let mut events: Vec<Event> = Vec::new();
    let mut reads = 1;
    loop {
        let mut first = page.first().map(|event| event.sequence);
        let visible = page.drain(..).filter_map(|event| event.seen_by(actor));
        events.splice(0..0, visible);
        if let Some(more) = events.len().checked_sub(most) {
            // What was read beyond the limit is left for the next part.
            events.drain(..more);
            first = events.first().map(|event| event.sequence).or(first);
        }
        let older = first.and_then(|first| older_than(first, most));
        let enough = events.len() >= FEW.min(most) || reads == MOST_READS;
        let Some(sequences) = older.filter(|_| !enough) else {
            let older = first.filter(|first| older_than(*first, most).is_some());
            return Ok(EventsPage {
                events,
                older: older.map(|sequence| EventId {
                    ticket: id.clone(),
                    sequence,
                }),
            });
        };
        page = cloud.store.events(id, &sequences).await?;
        reads += 1;
    }
}

/// Returns the numbers of the events before that one, without the opening: at most a part of them.
fn older_than(sequence: u64, most: usize) -> Option<RangeInclusive<u64>> {
    let first = sequence.saturating_sub(most.min(PAGE) as u64).max(2);
    (first < sequence).then(|| first..=sequence - 1)
}
