//! How a ticket is opened.

use super::read::{TicketRequest, access};
use crate::attempt::{Changed, commit};
use crate::caller::Caller;
use crate::error::AppError;
use crate::limits;
use crate::oncall::{self, Reason};
use crate::retry::Retry;
use crate::ticket_view::{EventsPage, TicketAccess, TicketView};
use docket_cloud::Cloud;
use docket_cloud::StoreError;
use docket_cloud::store::{Commit, CommitError, IdempotentRequest, Queue, Whose, Write};
use docket_domain::access::Visitor;
use docket_domain::actor::Actor;
use docket_domain::desk::{Assignment, Candidate, Desk, Phase};
use docket_domain::form::NewTicket;
use docket_domain::limit::CountedAct;
use docket_domain::ticket::{
    Change, Command, Customer, Event, EventId, Ticket, confirm_opening, open as decide_open,
    page_opening,
};
use docket_domain::{CompanyId, EmailAddress, Refusal, TicketId};
use jiff::Timestamp;

/// Who opens a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenedBy {
    /// Anybody, in anybody's name.
    Anybody,
    /// Who reads the mails of the requester's address: they came by a link that was mailed there.
    Mailbox {
        /// The ID of the kept form that they send, which ends with it.
        draft: Option<String>,
    },
    /// Who is signed in with the requester's address.
    Session,
}

/// A ticket to be opened.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) new: &'a NewTicket,
    pub(super) by: &'a OpenedBy,
    pub(super) request: Option<&'a IdempotentRequest>,
    /// The ticket that it follows, which is changed with it.
    pub(super) follows: Option<&'a TicketRequest<'a>>,
}

/// The most events of an opening: it, the confirmation, an assignment with its reaction, and a page.
const MOST_AT_ONCE: u64 = 5;

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
    let wanted = Wanted {
        new,
        by,
        request,
        follows: None,
    };
    open_wanted(cloud, desk, caller, wanted, now).await
}

/// Opens a ticket, which may follow another.
pub(super) async fn open_wanted(
    cloud: &Cloud,
    desk: &Desk,
    caller: &Caller,
    wanted: Wanted<'_>,
    now: Timestamp,
) -> Result<TicketView, AppError> {
    let Wanted {
        new, by, request, ..
    } = wanted;
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
    carry_out(cloud, desk, admission.customer, wanted, now).await
}

/// Opens a ticket that its desk admits.
async fn carry_out(
    cloud: &Cloud,
    desk: &Desk,
    customer: Customer,
    wanted: Wanted<'_>,
    now: Timestamp,
) -> Result<TicketView, AppError> {
    let store = &cloud.store;
    let Wanted {
        new, by, request, ..
    } = wanted;
    let mut retry = Retry::of_opening();
    let mut skipped = 1;
    while retry.next().await {
        let number = store.next_number(desk).await?;
        let id = TicketId::new(desk.ticket_prefix.clone(), number).map_err(|_| AppError::Busy)?;
        let event = decide_open(new.clone(), customer.clone(), id, desk, now);
        let mut changed = Changed {
            ticket: Ticket::opened(&event)?,
            events: vec![event.clone()],
        };
        if !matches!(by, OpenedBy::Anybody) {
            let confirmed = confirm_opening(&event);
            changed.ticket = changed.ticket.apply(&confirmed)?;
            changed.events.push(confirmed);
        }
        assign(cloud, desk, &mut changed, now).await?;
        let mut further_writes = match wanted.follows {
            // What somebody writes long after the closing is no reason to wake anybody.
            Some(on) => followed_writes(cloud, on, &changed.ticket.id).await?,
            None => page_writes(cloud, desk, &mut changed, now).await?,
        };
        let record = request.map(|request| store.idempotency_write(request, &changed.ticket, now));
        further_writes.extend(record.transpose()?);
        if let OpenedBy::Mailbox { draft: Some(draft) } = by {
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

/// Returns the writes by which a ticket that is past reopening knows what follows it.
async fn followed_writes(
    cloud: &Cloud,
    on: &TicketRequest<'_>,
    by: &TicketId,
) -> Result<Vec<Write>, AppError> {
    let TicketAccess { ticket, actor } = access(cloud, on).await?;
    let events = ticket.decide(
        &Command::FollowUp { by: by.clone() },
        on.desk,
        &actor,
        on.now,
    )?;
    let mut followed = ticket;
    for event in &events {
        followed = followed.apply(event)?;
    }
    let change = Commit {
        placement: followed.placement(on.desk),
        ticket: &followed,
        events: &events,
        further_writes: Vec::new(),
    };
    Ok(cloud.store.change_writes(change)?)
}

/// Gives a new ticket to somebody, if a rule of the desk does so.
async fn assign(
    cloud: &Cloud,
    desk: &Desk,
    changed: &mut Changed,
    now: Timestamp,
) -> Result<(), AppError> {
    let store = &cloud.store;
    let rule = &desk.assignment;
    let overrides = match rule.on_shift {
        Some(_) => oncall::overrides_from(store, desk, now).await?,
        None => Vec::new(),
    };
    let topic = changed.ticket.topic.clone();
    let most = i32::try_from(Assignment::MOST_COUNTED).unwrap_or(i32::MAX);
    let people = desk.who_can_get(&topic, &overrides, now);
    let candidates = people.into_iter().map(async |email| {
        let queue = Queue {
            desk: &desk.id,
            phase: Phase::Open,
            whose: Whose::Of(email),
        };
        let load = match rule.needs_loads() {
            true => store.queue_size(&queue, most).await?,
            false => 0,
        };
        let load = u32::try_from(load).unwrap_or_default();
        Ok::<_, StoreError>(Candidate { email, load })
    });
    let candidates = match futures_util::future::try_join_all(candidates).await {
        Ok(candidates) => candidates,
        // A ticket that nobody works on is better than none.
        Err(error) => {
            tracing::warn!(%error, "a new ticket was given to nobody");
            return Ok(());
        }
    };
    let number = changed.ticket.id.number();
    let Some(to) = rule.choose(&candidates, number).cloned() else {
        return Ok(());
    };
    let command = Command::AssignByRule { to };
    let events = changed.ticket.decide(&command, desk, &Actor::System, now)?;
    for event in events {
        changed.ticket = changed.ticket.clone().apply(&event)?;
        changed.events.push(event);
    }
    Ok(())
}

/// Calls the people on call, if a rule of the desk does so for a new ticket. Returns the writes that go along.
async fn page_writes(
    cloud: &Cloud,
    desk: &Desk,
    changed: &mut Changed,
    now: Timestamp,
) -> Result<Vec<Write>, AppError> {
    let ticket = &changed.ticket;
    let policy = desk.policy_on_opening(&ticket.topic, ticket.priority.as_ref(), now);
    let (Some(policy), Some(last)) = (policy, changed.events.last()) else {
        return Ok(Vec::new());
    };
    let call = oncall::call(
        cloud,
        desk,
        policy,
        &ticket.id,
        (&Actor::System, Reason::Opened),
        now,
    )
    .await?;
    let paged = page_opening(last, policy.clone(), call.page);
    changed.ticket = ticket.clone().apply(&paged)?;
    changed.events.push(paged);
    Ok(call.writes)
}

/// What the desk's rules say of a new ticket.
struct Admission {
    /// Whom the requester asks for.
    customer: Customer,
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
    // Those on a closed ticket were copied by others.
    if desk.checks_copies() && !new.cc.is_empty() && new.follows.is_none() {
        let accounts = cloud.store.accounts_of(&desk.id, &new.cc).await?;
        for email in &new.cc {
            let account = accounts.iter().find(|account| account.email == *email);
            let admitted = desk.admit_copy(visitor, email, account);
            admitted.map_err(|problem| Refusal::field("cc", problem))?;
        }
    }
    let company = account.and_then(|account| account.company);
    Ok(Admission {
        customer: customer(cloud, desk, company, email).await?,
        is_staff,
    })
}

/// Returns whom somebody asks for. The company is read where the desk has contracts.
async fn customer(
    cloud: &Cloud,
    desk: &Desk,
    id: Option<CompanyId>,
    email: &EmailAddress,
) -> Result<Customer, AppError> {
    let company = match &id {
        Some(id) if !desk.contracts.is_empty() => cloud.store.company(&desk.id, id).await?,
        _ => None,
    };
    let contract = desk.contract_for(company.as_ref(), email);
    Ok(Customer {
        company: id,
        contract: contract.map(|contract| (*contract.id).clone()),
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
        OpenedBy::Session | OpenedBy::Mailbox { draft: None } => {
            CountedAct::OpenOwnTicket(&new.requester.email)
        }
        OpenedBy::Mailbox { draft: Some(_) } => CountedAct::SendDraft,
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
pub(super) async fn opened_before(
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
    // The request may have confirmed the address as well, given it to somebody, and called somebody.
    let confirmed = confirm_opening(&opening);
    for sequence in 2..=MOST_AT_ONCE {
        let next = event(sequence).await?.filter(|event| {
            let is_by_rule = event.actor == Actor::System && event.at == opening.at;
            *event == confirmed || is_by_rule
        });
        let Some(event) = next else { break };
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
