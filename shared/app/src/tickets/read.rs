//! How a ticket is read, by whoever may.

use crate::caller::Caller;
use crate::error::AppError;
use crate::events;
use crate::ticket_view::{TicketAccess, TicketView};
use docket_cloud::Cloud;
use docket_cloud::store::{Freshness, PAGE, Timeline};
use docket_domain::access::Action;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::ticket::{EventId, Ticket};
use docket_domain::{Refusal, TicketId};
use jiff::Timestamp;

/// What a caller asks of a ticket.
#[derive(Debug)]
pub struct TicketRequest<'a> {
    /// The desk in the address.
    pub desk: &'a Desk,
    /// The ticket's ID.
    pub ticket: TicketId,
    /// The person who makes the request.
    pub caller: &'a Caller,
    /// The action of the request, which the caller has to be allowed.
    pub action: Action,
    /// The current time.
    pub now: Timestamp,
}

/// Loads the state of a ticket, for a caller who is to do something with it.
///
/// # Errors
/// [`AppError::NotSignedIn`] when the caller has neither a ticket key nor a valid session.
/// [`AppError::NoTicket`] when there is no such ticket or the caller may not see it.
/// [`Refusal::NotAllowed`] when the caller may see it, and not do that.
pub async fn access(cloud: &Cloud, on: &TicketRequest<'_>) -> Result<TicketAccess, AppError> {
    check_credentials(cloud, on).await?;
    let ticket = cloud.store.ticket(&on.ticket).await?;
    let ticket = ticket.ok_or(AppError::NoTicket)?;
    let actor = allowed(cloud, on, &ticket).await?;
    Ok(TicketAccess { ticket, actor })
}

/// Loads a ticket with its newest events and its files, as the caller may see it.
///
/// # Errors
/// The same as those of [`access`].
pub async fn view(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    freshness: Freshness,
) -> Result<TicketView, AppError> {
    check_credentials(cloud, on).await?;
    let timeline = cloud.store.timeline(&on.ticket, freshness).await?;
    let Timeline {
        ticket,
        opening,
        events: newest,
        files,
    } = timeline.ok_or(AppError::NoTicket)?;
    let actor = allowed(cloud, on, &ticket).await?;
    Ok(TicketView {
        events: events::seen(cloud, &on.ticket, newest, &actor, PAGE).await?,
        ticket,
        actor,
        files,
        opening,
    })
}

/// Loads a ticket with the events before that one and its files, as the caller may see it.
///
/// # Errors
/// The same as those of [`access`], and [`AppError::NoEvent`] when the ticket has no such event.
pub async fn view_before(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    before: &EventId,
) -> Result<TicketView, AppError> {
    let access = access(cloud, on).await?;
    let events = events::before(cloud, &access, before, PAGE).await?;
    let TicketAccess { ticket, actor } = access;
    Ok(TicketView {
        opening: cloud.store.opening(&on.ticket).await?,
        files: cloud.store.files(&on.ticket).await?,
        ticket,
        actor,
        events,
    })
}

/// Returns the caller's role on the ticket, if they may see it and do what they ask for.
async fn allowed(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    ticket: &Ticket,
) -> Result<Actor, AppError> {
    let actor = on.caller.actor_on(cloud, on.desk, ticket, on.now).await?;
    let actor = actor.filter(|actor| actor.may(Action::SeeTicket));
    let actor = actor.ok_or(AppError::NoTicket)?;
    match actor.may(on.action) {
        true => Ok(actor),
        false => Err(Refusal::NotAllowed.into()),
    }
}

/// A session that has ended counts as none, so the caller is asked to sign in again.
async fn check_credentials(cloud: &Cloud, on: &TicketRequest<'_>) -> Result<(), AppError> {
    let caller = on.caller;
    if caller.key().is_none() && caller.signed_in(cloud, on.desk, on.now).await?.is_none() {
        return Err(AppError::NotSignedIn);
    }
    Ok(())
}
