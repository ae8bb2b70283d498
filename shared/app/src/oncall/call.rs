//! Calls the people on call for a ticket.

use super::act::count;
use super::roster::overrides_from;
use crate::error::AppError;
use docket_cloud::store::Write;
use docket_cloud::{Cloud, StoreError};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_domain::oncall::{Page, PageId, Roster};
use docket_domain::{PolicyId, TicketId};
use jiff::Timestamp;
use uuid::Uuid;

/// A page that a ticket starts or joins, with the writes that go along with the ticket's change.
#[derive(Debug)]
pub(crate) struct Call {
    /// The page.
    pub(crate) page: PageId,
    /// The writes.
    pub(crate) writes: Vec<Write>,
}

/// Why people are called.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reason {
    /// A ticket was opened. It joins the page of a surge, also when somebody has acknowledged that.
    Opened,
    /// Somebody of the desk calls. The ticket joins a page alone that still has somebody to call.
    Asked,
    /// The target of a ticket passed at that instant. Whoever acknowledged a page before that did not learn of it.
    Missed(Timestamp),
}

/// Starts a page for a ticket, or lets it join the one that its policy started last. A change that conflicts has to call again.
///
/// # Errors
/// When the table fails.
pub(crate) async fn call(
    cloud: &Cloud,
    desk: &Desk,
    policy: &PolicyId,
    ticket: &TicketId,
    (actor, reason): (&Actor, Reason),
    now: Timestamp,
) -> Result<Call, AppError> {
    let store = &cloud.store;
    let last = store.last_page_id(&desk.id, policy).await?;
    let page = match last {
        Some(id) => readable(store.page(id).await)?,
        None => None,
    };
    let takes_in = |page: &Page| {
        let policy = desk.policy(policy);
        policy.is_some_and(|policy| page.takes_in(policy, now))
    };
    let joined = page.filter(|page| {
        page.is_calling()
            || match reason {
                Reason::Asked => false,
                Reason::Opened => takes_in(page),
                Reason::Missed(at) => page.started_at > at && takes_in(page),
            }
    });
    let (page, mut writes) = match joined {
        // Nothing that the others write: of a surge, each ticket joins by itself.
        Some(page) => (page.id, Vec::new()),
        None => {
            let overrides = overrides_from(store, desk, now).await?;
            let roster = Roster {
                desk,
                overrides: &overrides,
            };
            let id = PageId::from(Uuid::now_v7());
            let (page, events) = Page::start(id, policy, ticket, &roster, actor, now);
            // If the commit fails, this counts once more.
            count(cloud, &page, &events);
            (id, store.new_page_writes(&page, &events, last)?)
        }
    };
    writes.push(store.page_ticket_write(page, ticket, now)?);
    Ok(Call { page, writes })
}

/// A page that cannot be read takes in nobody.
fn readable(page: Result<Option<Page>, StoreError>) -> Result<Option<Page>, StoreError> {
    match page {
        Err(error) if error.is_about_an_item() => {
            tracing::error!(%error, "the last page cannot be read: another one starts");
            Ok(None)
        }
        page => page,
    }
}
