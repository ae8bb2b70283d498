//! Tickets: opened, read, changed by people, and changed by timers.

use crate::attempt::{Attempt, AttemptError, Changed, commit};
use crate::caller::Caller;
use crate::error::AppError;
use crate::events;
use crate::limits;
use crate::retry::Retry;
use crate::ticket_view::{EventsPage, TicketAccess, TicketView};
use docket_cloud::store::{CommitError, Freshness, IdempotentRequest, PAGE, Timeline, Write};
use docket_cloud::{Cloud, StoreError};
use docket_domain::access::{Action, Role, Visitor};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::form::NewTicket;
use docket_domain::limit::CountedAct;
use docket_domain::ticket::{
    CarriedOut, Change, Command, Event, EventId, Known, Ticket, confirm_opening,
    open as decide_open,
};
use docket_domain::{CompanyId, EmailAddress, Refusal, TicketId};
use jiff::Timestamp;

/// Who opens a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenedBy {
    /// Anybody, in anybody's name.
    Anybody,
    /// Who reads the mails of the requester's address: they send a form that was kept, which ends with it.
    Mailbox {
        /// The ID of the kept form.
        draft: String,
    },
    /// Who is signed in with the requester's address.
    Session,
}

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
        let attempt = Attempt {
            mark,
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
        Command::EndSharing { .. } => {}
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
        // A refused file is the sender's own doing.
        !actor.is(&event.actor) && !matches!(event.change, Change::AttachmentRefused { .. })
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

/// The most ticket numbers that are left out at once, when others have been given to tickets before.
const MOST_SKIPPED: usize = 1 << 32;

/// Opens a ticket for a caller. A request that was carried out before gets the ticket that it made, as it was
/// then.
///
/// # Errors
/// When a limit is reached, the key was used for another request, or the table fails.
pub async fn open(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    new: &NewTicket,
    by: &OpenedBy,
    request: Option<&IdempotentRequest>,
    now: Timestamp,
) -> Result<TicketView, AppError> {
    let store = &cloud.store;
    let admission = admit(cloud, desk, caller, new, by, now).await?;
    // Whoever works at the desk opens tickets for others.
    let counted = match admission.is_staff {
        true => Ok(()),
        false => count_opening(cloud, desk, caller, new, by, now).await,
    };
    if let Err(error) = counted {
        // What was carried out before is answered all the same.
        let before = opened_before(cloud, request, &new.requester.email, now).await?;
        return before.ok_or(error);
    }
    let mut retry = Retry::of_opening();
    let mut skipped = 1;
    while retry.next().await {
        let number = store.next_number(desk).await?;
        let id = TicketId::new(desk.ticket_prefix.clone(), number).map_err(|_| AppError::Busy)?;
        let company = admission.company.clone();
        let event = decide_open(new.clone(), company, id, desk, now);
        let mut changed = Changed {
            ticket: Ticket::opened(&event)?,
            events: vec![event.clone()],
        };
        if let OpenedBy::Mailbox { .. } | OpenedBy::Session = by {
            let confirmed = confirm_opening(&event);
            changed.ticket = changed.ticket.apply(&confirmed)?;
            changed.events.push(confirmed);
        }
        let record = request.map(|request| store.idempotency_write(request, &changed.ticket, now));
        let mut further_writes: Vec<Write> = record.transpose()?.into_iter().collect();
        if let OpenedBy::Mailbox { draft } = by {
            further_writes.push(store.draft_used_write(draft)?);
        }
        match commit(cloud, desk, &changed, further_writes).await {
            Ok(()) => {
                return Ok(new_ticket(changed.ticket, event));
            }
            Err(CommitError::Repeated) => {
                if let Some(view) = opened_before(cloud, request, &new.requester.email, now).await?
                {
                    return Ok(view);
                }
            }
            // The same request is being carried out now. The next attempt finds its result.
            Err(CommitError::Conflict) => {}
            // Another desk had the prefix, or numbers were given after a backup that was restored. Twice
            // as many are left out each time, so few attempts suffice for any number of tickets.
            Err(CommitError::Exists) if skipped < MOST_SKIPPED => {
                store.skip_numbers(desk, skipped).await?;
                skipped *= 2;
                retry = Retry::of_opening();
            }
            Err(CommitError::Exists) => return Err(AppError::Busy),
            Err(CommitError::Store(error)) => return Err(error.into()),
        }
    }
    Err(AppError::Busy)
}

/// What the desk's rules say of a new ticket.
struct Admission {
    /// The company that the ticket is of.
    company: Option<CompanyId>,
    /// `true` if somebody of the desk opens it.
    is_staff: bool,
}

/// Checks that a caller may open a ticket and copy those whom it names. The company is that of the requester's account, if its address is
/// proven, or somebody of the desk vouches for it.
async fn admit(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    new: &NewTicket,
    by: &OpenedBy,
    now: Timestamp,
) -> Result<Admission, AppError> {
    let visitor = caller.visitor(cloud, desk, now).await?;
    let is_staff = matches!(visitor, Visitor::Staff);
    let is_own = matches!(by, OpenedBy::Session);
    let email = &new.requester.email;
    // A session has told of its own account already.
    let account = match visitor {
        Visitor::Account(account) if is_own => Some(account.clone()),
        _ if !desk.has_accounts() || is_own => None,
        _ if is_staff || matches!(by, OpenedBy::Mailbox { .. }) => {
            cloud.store.account_now(&desk.id, email).await?
        }
        _ => None,
    };
    let visitor = match (by, &account) {
        (OpenedBy::Mailbox { .. }, Some(account)) if !is_staff => Visitor::Account(account),
        (OpenedBy::Mailbox { .. }, None) if !is_staff => Visitor::Mailbox,
        _ => visitor,
    };
    desk.admit(visitor)?;
    if desk.checks_copies() && !new.cc.is_empty() {
        let accounts = cloud.store.accounts_of(&desk.id, &new.cc).await?;
        for email in &new.cc {
            let account = accounts.iter().find(|account| account.email == *email);
            let admitted = desk.admit_copy(visitor, email, account);
            admitted.map_err(|problem| Refusal::field("cc", problem))?;
        }
    }
    Ok(Admission {
        company: account.and_then(|account| account.company),
        is_staff,
    })
}

/// Counts a new ticket, and the mails that it causes to others.
async fn count_opening(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    new: &NewTicket,
    by: &OpenedBy,
    now: Timestamp,
) -> Result<(), AppError> {
    let act = match by {
        OpenedBy::Anybody => CountedAct::OpenTicket(&new.requester.email),
        OpenedBy::Session => CountedAct::OpenOwnTicket(&new.requester.email),
        OpenedBy::Mailbox { .. } => CountedAct::SendDraft,
    };
    let mut acts = vec![act];
    if !matches!(by, OpenedBy::Anybody) {
        // Those copied are told at once.
        acts.extend(new.cc.iter().map(CountedAct::WriteTo));
    }
    for act in acts {
        limits::count(cloud, desk, caller, act, now).await?;
    }
    Ok(())
}

/// Returns the ticket that the same request made before, as it was then. Returns `None` when there
/// is none.
async fn opened_before(
    cloud: &Cloud,
    request: Option<&IdempotentRequest>,
    email: &EmailAddress,
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
    let event = async |sequence| {
        let ticket = done.ticket.clone();
        cloud.store.event(&EventId { ticket, sequence }).await
    };
    let Some(opening) = event(1).await? else {
        return Ok(None);
    };
    // Where a session says who asks, the request itself does not.
    let is_theirs =
        matches!(&opening.change, Change::Opened(opened) if opened.requester.email == *email);
    if !is_theirs {
        return Err(AppError::KeyReused);
    }
    let mut ticket = Ticket::opened(&opening)?;
    // The request may have confirmed the address as well.
    let second = event(2).await?;
    let confirmed = second.filter(|event| *event == confirm_opening(&opening));
    if let Some(event) = confirmed {
        ticket = ticket.apply(&event)?;
    }
    Ok(Some(new_ticket(ticket, opening)))
}

/// Returns a new ticket as whoever opened it sees it.
fn new_ticket(ticket: Ticket, opening: Event) -> TicketView {
    let requester = ticket.requester.clone();
    let actor = match ticket.confirmed_at {
        None => Actor::Opener(requester),
        Some(_) => Actor::Requester(requester),
    };
    TicketView {
        ticket,
        actor,
        events: EventsPage::default(),
        files: Vec::new(),
        opening,
    }
}

/// Applies what is due on a ticket. Returns `true` when the ticket changed.
///
/// When nothing is due, the ticket's index keys were written for an older desk file. They are
/// corrected.
///
/// A ticket that a later version of Docket wrote is left to that version.
///
/// # Errors
/// When the table fails.
pub async fn run_timers(cloud: &Cloud, id: &TicketId, now: Timestamp) -> Result<bool, AppError> {
    match try_timers(cloud, id, now).await {
        Err(AppError::Store(error @ StoreError::Later)) => {
            tracing::warn!(%error, ticket = %id, "its timers wait");
            Ok(false)
        }
        outcome => outcome,
    }
}

async fn try_timers(cloud: &Cloud, id: &TicketId, now: Timestamp) -> Result<bool, AppError> {
    let store = &cloud.store;
    let Some(ticket) = store.ticket(id).await? else {
        return Ok(false);
    };
    let Some(desk) = store.desk(&ticket.desk).await? else {
        return Ok(false);
    };
    let attempt = Attempt::new(&desk, &Actor::System, &Command::RunTimers, now);
    let outcome = match desk.is_removed() {
        // Nothing happens on its tickets. They leave the list of what is due.
        true => Ok(None),
        false => attempt.carry_out(cloud, &ticket).await,
    };
    match outcome {
        Ok(Some(_)) => Ok(true),
        Ok(None) => {
            // Its place may come from a newer file than the one that was read a moment ago.
            let newest = store.desk_now(&ticket.desk).await?.unwrap_or(desk);
            store.reindex(&ticket, &ticket.placement(&newest)).await?;
            Ok(false)
        }
        // Another change was committed first, and the ticket has a new timer.
        Err(AttemptError::Conflict) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
