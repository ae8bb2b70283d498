//! Puts tickets where the new file of their desk wants them: in the lists, among what is due, and in the numbers of tickets.

use crate::tickets::count;
use docket_cloud::store::{DeskChange, Queue, Summary, Whose};
use docket_cloud::{Store, StoreError};

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
    // Of a file that this version cannot read, all tickets are looked at.
    let before = change.before.as_ref().unwrap_or(&change.after);
    let mut moved = 0;
    for phase in change.displaced.phases(before) {
        let list = Queue {
            desk: &before.id,
            phase,
            whose: Whose::All,
        };
        let mut start: Option<String> = None;
        loop {
            let page = store.queue(&list, PAGE, start.as_deref()).await?;
            let Some(page) = page else { break };
            let mut put = Vec::new();
            for summary in page.tickets {
                if put_right(store, change, &summary).await? {
                    put.push(summary.id);
                }
            }
            moved += put.len() as u64;
            count(store, put).await?;
            start = page.next;
            if start.is_none() {
                break;
            }
        }
    }
    Ok(moved)
}

async fn put_right(
    store: &Store,
    change: &DeskChange,
    summary: &Summary,
) -> Result<bool, StoreError> {
    let DeskChange {
        after, displaced, ..
    } = change;
    if !displaced.concerns(&summary.status, summary.priority.as_ref()) {
        return Ok(false);
    }
    let ticket = match store.ticket(&summary.id).await {
        Ok(Some(ticket)) => ticket,
        // A ticket of a later version is left to that version.
        Ok(None) | Err(StoreError::Later) => return Ok(false),
        Err(error) => return Err(error),
    };
    store.reindex(&ticket, &ticket.placement(after)).await?;
    Ok(true)
}
