//! A page of a desk's queue, for the API and for the HTML pages.

use super::call::Call;
use super::list_place::ListPlace;
use super::listed_assignee::ListedAssignee;
use super::parameters::{limit, only_known};
use crate::problem::Problem;
use crate::views::ListAnswer;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use docket_domain::desk::{Desk, Phase};
use docket_domain::ticket::Ticket;
use docket_domain::{EmailAddress, FieldError, FieldProblem, Refusal, TicketId};

const PAGE: i32 = 50;

/// A page of a desk's queue.
#[derive(Debug)]
pub struct QueuePage {
    /// The list, and the cursor of this page.
    pub place: ListPlace,
    /// The tickets, and the cursor of the next page.
    pub list: ListAnswer,
}

/// Loads the page of the queue that the query of one of the desk's people asks for. `phase` is `open` by default, and `assignee` anybody.
/// `limit` is 50 by default and at most 100. `cursor` is the `next` of the page before.
///
/// # Errors
/// 400 for a parameter that is unknown or cannot be read. 422 for an assignee that is no address, and for a cursor that no answer gave out.
pub async fn queue_page(
    call: &Call,
    desk: &Desk,
    reader: &EmailAddress,
) -> Result<QueuePage, Problem> {
    only_known(call)?;
    let phase = match call.query("phase") {
        None => Phase::Open,
        // Another name was refused already.
        Some(name) => name.parse().unwrap_or(Phase::Open),
    };
    let assignee = match call.query("assignee") {
        None => ListedAssignee::All,
        Some(name) => ListedAssignee::named(name)
            .ok_or_else(|| FieldError::new("assignee", FieldProblem::NotAnAddress))
            .map_err(|mistake| Refusal::Fields(vec![mistake]))?,
    };
    let place = ListPlace {
        phase,
        assignee,
        cursor: call.query("cursor").map(str::to_owned),
    };
    load(call, desk, reader, place).await
}

async fn load(
    call: &Call,
    desk: &Desk,
    reader: &EmailAddress,
    place: ListPlace,
) -> Result<QueuePage, Problem> {
    let start = place.cursor.as_deref().map(decoded).transpose()?;
    let store = &call.cloud.store;
    let queue = place.queue(desk, reader);
    let page = store.queue(&queue, limit(call, PAGE), start.as_deref());
    let page = page.await?.ok_or_else(|| Problem::bad_cursor("cursor"))?;
    let next = page.next.as_deref().map(encoded);
    let list = ListAnswer::new(&page, next, desk, &call.language(desk));
    Ok(QueuePage { place, list })
}

/// Loads the page of the queue that an agent comes back to: the one that the query asks for, or another one if the ticket in its
/// parameter `at` is there.
///
/// # Errors
/// The same as those of [`queue_page`].
pub async fn queue_page_at(
    call: &Call,
    desk: &Desk,
    reader: &EmailAddress,
) -> Result<QueuePage, Problem> {
    let page = queue_page(call, desk, reader).await?;
    let Some(at) = call.query("at").and_then(TicketId::pasted) else {
        return Ok(page);
    };
    if page.list.tickets().iter().any(|ticket| ticket.id == at) {
        return Ok(page);
    }
    let ticket = call.cloud.store.ticket(&at).await?;
    let phase = page.place.phase;
    let is_there = |ticket: &Ticket| ticket.desk == *desk.id && desk.phase(&ticket.status) == phase;
    let Some(ticket) = ticket.filter(is_there) else {
        return Ok(page);
    };
    let place = ticket.placement(desk).place;
    // In the middle of the page.
    let queue = page.place.queue(desk, reader);
    let store = &call.cloud.store;
    let cursor = store.cursor_before(&queue, &ticket, &place, PAGE / 2 + 1);
    let cursor = cursor.await?.as_deref().map(encoded);
    let place = ListPlace {
        cursor,
        ..page.place
    };
    load(call, desk, reader, place).await
}

/// Returns the cursor of the page before this one. Returns `None` if that is the first page.
///
/// # Errors
/// 422 for a cursor that no answer gave out.
pub async fn cursor_of_page_before(
    call: &Call,
    desk: &Desk,
    reader: &EmailAddress,
    page: &QueuePage,
) -> Result<Option<String>, Problem> {
    let Some(cursor) = &page.place.cursor else {
        return Ok(None);
    };
    let from = decoded(cursor)?;
    let queue = page.place.queue(desk, reader);
    let store = &call.cloud.store;
    let before = store.cursor_back(&queue, &from, limit(call, PAGE));
    Ok(before.await?.as_deref().map(encoded))
}

fn encoded(cursor: &str) -> String {
    URL_SAFE_NO_PAD.encode(cursor)
}

fn decoded(cursor: &str) -> Result<String, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.ok_or_else(|| Problem::bad_cursor("cursor"))
}
