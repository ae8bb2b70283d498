//! Puts tickets where the new file of their desk wants them: in the lists, among what is due, and in the numbers of tickets.

use crate::tickets::count;
use docket_cloud::store::{DeskChange, Queue, Summary, Whose};
use docket_cloud::{Store, StoreError};
use docket_domain::DeskId;
use docket_domain::desk::Phase;

/// The tickets that are read at once.
const PAGE: i32 = 200;

/// Puts the tickets that a change of their desk displaces where they belong, notes that it is done, and returns their number.
///
/// # Errors
/// When the table fails. The next change of the desk then puts all of its tickets where they belong.
pub async fn rearrange(store: &Store, change: &DeskChange) -> Result<u64, StoreError> {
    let moved = put_all_right(store, change).await?;
    if !change.displaced.is_empty() {
        store.settle_desk(&change.after.id, &change.source).await?;
    }
    Ok(moved)
}

/// Puts the tickets that a change of their desk displaces where they belong, and returns their number. The cost grows with the
/// lists that show such tickets; most changes displace none, and cost nothing.
///
/// A ticket that changes meanwhile is put there by its own change, unless the function that makes it still knows the old file.
///
/// # Errors
/// When the table fails.
pub async fn put_all_right(store: &Store, change: &DeskChange) -> Result<u64, StoreError> {
    let desk = &change.after.id;
    let mut moved = 0;
    let before = change.before.as_ref();
    let lists = before.map(|before| change.displaced.phases(before));
    for phase in lists.unwrap_or_default() {
        let mut pages = Pages::of(desk, phase);
        while let Some(page) = pages.next(store).await? {
            for summary in page {
                moved += u64::from(put_right(store, change, &summary).await?);
            }
        }
    }
    for phase in change.displaced.counted_in(&change.after) {
        let concerned = |ticket: &Summary| concerns(change, ticket);
        count_list(store, desk, phase, concerned).await?;
    }
    if let Some(epoch) = change.uncounted {
        count_all(store, desk, epoch).await?;
    }
    Ok(moved)
}

/// Counts all tickets of a desk anew. Until that is done, no numbers are shown.
///
/// # Errors
/// When the table fails. The next change of the desk then counts them.
pub async fn count_anew(store: &Store, desk: &DeskId) -> Result<(), StoreError> {
    let epoch = store.begin_count(desk).await?;
    count_all(store, desk, epoch).await
}

/// Counts all tickets of a desk in a count that has begun.
async fn count_all(store: &Store, desk: &DeskId, epoch: u64) -> Result<(), StoreError> {
    // In the order of the lists, a ticket that goes from a later one to an earlier one meanwhile is counted by its own change.
    for phase in Phase::ALL {
        count_list(store, desk, phase, |_| true).await?;
    }
    store.end_count(desk, epoch).await
}

/// Counts the tickets of a list, of those that it is about.
async fn count_list(
    store: &Store,
    desk: &DeskId,
    phase: Phase,
    is_about: impl Fn(&Summary) -> bool,
) -> Result<(), StoreError> {
    let mut pages = Pages::of(desk, phase);
    while let Some(page) = pages.next(store).await? {
        let about = page.into_iter().filter(&is_about);
        count(store, about.map(|ticket| ticket.id)).await?;
    }
    Ok(())
}

fn concerns(change: &DeskChange, ticket: &Summary) -> bool {
    let displaced = &change.displaced;
    displaced.concerns(&ticket.status, ticket.priority.as_ref())
}

/// The pages of a list, one after the other.
struct Pages<'d> {
    list: Queue<'d>,
    start: Option<String>,
    is_over: bool,
}

impl<'d> Pages<'d> {
    fn of(desk: &'d DeskId, phase: Phase) -> Self {
        let list = Queue {
            desk,
            phase,
            whose: Whose::All,
        };
        Self {
            list,
            start: None,
            is_over: false,
        }
    }

    async fn next(&mut self, store: &Store) -> Result<Option<Vec<Summary>>, StoreError> {
        if self.is_over {
            return Ok(None);
        }
        let page = store.queue(&self.list, PAGE, self.start.as_deref());
        let Some(page) = page.await? else {
            return Ok(None);
        };
        self.is_over = page.next.is_none();
        self.start = page.next;
        Ok(Some(page.tickets))
    }
}

async fn put_right(
    store: &Store,
    change: &DeskChange,
    summary: &Summary,
) -> Result<bool, StoreError> {
    if !concerns(change, summary) {
        return Ok(false);
    }
    let ticket = match store.ticket(&summary.id).await {
        Ok(Some(ticket)) => ticket,
        // A ticket of a later version is left to that version.
        Ok(None) | Err(StoreError::Later) => return Ok(false),
        Err(error) => return Err(error),
    };
    let placement = ticket.placement(&change.after);
    match store.reindex(&ticket, &placement).await {
        Err(StoreError::Later) => Ok(false),
        reindexed => reindexed.map(|()| true),
    }
}
