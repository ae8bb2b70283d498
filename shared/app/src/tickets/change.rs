//! How a ticket is changed: loaded, decided, committed, tried again.

use super::read::{TicketRequest, access};
use crate::attempt::{Attempt, AttemptError, Changed};
use crate::error::AppError;
use crate::limits;
use crate::oncall::{self, Reason};
use crate::retry::Retry;
use crate::ticket_view::TicketAccess;
use docket_cloud::Cloud;
use docket_cloud::store::{IdempotentRequest, PAGE, Write};
use docket_domain::access::Role;
use docket_domain::limit::CountedAct;
use docket_domain::ticket::{CarriedOut, Change, Command, Event, Known};
use docket_domain::{EmailAddress, Refusal};

/// A command of a caller on a ticket, with its conditions.
#[derive(Debug)]
pub struct TicketCommand<'a> {
    /// The ticket, and the caller.
    pub on: TicketRequest<'a>,
    /// The command, or the reason why it cannot be read. It is refused only after the caller was
    /// found to have access to the ticket. So nobody else learns anything, and a page can show the
    /// ticket with the rejected input.
    pub command: Result<Command, Refusal>,
    /// The request's idempotency key and fingerprint, if it has a key.
    pub request: Option<&'a IdempotentRequest>,
    /// The version that the caller expects the ticket to have.
    pub version: ExpectedVersion,
}

/// The version that a caller expects of the ticket that they change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// Any will do.
    Any,
    /// The ticket has to be at this version.
    Exactly(u64),
    /// The caller's page shows this version. What the caller did since then does not count, and what
    /// they may not see does not either.
    Shown(u64),
}

/// The result of a command.
#[derive(Debug)]
pub enum Outcome {
    /// The command was carried out, now or by an earlier request with the same key. Or there was
    /// nothing to do.
    Done(Done),
    /// The domain refused the command. Holds the reason and the unchanged ticket.
    Refused(Refusal, TicketAccess),
    /// Somebody else changed the ticket since the caller saw it. Holds the first sequence that is new.
    Behind(u64),
}

/// A ticket after a command.
#[derive(Debug)]
pub struct Done {
    /// The ticket as it now is, and the person who changed it.
    pub access: TicketAccess,
    /// The events of the command, in order.
    pub events: Vec<Event>,
}

/// Carries out a command of a caller on a ticket. After a conflict with another change, the command
/// is decided again on the new state.
///
/// # Errors
/// When the caller may not see the ticket, the ticket is not at the version asked for, the
/// idempotency key was used for another request, or the table fails.
pub async fn change(cloud: &Cloud, wanted: &TicketCommand<'_>) -> Result<Outcome, AppError> {
    let mut retry = Retry::of_change();
    let mut is_counted = false;
    while retry.next().await {
        let access = access(cloud, &wanted.on).await?;
        let command = match &wanted.command {
            Ok(command) => command,
            Err(refusal) => return Ok(Outcome::Refused(refusal.clone(), access)),
        };
        let mark = wanted.request.map(|request| request.mark(&access.actor));
        match mark.map_or(Known::New, |mark| access.ticket.recent_requests.find(&mark)) {
            Known::New => {}
            Known::CarriedOut(done) => return carried_out(cloud, access, done).await,
            Known::KeyReused => return Err(AppError::KeyReused),
        }
        match wanted.version {
            ExpectedVersion::Exactly(version) if version != access.ticket.version => {
                return Err(AppError::Stale);
            }
            ExpectedVersion::Shown(version) => {
                if let Some(first) = first_news(cloud, &access, version).await? {
                    return Ok(Outcome::Behind(first));
                }
            }
            ExpectedVersion::Any | ExpectedVersion::Exactly(_) => {}
        }
        if let Command::Share { email } = command {
            admit_copy(cloud, &wanted.on, email).await?;
        }
        if !is_counted && !access.actor.is_staff() {
            count(cloud, &wanted.on, command, &access).await?;
            is_counted = true;
        }
        let called = match called(cloud, &wanted.on, command, &access).await {
            Err(AppError::Refused(refusal)) => return Ok(Outcome::Refused(refusal, access)),
            called => called?,
        };
        let (called, further_writes) = called.unzip();
        let command = called.as_ref().unwrap_or(command);
        let attempt = Attempt {
            mark,
            further_writes: further_writes.unwrap_or_default(),
            ..Attempt::new(wanted.on.desk, &access.actor, command, wanted.on.now)
        };
        match attempt.carry_out(cloud, &access.ticket).await {
            Ok(None) => {
                let events = Vec::new();
                return Ok(Outcome::Done(Done { access, events }));
            }
            Ok(Some(Changed { ticket, events })) => {
                let access = TicketAccess { ticket, ..access };
                return Ok(Outcome::Done(Done { access, events }));
            }
            Err(AttemptError::Refused(refusal)) => return Ok(Outcome::Refused(refusal, access)),
            // Another request was committed first, perhaps the same one. The next attempt checks
            // everything again, the version too.
            Err(AttemptError::Conflict) => {}
            Err(AttemptError::Failed(error)) => return Err(error),
        }
    }
    Err(AppError::Busy)
}

/// Returns a command that calls the people on call with the page that the ticket starts or joins, and the writes that go along. Returns
/// `None` for any other command.
async fn called(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    command: &Command,
    access: &TicketAccess,
) -> Result<Option<(Command, Vec<Write>)>, AppError> {
    let Command::Page { policy, .. } = command else {
        return Ok(None);
    };
    let (ticket, actor) = (&access.ticket, &access.actor);
    let policy = &ticket.policy_to_call(policy.as_ref(), on.desk)?.id;
    let call = oncall::call(
        cloud,
        on.desk,
        policy,
        &ticket.id,
        (actor, Reason::Asked),
        on.now,
    )
    .await?;
    let command = Command::Page {
        policy: Some((**policy).clone()),
        page: Some(call.page),
    };
    Ok(Some((command, call.writes)))
}

/// Checks that a caller may share a ticket with somebody.
async fn admit_copy(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    email: &EmailAddress,
) -> Result<(), AppError> {
    if !on.desk.checks_copies() {
        return Ok(());
    }
    let visitor = on.caller.visitor(cloud, on.desk, on.now).await?;
    let account = cloud.store.account_now(&on.desk.id, email).await?;
    let admitted = on.desk.admit_copy(visitor, email, account.as_ref());
    Ok(admitted.map_err(|problem| Refusal::field("email", problem))?)
}

/// Counts a command of somebody who does not work at the desk, and the mails that it causes to others.
async fn count(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    command: &Command,
    access: &TicketAccess,
) -> Result<(), AppError> {
    let TicketAccess { ticket, actor } = access;
    let mut acts = Vec::new();
    match command {
        // Whoever is asked whether a ticket is theirs can always answer.
        Command::Confirm | Command::Disown => {}
        _ => acts.push(CountedAct::ChangeTicket(&ticket.id, actor.role())),
    }
    match command {
        Command::CorrectAddress { to } => acts.push(CountedAct::SendLink(to)),
        Command::SendLink => acts.push(CountedAct::SendLink(&ticket.requester.email)),
        Command::Share { email } => acts.push(CountedAct::WriteTo(email)),
        // Nobody else on the ticket is told.
        Command::EndSharing { .. } | Command::Rate { .. } => {}
        // What comes by an opener's key is mailed to nobody.
        _ if actor.role() == Role::Opener => {}
        _ => {
            let people = std::iter::once(&ticket.requester.email).chain(&ticket.watchers);
            let others = people.filter(|email| Some(*email) != actor.email());
            acts.extend(others.map(CountedAct::WriteTo));
        }
    }
    for act in acts {
        limits::count(cloud, on.desk, on.caller, act, on.now).await?;
    }
    Ok(())
}

/// Returns the sequence of the first event after a version that somebody else caused and the caller may
/// see. Only the newest 50 are looked at.
async fn first_news(
    cloud: &Cloud,
    access: &TicketAccess,
    version: u64,
) -> Result<Option<u64>, AppError> {
    let TicketAccess { ticket, actor } = access;
    if version >= ticket.version {
        return Ok(None);
    }
    let newest = ticket.version.saturating_sub(PAGE as u64 - 1);
    let from = newest.max(version + 1);
    let events = cloud
        .store
        .events(&ticket.id, &(from..=ticket.version))
        .await?;
    let others = events.into_iter().filter(|event| {
        // A refused file is the sender's own doing, and neither a target nor a reminder is a reason to answer otherwise.
        let is_no_news = match &event.change {
            Change::AttachmentRefused { .. }
            | Change::RequesterReminded { .. }
            | Change::ServiceLevelReminded { .. }
            | Change::ServiceLevelBreached { .. } => true,
            Change::Paged { breached, .. } => !breached.is_empty(),
            _ => false,
        };
        !actor.is(&event.actor) && !is_no_news
    });
    let news = others.filter_map(|event| event.seen_by(actor)).next();
    Ok(news.map(|event| event.sequence))
}

/// Answers a request that was carried out before: with the ticket as it is now, and the events that
/// the request caused then.
async fn carried_out(
    cloud: &Cloud,
    access: TicketAccess,
    done: CarriedOut,
) -> Result<Outcome, AppError> {
    let id = &access.ticket.id;
    let events = cloud.store.events(id, &(done.first..=done.last)).await?;
    Ok(Outcome::Done(Done { access, events }))
}
