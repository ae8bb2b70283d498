//! Acts on a page, and calls what is due on it.

use super::roster::overrides_from;
use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::store::{CallOutcome, PageCourse};
use docket_cloud::{Cloud, Metric, StoreError};
use docket_domain::actor::Actor;
use docket_domain::desk::{Desk, Phase};
use docket_domain::oncall::{Contact, Page, PageCommand, PageEvent, PageId, Roster};
use docket_domain::ticket::{Event, EventId, Ticket};
use jiff::Timestamp;

/// A page with its course.
#[derive(Debug)]
pub struct PageView {
    /// The page.
    pub page: Page,
    /// What happened to it, and the tickets that it is about.
    pub course: PageCourse,
}

impl PageView {
    /// Returns what became of a call. `None` if that is not known yet.
    #[must_use]
    pub fn outcome(&self, event: &PageEvent, contact: &Contact) -> Option<&CallOutcome> {
        let mut outcomes = self.course.outcomes.iter();
        outcomes.find(|it| it.sequence == event.sequence && it.contact == *contact)
    }
}

/// Returns a page of a desk with its course. Returns `None` if the desk has no such page.
///
/// # Errors
/// When the table cannot be read.
pub async fn view(cloud: &Cloud, desk: &Desk, id: PageId) -> Result<Option<PageView>, StoreError> {
    let page = cloud.store.page(id).await?;
    let Some(page) = page.filter(|page| page.desk == *desk.id) else {
        return Ok(None);
    };
    let course = cloud.store.page_course(id).await?;
    Ok(Some(PageView { page, course }))
}

/// Returns the page that each policy of a desk started last, in the order of the policies.
///
/// # Errors
/// When the table cannot be read.
pub async fn last_pages(cloud: &Cloud, desk: &Desk) -> Result<Vec<PageView>, StoreError> {
    let mut views = Vec::new();
    for policy in &desk.escalation_policies {
        if let Some(page) = cloud.store.last_page(&desk.id, &policy.id).await? {
            let course = cloud.store.page_course(page.id).await?;
            views.push(PageView { page, course });
        }
    }
    Ok(views)
}

/// Returns the ticket that a page started for, with the event that opened it.
///
/// # Errors
/// When the table cannot be read.
pub async fn ticket_of(cloud: &Cloud, page: &Page) -> Result<Option<(Ticket, Event)>, StoreError> {
    let ticket = page.ticket.clone();
    let id = EventId {
        ticket,
        sequence: 1,
    };
    let (ticket, opening) =
        tokio::try_join!(cloud.store.ticket(&page.ticket), cloud.store.event(&id))?;
    Ok(ticket.zip(opening))
}

/// Carries out a command of one of the desk's people on a page. Returns the page as it now is, or `None` if the desk has no such page.
///
/// # Errors
/// When the actor may not, or the table fails.
pub async fn act(
    cloud: &Cloud,
    desk: &Desk,
    id: PageId,
    command: PageCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<Option<Page>, AppError> {
    let mut retry = Retry::of_change();
    while retry.next().await {
        let page = cloud.store.page(id).await?;
        let Some(page) = page.filter(|page| page.desk == *desk.id) else {
            return Ok(None);
        };
        if let Some(page) = attempt(cloud, desk, page, command, actor, now).await? {
            return Ok(Some(page));
        }
    }
    Err(AppError::Busy)
}

/// Calls what is due on a page. Returns `true` if the page has changed.
///
/// # Errors
/// When the table fails.
pub async fn run(cloud: &Cloud, id: PageId, now: Timestamp) -> Result<bool, AppError> {
    let Some(page) = cloud.store.page(id).await? else {
        return Ok(false);
    };
    let Some(desk) = cloud.store.desk(&page.desk).await? else {
        return Ok(false);
    };
    let run = PageCommand::Run {
        any_open: any_open(cloud, &desk, &page).await?,
    };
    let before = page.version;
    let after = attempt(cloud, &desk, page, run, &Actor::System, now).await?;
    // Of two sweeps at once, one writes; the other has nothing left to do.
    Ok(after.is_some_and(|page| page.version > before))
}

/// Returns `true` while one of a page's tickets is not done. One that cannot be read counts as such.
///
/// # Errors
/// When the table cannot be read.
pub async fn any_open(cloud: &Cloud, desk: &Desk, page: &Page) -> Result<bool, StoreError> {
    if desk.is_removed() {
        return Ok(false);
    }
    let mut last = None;
    loop {
        let (tickets, has_more) = cloud.store.page_tickets(page.id, last.as_ref()).await?;
        for id in &tickets {
            match cloud.store.ticket(id).await {
                Ok(None) => {}
                Ok(Some(ticket)) if desk.phase(&ticket.status) == Phase::Done => {}
                Ok(Some(_)) => return Ok(true),
                Err(error) if error.is_about_an_item() => return Ok(true),
                Err(error) => return Err(error),
            }
        }
        match tickets.into_iter().last().filter(|_| has_more) {
            Some(ticket) => last = Some(ticket),
            None => return Ok(false),
        }
    }
}

/// Decides and commits. Returns `None` if the page has changed meanwhile.
async fn attempt(
    cloud: &Cloud,
    desk: &Desk,
    page: Page,
    command: PageCommand,
    actor: &Actor,
    now: Timestamp,
) -> Result<Option<Page>, AppError> {
    let overrides = overrides_from(&cloud.store, desk, now).await?;
    let roster = Roster {
        desk,
        overrides: &overrides,
    };
    let events = page.decide(command, &roster, actor, now)?;
    if events.is_empty() {
        return Ok(Some(page));
    }
    let page = events.iter().fold(page, Page::apply);
    if !cloud.store.commit_page(&page, &events).await? {
        return Ok(None);
    }
    count(cloud, &page, &events);
    Ok(Some(page))
}

/// Counts what happened to a page in the metrics.
pub(super) fn count(cloud: &Cloud, page: &Page, events: &[PageEvent]) {
    for event in events {
        tracing::info!(page = %event.page, event = event.sequence, kind = event.change.name(), "committed");
        if event.late_by().is_some() {
            cloud.metrics.note(Metric::PagesLate, 1);
        }
    }
    if page.is_unanswered() {
        tracing::error!(page = %page.id, "a page is unanswered: all of its policy were called");
        cloud.metrics.note(Metric::PagesUnanswered, 1);
    }
}
