//! Pages: their state, their course, and the tickets that they are about.

use super::attributes::text;
use super::calls::CallOutcome;
use super::commit::Write;
use super::error::StoreError;
use super::format;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_put, of_version};
use aws_sdk_dynamodb::types::TransactWriteItem;
use docket_domain::oncall::{Page, PageEvent, PageId};
use docket_domain::{DeskId, Format, PolicyId, TicketId};
use jiff::Timestamp;
use serde::Deserialize;

/// What happened to a page, and the tickets that it is about.
#[derive(Debug, Clone)]
pub struct PageCourse {
    /// Its events, in order.
    pub events: Vec<PageEvent>,
    /// The tickets, in the order of their IDs, at most [`Store::LINKED_AT_ONCE`].
    pub tickets: Vec<TicketId>,
    /// `true` if there are more.
    pub has_more: bool,
    /// What became of its calls.
    pub outcomes: Vec<CallOutcome>,
}

/// The note of the page that a policy started last.
#[derive(Debug, Deserialize)]
struct Paging {
    page: PageId,
}

/// Reads an event of a page from its item, as the table or its stream returns it.
///
/// # Errors
/// When the item is not an event of a page.
pub fn page_event_of(item: impl Into<serde_dynamo::Item>) -> Result<PageEvent, StoreError> {
    Ok(serde_dynamo::from_item(item.into())?)
}

impl Store {
    /// Returns a page.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn page(&self, id: PageId) -> Result<Option<Page>, StoreError> {
        let item = self.item(keys::page(id)).await?;
        item.map(format::read).transpose()
    }

    /// Returns the ID of the page that a policy of a desk started last.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn last_page_id(
        &self,
        desk: &DeskId,
        policy: &PolicyId,
    ) -> Result<Option<PageId>, StoreError> {
        let paging: Option<Paging> = self.get(keys::paging(desk, policy)).await?;
        Ok(paging.map(|paging| paging.page))
    }

    /// Returns the page that a policy of a desk started last, whatever its state.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn last_page(
        &self,
        desk: &DeskId,
        policy: &PolicyId,
    ) -> Result<Option<Page>, StoreError> {
        match self.last_page_id(desk, policy).await? {
            Some(id) => self.page(id).await,
            None => Ok(None),
        }
    }

    /// Returns the events of a page, in order.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn page_events(&self, id: PageId) -> Result<Vec<PageEvent>, StoreError> {
        self.all_of_kind(keys::page_partition(id), keys::COURSE)
            .await
    }

    /// Returns what happened to a page, and its first tickets.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn page_course(&self, id: PageId) -> Result<PageCourse, StoreError> {
        let tickets = self.page_tickets(id, None);
        let (events, tickets, outcomes) =
            tokio::try_join!(self.page_events(id), tickets, self.call_outcomes(id))?;
        let (tickets, has_more) = tickets;
        Ok(PageCourse {
            events,
            tickets,
            has_more,
            outcomes,
        })
    }

    /// Returns the first tickets of a page after one of them, as [`Store::linked_tickets`] does.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn page_tickets(
        &self,
        id: PageId,
        after: Option<&TicketId>,
    ) -> Result<(Vec<TicketId>, bool), StoreError> {
        self.linked_tickets(keys::page_partition(id), after).await
    }

    /// Makes the writes of a new page for a commit. `before` is the page that its policy started last.
    ///
    /// # Errors
    /// When the page cannot be written as items.
    pub fn new_page_writes(
        &self,
        page: &Page,
        events: &[PageEvent],
        before: Option<PageId>,
    ) -> Result<Vec<Write>, StoreError> {
        let mut writes = self.page_items(page, events)?;
        let mut note = keys::paging(&page.desk, &page.policy).item();
        note.insert("page".to_owned(), text(page.id.to_string()));
        let put = self.put(note);
        // Of two that start at the same time, the second joins the first.
        let put = match before {
            None => put.condition_expression("attribute_not_exists(pk)"),
            Some(before) => put
                .condition_expression("page = :before")
                .expression_attribute_values(":before", text(before.to_string())),
        };
        writes.push(into_put(put)?);
        Ok(writes.into_iter().map(Write::new).collect())
    }

    /// Makes the write of the note that a ticket is one of a page's.
    ///
    /// # Errors
    /// When it cannot be written as an item.
    pub fn page_ticket_write(
        &self,
        page: PageId,
        ticket: &TicketId,
        now: Timestamp,
    ) -> Result<Write, StoreError> {
        self.link_write(keys::page_partition(page), ticket, now)
    }

    /// Writes what happened to a page in one transaction. Returns `false` if the page has changed meanwhile.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn commit_page(&self, page: &Page, events: &[PageEvent]) -> Result<bool, StoreError> {
        let Err(error) = self.transact(self.page_items(page, events)?).await else {
            return Ok(true);
        };
        if cancelled(&error).is_none() {
            return Err(error.into());
        }
        // It is there if an earlier attempt was written, and only its answer was lost.
        let Some(first) = events.first() else {
            return Ok(false);
        };
        let there = self.item(keys::page_event(page.id, first.sequence)).await?;
        let there = there.map(page_event_of).transpose()?;
        Ok(there.as_ref() == Some(first))
    }

    /// Makes the writes of a page after these events.
    fn page_items(
        &self,
        page: &Page,
        events: &[PageEvent],
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let before = events
            .first()
            .map_or(page.version, |event| event.sequence - 1);
        format::check(page.format)?;
        let mut item: Item = serde_dynamo::to_item(Page {
            format: Format::CURRENT,
            ..page.clone()
        })?;
        item.extend(keys::page(page.id).item());
        if let Some(at) = page.due_at() {
            item.extend(keys::page_due(page, at));
        }
        let mut writes = vec![into_put(of_version(self.put(item), before))?];
        for event in events {
            let mut item: Item = serde_dynamo::to_item(event)?;
            item.extend(keys::page_event(page.id, event.sequence).item());
            let put = self.put(item);
            let put = put.condition_expression("attribute_not_exists(pk)");
            writes.push(into_put(put)?);
        }
        Ok(writes)
    }
}
