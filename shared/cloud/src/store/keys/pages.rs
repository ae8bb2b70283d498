//! The keys of pages and of who is on call.

use super::due;
use super::key::{Item, Key, instant};
use docket_domain::oncall::{Contact, Page, PageId};
use docket_domain::{DeskId, PolicyId, SecretName};
use jiff::Timestamp;
use uuid::Uuid;

/// What the partitions of pages begin with.
const PAGES: &str = "PAGE#";
/// What the sort keys of a page's events begin with.
pub(crate) const COURSE: &str = "COURSE#";
/// What the sort keys of overrides begin with.
const OVERRIDES: &str = "OVERRIDE#";

/// Returns the partition of a page, with its events and its tickets.
#[must_use]
pub fn page_partition(page: PageId) -> String {
    format!("{PAGES}{page}")
}

/// Returns the key of a page.
#[must_use]
pub fn page(page: PageId) -> Key {
    Key::new(page_partition(page), "PAGE")
}

/// Returns the key of an event of a page.
#[must_use]
pub fn page_event(page: PageId, sequence: u64) -> Key {
    Key::new(page_partition(page), format!("{COURSE}{sequence:010}"))
}

/// Returns the partition with what became of a page's calls. It is apart from the page, so that the function that calls may write it and nothing of
/// the page.
#[must_use]
pub fn calls(page: PageId) -> String {
    format!("CALL#{page}")
}

/// Returns the key of what became of a call.
#[must_use]
pub fn call(page: PageId, sequence: u64, contact: &Contact) -> Key {
    let to = contact.to.as_ref().map_or("", |to| to.as_str());
    let sk = format!("{sequence:010}#{}#{to}", contact.way);
    Key::new(calls(page), sk)
}

/// What the partitions of calls that are made again begin with.
const AGAIN: &str = "CALL_AGAIN#";

/// Returns the key of the note that the calls of an event of a page are made again.
#[must_use]
pub fn call_again(page: PageId, sequence: u64) -> Key {
    Key::new(format!("{AGAIN}{page}"), format!("{sequence:010}"))
}

/// Returns the keys of that note in the `due` index.
#[must_use]
pub fn call_again_due(page: PageId, sequence: u64, at: Timestamp) -> Item {
    let key = call_again(page, sequence);
    due::place_in(0, at, &format!("{}#{}", key.pk(), key.sk()))
}

/// Returns the page and the number of the event whose calls are made again. Returns `None` for other items.
#[must_use]
pub fn call_again_of(item: &Item) -> Option<(PageId, u64)> {
    let key = Key::of(item)?;
    let page = key.pk().strip_prefix(AGAIN)?.parse().ok()?;
    Some((page, key.sk().parse().ok()?))
}

/// Returns the page that an item is. Returns `None` for other items.
#[must_use]
pub fn page_of(item: &Item) -> Option<PageId> {
    let key = Key::of(item)?;
    key.pk().strip_prefix(PAGES)?.parse().ok()
}

/// Returns the keys of a page in the `due` index.
#[must_use]
pub fn page_due(page: &Page, at: Timestamp) -> Item {
    due::place(&page.ticket, at, &page_partition(page.id))
}

/// Returns the key of a call that tries whether somebody can be reached.
#[must_use]
pub fn test_call(id: PageId) -> Key {
    Key::new(format!("TEST_CALL#{id}"), "TEST_CALL")
}

/// Returns the key of the note of the page that a policy started last.
#[must_use]
pub fn paging(desk: &DeskId, policy: &PolicyId) -> Key {
    Key::new(format!("PAGING#{desk}#{policy}"), "PAGING")
}

/// Returns the partition with the overrides of a desk.
#[must_use]
pub fn overrides(desk: &DeskId) -> String {
    format!("ON_CALL#{desk}")
}

/// Returns the key of an override. They stand in the order in which they end.
#[must_use]
pub fn on_call_override(desk: &DeskId, until: Timestamp, id: Uuid) -> Key {
    let sk = format!("{}#{id}", overrides_until(until));
    Key::new(overrides(desk), sk)
}

/// Returns what the sort keys of overrides that end at an instant begin with.
#[must_use]
pub fn overrides_until(until: Timestamp) -> String {
    format!("{OVERRIDES}{}", instant(until))
}

/// Returns the key of a secret of a service beside Docket.
#[must_use]
pub fn secret(name: &SecretName) -> Key {
    Key::new(format!("SECRET#{name}"), "SECRET")
}
