//! The queue of a desk.

use super::attributes::text;
use super::error::StoreError;
use super::keys::{self, Item, Key};
use super::table::Store;
use docket_domain::actor::Requester;
use docket_domain::desk::Phase;
use docket_domain::{ChoiceId, DeskId, Line, StatusId, TicketId, TopicId};
use jiff::Timestamp;
use serde::Deserialize;

/// What a list shows of a ticket: the `queue` index holds this much.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Summary {
    /// Its ID.
    pub id: TicketId,
    /// What it is about.
    pub topic: TopicId,
    /// One line that says it all.
    pub subject: Line,
    /// Where it stands.
    pub status: StatusId,
    /// How urgent it is.
    pub priority: Option<ChoiceId>,
    /// Whose it is.
    pub requester: Requester,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When the last event happened.
    pub updated_at: Timestamp,
}

/// A page of a queue.
#[derive(Debug, Clone)]
pub struct QueuePage {
    /// The tickets, in the order of work.
    pub tickets: Vec<Summary>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<String>,
}

impl Store {
    /// A page of a desk's tickets in a phase, in the order of work: by priority, then by arrival.
    ///
    /// `start` is the [`QueuePage::next`] of the page before; anything else is refused with `None`.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn queue(
        &self,
        desk: &DeskId,
        phase: Phase,
        limit: i32,
        start: Option<&str>,
    ) -> Result<Option<QueuePage>, StoreError> {
        let partition = keys::queue_partition(desk, phase);
        let start = match start.map(|cursor| start_key(cursor, &partition)) {
            Some(None) => return Ok(None),
            Some(Some(key)) => Some(key),
            None => None,
        };
        let page = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(keys::QUEUE)
            .key_condition_expression("queue_pk = :pk")
            .expression_attribute_values(":pk", text(partition))
            .limit(limit)
            .set_exclusive_start_key(start)
            .send()
            .await?;
        Ok(Some(QueuePage {
            next: page.last_evaluated_key.as_ref().and_then(cursor),
            tickets: serde_dynamo::from_items(page.items.unwrap_or_default())?,
        }))
    }
}

/// A cursor names the last ticket of a page by the rest of its keys, separated by a character that no key holds.
fn cursor(last: &Item) -> Option<String> {
    let sk = last.get("queue_sk")?.as_s().ok()?;
    let id = keys::ticket_of(last)?;
    Some(format!("{sk}|{id}"))
}

fn start_key(cursor: &str, partition: &str) -> Option<Item> {
    let (sk, id) = cursor.split_once('|')?;
    let id: TicketId = id.parse().ok()?;
    let mut key: Item = Key::item(keys::ticket(&id));
    key.insert("queue_pk".to_owned(), text(partition));
    key.insert("queue_sk".to_owned(), text(sk));
    Some(key)
}
