//! The commit of a change. It is one transaction: a ticket's state, its events and further writes
//! are all written, or none is.

use super::condition::unless_condition;
use super::error::StoreError;
use super::keys::{self, Item};
use super::table::Store;
use super::transact::{cancelled, into_delete, into_put, of_version};
use super::{attributes, events, format};
use aws_sdk_dynamodb::types::TransactWriteItem;
use aws_sdk_dynamodb::types::builders::PutBuilder;
use docket_domain::ticket::{Change, Event, Placement, Ticket};

/// A change of a ticket, ready to be written.
#[derive(Debug)]
pub struct Commit<'a> {
    /// The ticket as it is after the events.
    pub ticket: &'a Ticket,
    /// The ticket's keys in the indexes.
    pub placement: Placement,
    /// The events of the change, at least one. The first follows the version that the change was
    /// decided on.
    pub events: &'a [Event],
    /// Further writes of the same transaction.
    pub further_writes: Vec<Write>,
}

/// A further write of a commit, with its condition. The file for its kind of item makes it.
#[derive(Debug, Clone)]
pub struct Write {
    item: TransactWriteItem,
    marks_request: bool,
}

impl Write {
    /// Makes a write whose condition fails when its item has changed in the meantime.
    pub(super) fn new(item: TransactWriteItem) -> Self {
        Self {
            item,
            marks_request: false,
        }
    }

    /// Makes a write whose condition fails when the request was carried out before.
    pub(super) fn marking_request(item: TransactWriteItem) -> Self {
        Self {
            item,
            marks_request: true,
        }
    }
}

/// The change was not written, not even in part.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The ticket has changed in the meantime, or is being changed. Load it again and decide again.
    #[error("the ticket has changed meanwhile")]
    Conflict,
    /// The ticket is to be opened, and there is another one with its ID.
    #[error("there is a ticket with this ID already")]
    Exists,
    /// The request was carried out before. [`Store::idempotency_record`] returns its result.
    #[error("the request was carried out before")]
    Repeated,
    /// The table failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Writes a change in one transaction: the ticket's new state, its events and the further
    /// writes. It succeeds only if the ticket's version is still the one that the change was
    /// decided on.
    ///
    /// # Errors
    /// See [`CommitError`]. Nothing is written then.
    pub async fn commit(&self, commit: Commit<'_>) -> Result<(), CommitError> {
        let opens = commit
            .events
            .first()
            .is_some_and(|event| event.sequence == 1);
        let mut writes = self.change_items(&commit)?;
        let marks: Vec<usize> = (writes.len()..)
            .zip(&commit.further_writes)
            .filter(|(_, write)| write.marks_request)
            .map(|(place, _)| place)
            .collect();
        writes.extend(commit.further_writes.into_iter().map(|write| write.item));
        let Err(error) = self.transact(writes).await else {
            for event in commit.events {
                tracing::info!(ticket = %event.ticket, event = event.sequence, "committed");
            }
            return Ok(());
        };
        let refused = match cancelled(&error) {
            Some(codes) => reason(&codes, &marks, opens),
            None => return Err(StoreError::from(error).into()),
        };
        if self.was_written(commit.events).await? {
            return Ok(());
        }
        Err(refused)
    }

    /// Makes the writes of a change that goes along with that of another ticket. Its own further writes come after it.
    ///
    /// # Errors
    /// When the ticket or an event cannot be written as an item.
    pub fn change_writes(&self, change: Commit<'_>) -> Result<Vec<Write>, StoreError> {
        let items = self.change_items(&change)?.into_iter();
        Ok(items.map(Write::new).chain(change.further_writes).collect())
    }

    /// Makes the writes of a change, but for its further ones: the ticket first, then its events and what is kept beside them.
    fn change_items(&self, commit: &Commit<'_>) -> Result<Vec<TransactWriteItem>, StoreError> {
        let mut writes = vec![into_put(self.ticket_put(commit)?)?];
        for event in commit.events {
            let put = self
                .put(events::to_item(event)?)
                .condition_expression("attribute_not_exists(pk)");
            writes.push(into_put(put)?);
        }
        writes.extend(self.watcher_writes(commit)?);
        for event in commit.events {
            writes.extend(self.rating_writes(event, commit.ticket)?);
        }
        Ok(writes)
    }

    /// Makes the writes of the notes by which those who are copied find the ticket.
    fn watcher_writes(&self, commit: &Commit<'_>) -> Result<Vec<TransactWriteItem>, StoreError> {
        let ticket = commit.ticket;
        let (mut come, mut gone) = (Vec::new(), Vec::new());
        for event in commit.events {
            match &event.change {
                Change::Opened(opening) => come.extend(&opening.cc),
                Change::WatcherAdded { email } => come.push(email),
                Change::WatcherRemoved { email } | Change::AddressCorrected { to: email, .. } => {
                    gone.push(email);
                }
                _ => {}
            }
        }
        let mut writes = Vec::new();
        for email in come {
            let mut item = keys::watcher(&ticket.id, email).item();
            item.extend(keys::watcher_indexes(ticket, email));
            writes.push(into_put(self.put(item))?);
        }
        for email in gone {
            let key = keys::watcher(&ticket.id, email).item();
            writes.push(into_delete(self.delete().set_key(Some(key)))?);
        }
        Ok(writes)
    }

    /// Returns `true` when the first of these events is already on the timeline. Then an earlier
    /// attempt of this commit was written, and only its answer was lost.
    async fn was_written(&self, events: &[Event]) -> Result<bool, StoreError> {
        let Some(event) = events.first() else {
            return Ok(false);
        };
        let found = self.item(keys::event(&event.id())).await?;
        let found = found.map(events::event_of).transpose()?;
        Ok(found.as_ref() == Some(event))
    }

    fn ticket_put(&self, commit: &Commit<'_>) -> Result<PutBuilder, StoreError> {
        let before = commit.events.first().map_or(0, |event| event.sequence - 1);
        let put = self.put(ticket_item(commit.ticket, &commit.placement)?);
        Ok(of_version(put, before))
    }

    /// Corrects a ticket's keys in the indexes without changing the ticket. This is needed when the
    /// desk file has changed since the keys were written. Does nothing when the ticket has changed
    /// in the meantime, since that change wrote them.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn reindex(&self, ticket: &Ticket, placement: &Placement) -> Result<(), StoreError> {
        let written = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(ticket_item(ticket, placement)?))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", attributes::number(ticket.version))
            .send()
            .await;
        unless_condition(written, |error| {
            error.is_conditional_check_failed_exception()
        })
        .map(drop)
    }
}

/// Makes the item of a ticket, with its keys.
pub(super) fn ticket_item(ticket: &Ticket, placement: &Placement) -> Result<Item, StoreError> {
    format::check(ticket.format)?;
    let mut item: Item = serde_dynamo::to_item(ticket)?;
    item.extend(keys::ticket(&ticket.id).item());
    item.extend(keys::ticket_indexes(ticket, placement));
    Ok(item)
}

/// Returns the error that a cancelled transaction stands for. `codes` holds a code for each write,
/// in order. The first is that of the ticket, which `opens` or not. `marks` holds the positions of
/// writes that fail when the request was carried out before.
fn reason(codes: &[&str], marks: &[usize], opens: bool) -> CommitError {
    let failed = |code: &str| code == "ConditionalCheckFailed";
    let repeated = |place: &usize| codes.get(*place).is_some_and(|code| failed(code));
    if marks.iter().any(repeated) {
        CommitError::Repeated
    } else if opens && repeated(&0) {
        CommitError::Exists
    } else if codes.iter().any(|code| failed(code)) || codes.contains(&"TransactionConflict") {
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
