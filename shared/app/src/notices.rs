//! What became of a ticket's notices, and those that are sent again.

use docket_cloud::store::Delivery;
use docket_cloud::{Store, StoreError};
use docket_domain::notice::DeliveryState;
use docket_domain::{EmailAddress, TicketId};
use jiff::Timestamp;

/// The most notices that are shown of a ticket.
const MOST: i32 = 200;

/// Returns what became of a ticket's notices, those of the newest events first: at most 200. What went with another one in one mail shares
/// its fate.
///
/// # Errors
/// When the table cannot be read.
pub async fn of_ticket(store: &Store, ticket: &TicketId) -> Result<Vec<Delivery>, StoreError> {
    let mut all = store.deliveries(ticket, MOST).await?;
    let mails = all.clone();
    for delivery in &mut all {
        let with = delivery.sent_with;
        let mail = mails
            .iter()
            .find(|mail| Some(mail.event.sequence) == with && mail.to == delivery.to);
        if let Some(mail) = mail {
            (delivery.state, delivery.at) = (mail.state, mail.at);
            delivery.why.clone_from(&mail.why);
        }
    }
    Ok(all)
}

/// Has the notices of a ticket sent again that did not reach their receivers: those to one person, or to all. Their addresses are written to
/// again. Returns what became of the ticket's notices since.
///
/// # Errors
/// When the table fails. Some may be sent then; the same again sends the others.
pub async fn send_again(
    store: &Store,
    ticket: &TicketId,
    to: Option<&EmailAddress>,
    now: Timestamp,
) -> Result<Vec<Delivery>, StoreError> {
    let all = of_ticket(store, ticket).await?;
    let is_meant =
        |it: &&Delivery| it.state.can_be_sent_again() && to.is_none_or(|to| it.to == *to);
    if let Some(to) = to {
        allow(store, to).await?;
    }
    let mut wanted: Vec<&Delivery> = Vec::new();
    for delivery in all.iter().filter(is_meant) {
        if allow(store, &delivery.to).await? {
            wanted.push(delivery);
        }
    }
    // In the order of the events, but those that went with another one before it: by that, they are known to have come back.
    let (with_others, own): (Vec<&Delivery>, Vec<&Delivery>) =
        wanted.iter().rev().partition(|it| it.sent_with.is_some());
    for delivery in with_others.into_iter().chain(own) {
        store.send_again(delivery, now).await?;
    }
    match wanted.is_empty() {
        true => Ok(all),
        false => of_ticket(store, ticket).await,
    }
}

/// Has an address written to again from which mails came back. Returns `false` if its owner called one spam: they are not written to because
/// somebody of the desk wants it.
///
/// # Errors
/// When the table fails.
pub async fn allow(store: &Store, email: &EmailAddress) -> Result<bool, StoreError> {
    match store.address_mark(email).await? {
        Some(mark) if mark.state == DeliveryState::Complained => Ok(false),
        Some(_) => store.unmark_address(email).await.map(|()| true),
        None => Ok(true),
    }
}
