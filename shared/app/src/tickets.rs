//! Tickets: opened, read, changed by people, and changed by timers.

use crate::attempt::{Attempt, AttemptError, Changed, commit};
use crate::caller::Caller;
use crate::error::AppError;
use crate::retry::Retry;
use crate::ticket_view::TicketView;
use docket_cloud::Cloud;
use docket_cloud::store::{CommitError, IdempotentRequest, Timeline};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::form::NewTicket;
use docket_domain::ticket::{Command, Ticket, open as decide_open};
use docket_domain::{Refusal, TicketId};
use jiff::Timestamp;

/// A command of a caller on a ticket, with its conditions.
#[derive(Debug)]
pub struct TicketCommand<'a> {
    /// The desk in the address.
    pub desk: &'a Desk,
    /// The ticket's ID.
    pub ticket: &'a TicketId,
    /// The person who makes the request.
    pub caller: &'a Caller,
    /// The command, or the reason why it cannot be read. It is refused only after the caller was
    /// found to have access to the ticket. So nobody else learns anything, and a page can show the
    /// ticket with the rejected input.
    pub command: Result<Command, Refusal>,
    /// The request's idempotency key and fingerprint, if it has a key.
    pub request: Option<&'a IdempotentRequest>,
    /// The version that the ticket must have, if the caller asked for one.
    pub version: Option<u64>,
    /// The current time.
    pub now: Timestamp,
}

/// The result of a command.
#[derive(Debug)]
pub enum Outcome {
    /// The command was carried out, now or by an earlier request with the same key. Or there was
    /// nothing to do. Holds the resulting ticket.
    Done(TicketView),
    /// The domain refused the command. Holds the reason and the unchanged ticket.
    Refused(Refusal, TicketView),
}

/// Loads a ticket as the caller may see it.
///
/// # Errors
/// [`AppError::NotSignedIn`] when the caller has neither a ticket key nor a valid session.
/// [`AppError::NoTicket`] when there is no such ticket or the caller may not see it.
pub async fn view(
    cloud: &Cloud,
    desk: &Desk,
    id: &TicketId,
    caller: &Caller,
    now: Timestamp,
) -> Result<TicketView, AppError> {
    // A session that has ended counts as none, so the caller is asked to sign in again.
    if caller.key().is_none() && caller.staff(cloud, desk, now).await?.is_none() {
        return Err(AppError::NotSignedIn);
    }
    let timeline = cloud.store.timeline(id).await?;
    let timeline = timeline.ok_or(AppError::NoTicket)?;
    let actor = caller.actor_on(cloud, desk, &timeline.ticket, now).await?;
    Ok(TicketView::new(timeline, actor.ok_or(AppError::NoTicket)?))
}

/// Carries out a command of a caller on a ticket. After a conflict with another change, the command
/// is decided again on the new state.
///
/// # Errors
/// When the caller may not see the ticket, the ticket is not at the version asked for, the
/// idempotency key was used for another request, or the table fails.
pub async fn change(cloud: &Cloud, wanted: &TicketCommand<'_>) -> Result<Outcome, AppError> {
    let (desk, now) = (wanted.desk, wanted.now);
    let mut retry = Retry::of_change();
    while retry.next().await {
        let mut view = view(cloud, desk, wanted.ticket, wanted.caller, now).await?;
        let command = match &wanted.command {
            Ok(command) => command,
            Err(refusal) => return Ok(Outcome::Refused(refusal.clone(), view)),
        };
        if let Some(request) = wanted.request
            && let Some((version, mark)) = view.result_of_request(&request.key)
        {
            return match mark.fingerprint == request.fingerprint {
                true => Ok(Outcome::Done(view.at_version(version)?)),
                false => Err(AppError::KeyReused),
            };
        }
        if wanted
            .version
            .is_some_and(|version| version != view.ticket.version)
        {
            return Err(AppError::Stale);
        }
        let attempt = Attempt {
            mark: wanted.request.map(IdempotentRequest::mark),
            ..Attempt::new(desk, &view.actor, command, now)
        };
        match attempt.carry_out(cloud, &view.ticket).await {
            Ok(None) => return Ok(Outcome::Done(view)),
            Ok(Some(Changed { ticket, events })) => {
                view.ticket = ticket;
                view.events.extend(events);
                return Ok(Outcome::Done(view));
            }
            Err(AttemptError::Refused(refusal)) => return Ok(Outcome::Refused(refusal, view)),
            // Another request was committed first, perhaps the same one. The next attempt checks
            // everything again, the version too.
            Err(AttemptError::Conflict) => {}
            Err(AttemptError::Failed(error)) => return Err(error),
        }
    }
    Err(AppError::Busy)
}

/// Opens a ticket. A request that was carried out before gets the ticket that it made, as it was
/// then.
///
/// # Errors
/// When the key was used for another request, or the table fails.
pub async fn open(
    cloud: &Cloud,
    desk: &Desk,
    new: &NewTicket,
    request: Option<&IdempotentRequest>,
    now: Timestamp,
) -> Result<TicketView, AppError> {
    let store = &cloud.store;
    let mut retry = Retry::of_opening();
    while retry.next().await {
        let number = store.next_number(desk).await?;
        let id = TicketId::new(desk.ticket_prefix.clone(), number).map_err(|_| AppError::Busy)?;
        let event = decide_open(new.clone(), id, desk, now);
        let changed = Changed {
            ticket: Ticket::opened(&event)?,
            events: vec![event],
        };
        let record = request.map(|request| store.idempotency_write(request, &changed.ticket, now));
        let further_writes = record.transpose()?.into_iter().collect();
        match commit(cloud, desk, &changed, further_writes).await {
            Ok(()) => {
                let timeline = Timeline {
                    ticket: changed.ticket,
                    events: changed.events,
                    files: Vec::new(),
                };
                return Ok(as_requester(timeline));
            }
            Err(CommitError::Repeated) => {
                if let Some(view) = opened_before(cloud, request, now).await? {
                    return Ok(view);
                }
            }
            // The same request is being carried out now. The next attempt finds its result.
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    Err(AppError::Busy)
}

/// Returns the ticket that the same request made before, as it was then. Returns `None` when there
/// is none.
async fn opened_before(
    cloud: &Cloud,
    request: Option<&IdempotentRequest>,
    now: Timestamp,
) -> Result<Option<TicketView>, AppError> {
    let Some(request) = request else {
        return Ok(None);
    };
    let Some(done) = cloud.store.idempotency_record(request, now).await? else {
        return Ok(None);
    };
    if done.fingerprint != request.fingerprint {
        return Err(AppError::KeyReused);
    }
    let Some(timeline) = cloud.store.timeline(&done.ticket).await? else {
        return Ok(None);
    };
    Ok(Some(as_requester(timeline).at_version(done.version)?))
}

fn as_requester(timeline: Timeline) -> TicketView {
    let actor = Actor::Requester(timeline.ticket.requester.clone());
    TicketView::new(timeline, actor)
}

/// Applies what is due on a ticket. Returns `true` when the ticket changed.
///
/// When nothing is due, the ticket's index keys were written for an older desk file. They are
/// corrected.
///
/// # Errors
/// When the table fails.
pub async fn run_timers(cloud: &Cloud, id: &TicketId, now: Timestamp) -> Result<bool, AppError> {
    let store = &cloud.store;
    let Some(ticket) = store.ticket(id).await? else {
        return Ok(false);
    };
    let Some(desk) = store.desk(&ticket.desk).await? else {
        return Ok(false);
    };
    let attempt = Attempt::new(&desk, &Actor::System, &Command::RunTimers, now);
    match attempt.carry_out(cloud, &ticket).await {
        Ok(Some(_)) => Ok(true),
        Ok(None) => {
            store.reindex(&ticket, &ticket.placement(&desk)).await?;
            Ok(false)
        }
        // Another change was committed first, and the ticket has a new timer.
        Err(AttemptError::Conflict) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
