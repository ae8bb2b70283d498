//! Calls the people on call for a ticket.

use super::roster::who;
use crate::error::AppError;
use docket_cloud::Cloud;
use docket_cloud::store::Write;
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

/// Starts a page for a ticket, or lets it join the one that its policy started last. A change that conflicts has to call again.
///
/// # Errors
/// When the table fails.
pub(crate) async fn call(
    cloud: &Cloud,
    desk: &Desk,
    policy: &PolicyId,
    ticket: &TicketId,
    actor: &Actor,
    now: Timestamp,
) -> Result<Call, AppError> {
    let store = &cloud.store;
    let last = store.last_page(&desk.id, policy).await?;
    let joined = last.as_ref().filter(|page| {
        let policy = desk.policy(policy);
        policy.is_some_and(|policy| page.takes_in(policy, now))
    });
    let (page, mut writes) = match joined {
        // Nothing that the others write: of a surge, each ticket joins by itself.
        Some(page) => (page.id, Vec::new()),
        None => {
            let overrides = who(store, desk, now).await?;
            let roster = Roster {
                desk,
                overrides: &overrides,
            };
            let id = PageId::from(Uuid::now_v7());
            let (page, events) = Page::start(id, policy, ticket, &roster, actor, now);
            let before = last.map(|page| page.id);
            (id, store.new_page_writes(&page, &events, before)?)
        }
    };
    writes.push(store.page_ticket_write(page, ticket, now)?);
    Ok(Call { page, writes })
}
