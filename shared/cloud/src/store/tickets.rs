//! Tickets and their timelines.

use super::keys::{Item, Key};
use super::{Once, Store, StoreError, events, keys};
use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextMut;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::{BoxError, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::{
    TransactWriteItemsError, TransactWriteItemsInput,
};
use aws_sdk_dynamodb::types::builders::PutBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use docket_domain::attachment::{Arrival, Attachment, FileId};
use docket_domain::desk::{Desk, Phase};
use docket_domain::form::Requester;
use docket_domain::ticket::{Event, Ticket};
use docket_domain::{ChoiceId, DeskId, Line, StatusId, TicketId, TopicId};
use jiff::Timestamp;
use serde::Deserialize;

/// A change of a ticket, ready to be written.
#[derive(Debug)]
pub struct Commit<'a> {
    /// The ticket's desk, which says where in the indexes the ticket stands.
    pub desk: &'a Desk,
    /// The ticket as it is after the events.
    pub ticket: &'a Ticket,
    /// What happened, at least one event; the first follows on the version that the decision was made on.
    pub events: &'a [Event],
    /// The request for a new ticket that it came from, when it is to be carried out once. A later change remembers its
    /// request in its last event.
    pub once: Option<&'a Once>,
    /// The file that has arrived, when that is what happened: it stands as its events tell, or neither does.
    pub arrival: Option<&'a Arrival>,
    /// The present.
    pub now: Timestamp,
}

impl<'a> Commit<'a> {
    /// These events, and the ticket as it is after them.
    #[must_use]
    pub fn new(desk: &'a Desk, ticket: &'a Ticket, events: &'a [Event], now: Timestamp) -> Self {
        Self {
            desk,
            ticket,
            events,
            once: None,
            arrival: None,
            now,
        }
    }
}

/// The change was not written, not even in part.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The ticket has changed meanwhile, or is being changed: load it again and decide again.
    #[error("the ticket has changed meanwhile")]
    Conflict,
    /// The request was carried out before: [`Store::done_before`] tells what it did.
    #[error("the request was carried out before")]
    Repeated,
    /// The table failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

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

/// A ticket with all that has happened to it.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// The ticket.
    pub ticket: Ticket,
    /// What happened to it, in order.
    pub events: Vec<Event>,
    /// Its files: those that are there, those on their way, those that were set aside.
    pub files: Vec<Attachment>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A ticket's timer.
    Ticket(TicketId),
    /// A file that has not arrived in time.
    File(TicketId, FileId),
}

impl Due {
    fn read(item: &Item) -> Option<Self> {
        let ticket = keys::ticket_of(item)?;
        Some(match keys::file_of(item) {
            Some(file) => Self::File(ticket, file),
            None => Self::Ticket(ticket),
        })
    }
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
    /// Writes a change in one transaction: the ticket's new state if its version is still the one decided on,
    /// its events, and the idempotency record if the request was not carried out before.
    ///
    /// # Errors
    /// Nothing is written then; see [`CommitError`].
    pub async fn commit(&self, commit: &Commit<'_>) -> Result<(), CommitError> {
        let ticket_put = self.ticket_put(commit)?;
        let mut writes = vec![ticket_put];
        for event in commit.events {
            writes.push(
                self.put(events::to_item(event)?)
                    .condition_expression("attribute_not_exists(pk)"),
            );
        }
        let mut writes: Vec<TransactWriteItem> = writes
            .into_iter()
            .map(into_write)
            .collect::<Result<_, _>>()?;
        if let Some(arrival) = commit.arrival {
            writes.extend(self.arrival_writes(arrival)?);
        }
        if let Some(once) = commit.once {
            let item = once.item(&commit.ticket.id, commit.ticket.version, commit.now)?;
            // The table removes expired records when it gets to it; until then they count as gone.
            writes.push(into_write(
                self.put(item)
                    .condition_expression("attribute_not_exists(pk) OR expires_at < :now")
                    .expression_attribute_values(
                        ":now",
                        AttributeValue::N(commit.now.as_second().to_string()),
                    ),
            )?);
        }
        let Err(error) = self.transact(writes).await else {
            for event in commit.events {
                tracing::info!(ticket = %event.ticket, event = %event.id, "committed");
            }
            return Ok(());
        };
        let refused = match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                let codes: Vec<&str> = cancelled
                    .cancellation_reasons()
                    .iter()
                    .map(|reason| reason.code().unwrap_or("None"))
                    .collect();
                reason(&codes, commit.once.is_some())
            }
            _ => return Err(StoreError::from(error).into()),
        };
        if self.stands(commit.events).await? {
            return Ok(());
        }
        Err(refused)
    }

    /// Whether the first of these events is on the timeline as it is here: then an earlier attempt of the same commit was
    /// written, and only its answer was lost.
    async fn stands(&self, events: &[Event]) -> Result<bool, StoreError> {
        let Some(event) = events.first() else {
            return Ok(false);
        };
        let found = self.item(keys::event(&event.ticket, event.id)).await?;
        let found = found.map(events::event_of).transpose()?;
        Ok(found.as_ref() == Some(event))
    }

    fn ticket_put(&self, commit: &Commit<'_>) -> Result<PutBuilder, StoreError> {
        let before = commit.events.first().map_or(0, |event| event.sequence - 1);
        let mut item: Item = serde_dynamo::to_item(commit.ticket)?;
        item.extend(keys::ticket(&commit.ticket.id).item());
        item.extend(keys::ticket_indexes(commit.ticket, commit.desk));
        let put = self.put(item);
        Ok(if before == 0 {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("#version = :before")
                .expression_attribute_names("#version", "version")
                .expression_attribute_values(":before", AttributeValue::N(before.to_string()))
        })
    }

    /// Writes all of it or nothing.
    pub(super) async fn transact(
        &self,
        writes: Vec<TransactWriteItem>,
    ) -> Result<(), SdkError<TransactWriteItemsError>> {
        self.client
            .transact_write_items()
            .set_transact_items(Some(writes))
            .customize()
            .interceptor(WithoutToken)
            .send()
            .await
            .map(|_| ())
    }

    pub(super) fn put(&self, item: Item) -> PutBuilder {
        Put::builder().table_name(&self.table).set_item(Some(item))
    }

    /// The ticket with that ID.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn ticket(&self, id: &TicketId) -> Result<Option<Ticket>, StoreError> {
        self.get(keys::ticket(id)).await
    }

    /// The ticket with that ID, its whole timeline and its files, as of one version.
    ///
    /// # Errors
    /// When the table cannot be read, or the timeline has a gap.
    pub async fn timeline(&self, id: &TicketId) -> Result<Option<Timeline>, StoreError> {
        let (mut events, mut files) = (Vec::new(), Vec::new());
        let (first, last) = keys::TIMELINE;
        let mut start = None;
        loop {
            let page = self
                .client
                .query()
                .table_name(&self.table)
                .key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last")
                .expression_attribute_values(
                    ":pk",
                    AttributeValue::S(keys::ticket(id).pk().to_owned()),
                )
                .expression_attribute_values(":first", AttributeValue::S(first.to_owned()))
                .expression_attribute_values(":last", AttributeValue::S(last.to_owned()))
                .consistent_read(true)
                .set_exclusive_start_key(start)
                .send()
                .await?;
            for item in page.items.unwrap_or_default() {
                if keys::is_file(&item) {
                    files.push(serde_dynamo::from_item(item)?);
                } else {
                    events.push(events::event_of(item)?);
                }
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                // The state is what the timeline says, so the ticket need not be read as well.
                let ticket = Ticket::replay(&events)?;
                return Ok(ticket.map(|ticket| Timeline {
                    ticket,
                    events,
                    files,
                }));
            }
        }
    }

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
            .expression_attribute_values(":pk", AttributeValue::S(partition))
            .limit(limit)
            .set_exclusive_start_key(start)
            .send()
            .await?;
        Ok(Some(QueuePage {
            next: page.last_evaluated_key.as_ref().and_then(cursor),
            tickets: serde_dynamo::from_items(page.items.unwrap_or_default())?,
        }))
    }

    /// All tickets of one shard that have something due, those that are due longest first.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn due(&self, shard: u64, now: Timestamp) -> Result<Vec<Due>, StoreError> {
        let mut due = Vec::new();
        let mut start = None;
        loop {
            let page = self
                .client
                .query()
                .table_name(&self.table)
                .index_name(keys::DUE)
                .key_condition_expression("due_pk = :pk AND due_sk <= :now")
                .expression_attribute_values(":pk", AttributeValue::S(keys::due_partition(shard)))
                .expression_attribute_values(":now", AttributeValue::S(keys::due_until(now)))
                .set_exclusive_start_key(start)
                .send()
                .await?;
            due.extend(page.items().iter().filter_map(Due::read));
            start = page.last_evaluated_key;
            if start.is_none() {
                return Ok(due);
            }
        }
    }

    /// Corrects a ticket's places in the indexes, without a change to the ticket: needed when its desk file has
    /// changed since they were written.
    ///
    /// # Errors
    /// When the table cannot be written. That the ticket has changed meanwhile is no error: then the change wrote them.
    pub async fn reindex(&self, ticket: &Ticket, desk: &Desk) -> Result<(), StoreError> {
        let mut item: Item = serde_dynamo::to_item(ticket)?;
        item.extend(keys::ticket(&ticket.id).item());
        item.extend(keys::ticket_indexes(ticket, desk));
        let written = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", AttributeValue::N(ticket.version.to_string()))
            .send()
            .await;
        match written {
            Ok(_) => Ok(()),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|e| e.is_conditional_check_failed_exception()) =>
            {
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Sends a transaction without the token by which the table recognises a repeated one.
///
/// [`Store::commit`] recognises its own work by the event that it wrote, which holds for ever and not for ten minutes. And the
/// embedded table looks through all tokens of those ten minutes at each transaction.
#[derive(Debug)]
struct WithoutToken;

impl Intercept for WithoutToken {
    fn name(&self) -> &'static str {
        "WithoutToken"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(input) = context
            .input_mut()
            .downcast_mut::<TransactWriteItemsInput>()
        {
            input.client_request_token = None;
        }
        Ok(())
    }
}

pub(super) fn into_write(put: PutBuilder) -> Result<TransactWriteItem, StoreError> {
    let put = put
        .build()
        .map_err(|error| StoreError::Refused(error.to_string()))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

fn reason(codes: &[&str], has_once: bool) -> CommitError {
    let failed = |code: &&str| *code == "ConditionalCheckFailed";
    if has_once && codes.last().is_some_and(failed) {
        CommitError::Repeated
    } else if codes.iter().any(failed) || codes.contains(&"TransactionConflict") {
        CommitError::Conflict
    } else if codes
        .iter()
        .any(|code| code.contains("Throttl") || code.contains("Throughput"))
    {
        StoreError::Busy("the transaction was throttled".to_owned()).into()
    } else {
        StoreError::Refused(codes.join(", ")).into()
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
    key.insert(
        "queue_pk".to_owned(),
        AttributeValue::S(partition.to_owned()),
    );
    key.insert("queue_sk".to_owned(), AttributeValue::S(sk.to_owned()));
    Some(key)
}
