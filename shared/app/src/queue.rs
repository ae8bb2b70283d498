//! The queue of a desk: which ticket comes next.

use docket_cloud::store::{Queue, Side};
use docket_cloud::{Cloud, StoreError};
use docket_domain::TicketId;
use docket_domain::desk::Desk;
use docket_domain::ticket::{QueuePlace, Ticket};
use jiff::Timestamp;

/// The tickets beside another one in a queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The one that comes earlier.
    pub previous: Option<TicketId>,
    /// The one that comes later.
    pub next: Option<TicketId>,
}

/// Returns the tickets beside a ticket in a queue. The ticket may have left it.
///
/// # Errors
/// When the table cannot be read.
pub async fn neighbours(
    cloud: &Cloud,
    desk: &Desk,
    ticket: &Ticket,
    queue: &Queue<'_>,
) -> Result<Neighbours, StoreError> {
    let neighbour = |side| neighbour(cloud, desk, ticket, queue, side);
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
    queue: &Queue<'_>,
) -> Result<Option<TicketId>, StoreError> {
    // Where a ticket stands by its targets, it has another place once it is dealt with. What comes next is then what comes first.
    if desk.queue.moves_with_clocks() {
        let first = QueuePlace {
            rank: 0,
            at: Timestamp::UNIX_EPOCH,
        };
        let store = &cloud.store;
        let next = store.queue_neighbour(queue, ticket, &first, Side::After);
        return Ok(next.await?.filter(|next| *next != ticket.id));
    }
    neighbour(cloud, desk, ticket, queue, Side::After).await
}

async fn neighbour(
    cloud: &Cloud,
    desk: &Desk,
    ticket: &Ticket,
    queue: &Queue<'_>,
    side: Side,
) -> Result<Option<TicketId>, StoreError> {
    let place = ticket.placement(desk).place;
    cloud
        .store
        .queue_neighbour(queue, ticket, &place, side)
        .await
}
