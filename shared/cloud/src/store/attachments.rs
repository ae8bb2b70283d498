//! The items of files, and the count of a ticket's files. The events of a file tell about it as
//! well, once it is stored.
//!
//! The item `FILES` of a ticket counts its files and their bytes. It changes in the same
//! transaction as the file that it counts, under a condition. So requests at the same time cannot
//! exceed the limits of the desk.

use super::attributes::{number, text};
use super::commit::Write;
use super::condition::unless_condition;
use super::error::StoreError;
use super::format;
use super::keys::{self, Item, Key};
use super::table::Store;
use super::transact::{cancelled, into_check, into_delete, into_put, into_update};
use aws_sdk_dynamodb::types::ConditionCheck;
use aws_sdk_dynamodb::types::builders::{PutBuilder, UpdateBuilder};
use docket_domain::attachment::{Attachment, FileId, FileState, FilesOnTicket, Inspection, Scan};
use docket_domain::desk::Attachments;
use docket_domain::{Format, TicketId};
use jiff::Timestamp;
use std::time::Duration;

/// The file was not declared.
#[derive(Debug, thiserror::Error)]
pub enum DeclareError {
    /// The ticket has no room for the file any more, since others were declared first.
    #[error("the ticket has no room for the file")]
    Full,
    /// The table failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The number of attempts to delete a file while other transactions change the count of its ticket.
const DELETE_ATTEMPTS: u32 = 5;

impl Store {
    /// Returns the file with this ID.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn file(
        &self,
        ticket: &TicketId,
        id: FileId,
    ) -> Result<Option<Attachment>, StoreError> {
        let found = self.item(keys::file(ticket, id)).await?;
        found.map(format::read).transpose()
    }

    /// Returns the number of a ticket's files and their bytes in all.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn files_on(&self, ticket: &TicketId) -> Result<FilesOnTicket, StoreError> {
        let found = self.item(keys::files(ticket)).await?.unwrap_or_default();
        let number = |name: &str| {
            let value = found.get(name).and_then(|value| value.as_n().ok());
            value.and_then(|value| value.parse().ok()).unwrap_or(0)
        };
        Ok(FilesOnTicket {
            count: number("files"),
            bytes: number("bytes"),
            refused: 0,
        })
    }

    /// Writes a file that is to be uploaded, and reserves room for it on its ticket.
    ///
    /// # Errors
    /// When the ticket has no room, or the table cannot be written. Nothing is written then.
    pub async fn declare(
        &self,
        file: &Attachment,
        limits: &Attachments,
    ) -> Result<(), DeclareError> {
        let room = limits.max_total_bytes.saturating_sub(file.size);
        let take = self
            .count(&file.ticket, 1, to_i64(file.size))
            .condition_expression(
                "attribute_not_exists(files) OR (files < :max_files AND #bytes <= :room)",
            )
            .expression_attribute_values(":max_files", number(limits.max_count))
            .expression_attribute_values(":room", number(room));
        let put = self
            .put(self.file_item(file)?)
            .condition_expression("attribute_not_exists(pk)");
        let writes = vec![into_update(take)?, into_put(put)?];
        let Err(error) = self.transact(writes).await else {
            return Ok(());
        };
        if self.file(&file.ticket, file.id).await?.as_ref() == Some(file) {
            // The transaction was written, and only the answer was lost.
            return Ok(());
        }
        if cancelled(&error).is_none() {
            return Err(StoreError::from(error).into());
        }
        let used = self.files_on(&file.ticket).await?;
        match limits.max_next_file_bytes(used) {
            Ok(most) if most >= file.size => {
                Err(StoreError::Busy("the transaction was cancelled".to_owned()).into())
            }
            _ => Err(DeclareError::Full),
        }
    }

    /// Updates a file, if its state and its scan are still those of `file`. Returns `false` when
    /// they have changed or the file was deleted. Nothing is written then.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn update_file(&self, file: &Attachment) -> Result<bool, StoreError> {
        self.replace(self.file_item(file)?, file).await
    }

    /// Writes that a stored file is gone, and releases its room on the ticket, unless the requester has
    /// confirmed their address. Returns `false` then, and when the file's state or its scan have changed since
    /// `read`. Nothing is written.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn remove_file(
        &self,
        gone: &Attachment,
        read: &Attachment,
    ) -> Result<bool, StoreError> {
        let put = self.put_file_if(gone, read.state, read.scan)?;
        let count = self.count(&gone.ticket, -1, -to_i64(gone.size));
        let unconfirmed = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(keys::ticket(&gone.ticket).item()))
            .condition_expression("attribute_not_exists(confirmed_at)");
        let writes = vec![
            into_put(put)?,
            into_update(count)?,
            into_check(unconfirmed)?,
        ];
        match self.transact(writes).await {
            Ok(_) => Ok(true),
            // The next sweep looks again.
            Err(error) if cancelled(&error).is_some() => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Moves the time at which the sweep looks at a file again. Nothing is written when the file
    /// has changed since it was read.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn set_due_at(&self, file: &Attachment, to: Timestamp) -> Result<(), StoreError> {
        let mut item = self.file_item(file)?;
        item.extend(keys::file_due(file, to));
        self.replace(item, file).await.map(drop)
    }

    /// Claims an uploaded object for inspection. `etag` names its content. Returns the file as it
    /// now is. Returns `None` if the file was cancelled, stored or quarantined, or if other content
    /// was claimed first.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn claim_upload(
        &self,
        file: &Attachment,
        etag: &str,
        now: Timestamp,
    ) -> Result<Option<Attachment>, StoreError> {
        let mut taken = file.clone();
        taken.state = FileState::Checking;
        taken.etag = Some(etag.to_owned());
        taken.deadline_from = now;
        if file.state == FileState::Uploading && self.replace(self.file_item(&taken)?, file).await?
        {
            return Ok(Some(taken));
        }
        // Another attempt claimed it and has not finished. Or this attempt did, and only the answer
        // was lost.
        let now = self.file(&file.ticket, file.id).await?;
        Ok(now.filter(|now| now.state == FileState::Checking && !now.has_other_content_than(etag)))
    }

    /// Writes a new item for a file if its state and its scan are still those of `read`. Returns
    /// `false` when they are not.
    async fn replace(&self, item: Item, read: &Attachment) -> Result<bool, StoreError> {
        let written = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("#state = :state AND #scan = :scan")
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#scan", "scan")
            .expression_attribute_values(":state", text(read.state.name()))
            .expression_attribute_values(":scan", text(read.scan.name()))
            .send()
            .await;
        unless_condition(written, |error| {
            error.is_conditional_check_failed_exception()
        })
    }

    /// Deletes a file and releases its room on the ticket, if the file's state is still that of
    /// `file`. Returns `true` also when the file was deleted before. Returns `false` when its state
    /// has changed; nothing is deleted then.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn delete_file(&self, file: &Attachment) -> Result<bool, StoreError> {
        let mut outcome = self.try_delete_file(file).await;
        for attempt in 1..DELETE_ATTEMPTS {
            let Err(StoreError::Busy(_)) = outcome else {
                break;
            };
            tokio::time::sleep(Duration::from_millis(30) * attempt).await;
            outcome = self.try_delete_file(file).await;
        }
        outcome
    }

    async fn try_delete_file(&self, file: &Attachment) -> Result<bool, StoreError> {
        let delete = self
            .delete()
            .set_key(Some(keys::file(&file.ticket, file.id).item()))
            .condition_expression("#state = :state")
            .expression_attribute_names("#state", "state")
            .expression_attribute_values(":state", text(file.state.name()));
        let writes = vec![
            into_delete(delete)?,
            into_update(self.count(&file.ticket, -1, -to_i64(file.size)))?,
        ];
        let Err(error) = self.transact(writes).await else {
            return Ok(true);
        };
        match self.file(&file.ticket, file.id).await? {
            // Another transaction is changing the count of this ticket.
            Some(still) if still.state == file.state && cancelled(&error).is_some() => {
                Err(StoreError::Busy("the transaction was cancelled".to_owned()))
            }
            Some(still) if still.state == file.state => Err(error.into()),
            // The state has changed in the meantime.
            Some(_) => Ok(false),
            // The file is deleted, most often by an earlier attempt of this call whose answer was
            // lost.
            None => Ok(true),
        }
    }

    /// Writes what a scanner reports about a file. Returns `false` when there is nothing to change:
    /// the report is known, the file is gone, or it is known to be infected.
    ///
    /// # Errors
    /// When the table cannot be written.
    pub async fn record_scan(
        &self,
        ticket: &TicketId,
        id: FileId,
        scan: Scan,
    ) -> Result<bool, StoreError> {
        let noted = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keys::file(ticket, id).item()))
            // An infected file stays infected: reports can arrive out of order.
            .update_expression("SET #scan = :scan")
            .condition_expression("attribute_exists(pk) AND #scan <> :scan AND #scan <> :infected")
            .expression_attribute_names("#scan", "scan")
            .expression_attribute_values(":scan", text(scan.name()))
            .expression_attribute_values(":infected", text(Scan::Infected.name()))
            .send()
            .await;
        unless_condition(noted, |error| error.is_conditional_check_failed_exception())
    }

    /// Makes the write that goes with an event about an infected file. It fails when another event
    /// told of it before, or the file's state has changed.
    ///
    /// # Errors
    /// When the file cannot be made into an item.
    pub fn infection_write(&self, file: &Attachment) -> Result<Write, StoreError> {
        let told = Attachment {
            infection_told: true,
            ..file.clone()
        };
        let put = self
            .put(self.file_item(&told)?)
            .condition_expression(
                "#state = :state AND #scan = :infected AND attribute_not_exists(infection_told)",
            )
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#scan", "scan")
            .expression_attribute_values(":state", text(file.state.name()))
            .expression_attribute_values(":infected", text(Scan::Infected.name()));
        into_put(put).map(Write::new)
    }

    /// Makes the writes that store or quarantine an inspected file. They fail when the file's state
    /// has changed, or when a scanner reported before the commit.
    ///
    /// # Errors
    /// When the file cannot be made into an item.
    pub fn inspection_writes(&self, inspection: &Inspection) -> Result<Vec<Write>, StoreError> {
        let file = &inspection.attachment;
        let put = self.put_file_if(file, FileState::Checking, file.scan)?;
        let mut writes = vec![Write::new(into_put(put)?)];
        let freed = i64::from(file.state == FileState::Quarantined);
        if freed > 0 || inspection.freed_bytes > 0 {
            let bytes = to_i64(inspection.freed_bytes);
            let count = self.count(&file.ticket, -freed, -bytes);
            writes.push(Write::new(into_update(count)?));
        }
        Ok(writes)
    }

    /// Makes the write of a file that fails unless its state and its scan are these.
    fn put_file_if(
        &self,
        file: &Attachment,
        state: FileState,
        scan: Scan,
    ) -> Result<PutBuilder, StoreError> {
        Ok(self
            .put(self.file_item(file)?)
            .condition_expression("#state = :state AND #scan = :scan")
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#scan", "scan")
            .expression_attribute_values(":state", text(state.name()))
            .expression_attribute_values(":scan", text(scan.name())))
    }

    fn file_item(&self, file: &Attachment) -> Result<Item, StoreError> {
        format::check(file.format)?;
        let file = Attachment {
            format: Format::CURRENT,
            ..file.clone()
        };
        let mut item: Item = serde_dynamo::to_item(&file)?;
        item.extend(keys::file(&file.ticket, file.id).item());
        if let Some(at) = file.due_at() {
            item.extend(keys::file_due(&file, at));
        }
        Ok(item)
    }

    /// Makes an update that adds to the count of files and bytes of a ticket. Negative numbers
    /// subtract.
    fn count(&self, ticket: &TicketId, files: i64, bytes: i64) -> UpdateBuilder {
        self.update()
            .set_key(Some(Key::item(keys::files(ticket))))
            .update_expression("ADD files :files, #bytes :bytes")
            .expression_attribute_names("#bytes", "bytes")
            .expression_attribute_values(":files", number(files))
            .expression_attribute_values(":bytes", number(bytes))
    }
}

/// Converts a number of bytes. No file is larger than 5 GiB, so none is cut off.
fn to_i64(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
