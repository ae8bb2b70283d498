//! The queue of a desk: how many tickets it has, and which one comes next.

use docket_cloud::store::{Queue, Side, Whose};
use docket_cloud::{Cloud, StoreError};
use docket_domain::desk::{Desk, Phase};
use docket_domain::ticket::{QueuePlace, Ticket};
use docket_domain::{DeskId, EmailAddress, TicketId};
use jiff::Timestamp;

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

/// The numbers of tickets in the lists of a desk. None is above [`MOST_COUNTED`].
#[derive(Debug, Clone, Default)]
pub struct Sizes {
    /// Those of each phase that is worth counting: of all but the done ones.
    pub phases: Vec<(Phase, i32)>,
    /// Those that one person works on, in the phase that is shown.
    pub own: i32,
}

/// Counts a desk's tickets, and those of one of its people in a phase.
///
/// # Errors
/// When the table cannot be read.
pub async fn sizes(
    cloud: &Cloud,
    desk: &DeskId,
    person: &EmailAddress,
    shown: Phase,
) -> Result<Sizes, StoreError> {
    let size = async |phase, whose| {
        let queue = Queue { desk, phase, whose };
        cloud.store.queue_size(&queue, MOST_COUNTED).await
    };
    let (open, waiting, held, own) = tokio::try_join!(
        size(Phase::Open, Whose::All),
        size(Phase::Waiting, Whose::All),
        size(Phase::Held, Whose::All),
        size(shown, Whose::Of(person)),
    )?;
    Ok(Sizes {
        phases: vec![
            (Phase::Open, open),
            (Phase::Waiting, waiting),
            (Phase::Held, held),
        ],
        own,
    })
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
