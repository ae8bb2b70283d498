//! The queue of a desk: how many tickets it has, and which one comes next.

use docket_cloud::store::Side;
use docket_cloud::{Cloud, StoreError};
use docket_domain::desk::{Desk, Phase};
use docket_domain::ticket::Ticket;
use docket_domain::{DeskId, TicketId};

/// The tickets of a phase are counted up to this number, so that a count costs the same however many there are.
pub const MOST_COUNTED: i32 = 100;

/// The tickets beside another one in a queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The one that comes earlier.
    pub previous: Option<TicketId>,
    /// The one that comes later.
    pub next: Option<TicketId>,
}

/// Returns the number of tickets of each phase that is worth counting: of all but the done ones. It is at most
/// [`MOST_COUNTED`].
///
/// # Errors
/// When the table cannot be read.
pub async fn sizes(cloud: &Cloud, desk: &DeskId) -> Result<[(Phase, i32); 3], StoreError> {
    let size = |phase| cloud.store.queue_size(desk, phase, MOST_COUNTED);
    let (open, waiting, held) =
        tokio::try_join!(size(Phase::Open), size(Phase::Waiting), size(Phase::Held))?;
    Ok([
        (Phase::Open, open),
        (Phase::Waiting, waiting),
        (Phase::Held, held),
    ])
}

/// Returns the tickets beside a ticket in a queue. The ticket may have left it.
///
/// # Errors
/// When the table cannot be read.
pub async fn neighbours(
    cloud: &Cloud,
    desk: &Desk,
    ticket: &Ticket,
    phase: Phase,
) -> Result<Neighbours, StoreError> {
    let neighbour = |side| neighbour(cloud, desk, ticket, phase, side);
    let (previous, next) = tokio::try_join!(neighbour(Side::Before), neighbour(Side::After))?;
    Ok(Neighbours { previous, next })
}

/// Returns the ticket that comes after another one in a queue. The other one may have left it.
///
/// # Errors
/// When the table cannot be read.
pub async fn next(
    cloud: &Cloud,
    desk: &Desk,
    ticket: &Ticket,
    phase: Phase,
) -> Result<Option<TicketId>, StoreError> {
    neighbour(cloud, desk, ticket, phase, Side::After).await
}

async fn neighbour(
    cloud: &Cloud,
    desk: &Desk,
    ticket: &Ticket,
    phase: Phase,
    side: Side,
) -> Result<Option<TicketId>, StoreError> {
    let rank = desk.rank(ticket.priority.as_ref());
    cloud.store.queue_neighbour(ticket, rank, phase, side).await
}
