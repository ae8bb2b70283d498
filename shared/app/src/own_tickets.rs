//! The tickets of the person who is signed in.

use crate::caller::SignedIn;
use crate::error::AppError;
use docket_cloud::Cloud;
use docket_cloud::store::OwnTickets;
use docket_domain::TicketId;
use docket_domain::desk::{Desk, Phase};

/// Returns a page of the tickets that somebody asked for, the youngest first: at most `most`, and of them those in the phase, if
/// one is wanted. `after` is the last ticket of the page before.
///
/// # Errors
/// [`AppError::NoTicket`] when `after` is none of theirs. When the table fails.
pub async fn own_tickets(
    cloud: &Cloud,
    desk: &Desk,
    person: &SignedIn,
    after: Option<&TicketId>,
    most: i32,
    phase: Option<Phase>,
) -> Result<OwnTickets, AppError> {
    let store = &cloud.store;
    let start = match after {
        None => None,
        Some(id) => {
            let ticket = store.ticket(id).await?;
            let is_own = ticket
                .filter(|ticket| ticket.desk == *desk.id && ticket.requester.email == person.email);
            Some(is_own.ok_or(AppError::NoTicket)?)
        }
    };
    let mut page = store
        .own_tickets(&desk.id, &person.email, start.as_ref(), most)
        .await?;
    if let Some(phase) = phase {
        page.tickets
            .retain(|ticket| desk.phase(&ticket.status) == phase);
    }
    Ok(page)
}
