//! Counts tickets.

use crate::retry::Retry;
use docket_cloud::store::COUNTED_AT_ONCE;
use docket_cloud::{Store, StoreError};
use docket_domain::TicketId;
use std::collections::BTreeSet;

/// Counts these tickets as what they are now. One that was counted as that before does not count again.
///
/// # Errors
/// When the table fails, or others count all the time. Some of the tickets may be counted then.
pub async fn count(
    store: &Store,
    tickets: impl IntoIterator<Item = TicketId>,
) -> Result<(), StoreError> {
    let mut tickets = tickets.into_iter().peekable();
    while tickets.peek().is_some() {
        let some: BTreeSet<TicketId> = tickets.by_ref().take(COUNTED_AT_ONCE).collect();
        let mut attempts = Retry::unawaited();
        let mut last = StoreError::Busy("other tickets are counted all the time".to_owned());
        loop {
            if !attempts.next().await {
                return Err(last);
            }
            match store.count_tickets(&some).await {
                Ok(true) => break,
                Ok(false) => {}
                // Nobody waits for the numbers, so a table that fails is asked again.
                Err(error) => last = error,
            }
        }
    }
    Ok(())
}
