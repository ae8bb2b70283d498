//! Inspects an uploaded object, then stores or quarantines it.

use super::scan::desk_of;
use crate::attempt::{Attempt, AttemptError};
use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::{Cloud, Files};
use docket_domain::TicketId;
use docket_domain::attachment::{Attachment, FileId, FileState, Inspection, StoredObject};
use docket_domain::desk::Desk;
use docket_domain::ticket::Command;

/// The result for an uploaded object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadOutcome {
    /// The file was inspected. It is now stored or quarantined.
    Inspected(FileState),
    /// No file waits for this object: the file was cancelled, stored or quarantined before. The
    /// object is deleted.
    NotAwaited,
    /// There is no object: an earlier attempt has moved it.
    Gone,
}

/// Inspects an uploaded object and stores or quarantines it.
///
/// Once the object is claimed, the file cannot be cancelled. The object is copied before the ticket
/// shows the file, and the original is deleted last. If a step fails, the next attempt continues
/// there.
///
/// # Errors
/// When the table or the bucket fails.
pub async fn inspect_upload(
    cloud: &Cloud,
    files: &Files,
    ticket: &TicketId,
    id: FileId,
) -> Result<UploadOutcome, AppError> {
    let Some(file) = cloud.store.file(ticket, id).await? else {
        // The file was cancelled.
        files.delete_upload(ticket, id).await?;
        return Ok(UploadOutcome::NotAwaited);
    };
    let Some((object, etag)) = files.read_upload(&file).await? else {
        return Ok(UploadOutcome::Gone);
    };
    let desk = desk_of(cloud, &file).await?;
    let now = cloud.clock.now();
    let taken = match file.is_pending() {
        true => cloud.store.claim_upload(&file, &etag, now).await?,
        false => None,
    };
    let Some(taken) = taken else {
        not_taken(cloud, files, ticket, id, &object, &etag, &desk).await?;
        return Ok(UploadOutcome::NotAwaited);
    };
    let inspection = taken.inspect(&object, &desk);
    let state = inspection.attachment.state;
    files.copy_to_folder(&inspection.attachment, &etag).await?;
    tell(cloud, inspection, &desk).await?;
    files.delete_upload_if(&file, &etag).await?;
    Ok(UploadOutcome::Inspected(state))
}

/// Handles an object that could not be claimed: the file was cancelled just now, or other content
/// was claimed before. A second file from the same form is reported on the ticket, since its sender
/// saw it uploaded.
async fn not_taken(
    cloud: &Cloud,
    files: &Files,
    ticket: &TicketId,
    id: FileId,
    object: &StoredObject,
    etag: &str,
    desk: &Desk,
) -> Result<(), AppError> {
    let Some(file) = cloud.store.file(ticket, id).await? else {
        return Ok(files.delete_upload(ticket, id).await?);
    };
    if file.has_other_content_than(etag) {
        let second = file.second_by_form(object);
        attach(cloud, second, None, desk).await?;
    }
    Ok(files.delete_upload_if(&file, etag).await?)
}

/// Commits the result of the inspection, unless another attempt has done so.
async fn tell(cloud: &Cloud, mut inspection: Inspection, desk: &Desk) -> Result<(), AppError> {
    let mut retry = Retry::unawaited();
    while retry.next().await {
        let file = inspection.attachment.clone();
        match attach(cloud, file, Some(&inspection), desk).await {
            Err(AttemptError::Conflict) => {
                let file = &inspection.attachment;
                let now = cloud.store.file(&file.ticket, file.id).await?;
                match now.filter(Attachment::is_pending) {
                    None => return Ok(()),
                    // A scanner reported first.
                    Some(now) => {
                        inspection.attachment.scan = now.scan;
                        inspection.attachment.infection_told = now.infection_told;
                    }
                }
            }
            Err(error) => return Err(error.into()),
            Ok(()) => {
                let file = &inspection.attachment;
                tracing::info!(ticket = %file.ticket, file = %file.id, state = file.state.name(), "a file has arrived");
                return Ok(());
            }
        }
    }
    Err(AppError::Busy)
}

/// Adds an event about the file to its ticket, in one transaction with the writes that store or
/// quarantine the file.
async fn attach(
    cloud: &Cloud,
    file: Attachment,
    inspection: Option<&Inspection>,
    desk: &Desk,
) -> Result<(), AttemptError> {
    let store = &cloud.store;
    let Some(ticket) = store.ticket(&file.ticket).await.map_err(AppError::from)? else {
        return Ok(());
    };
    let now = cloud.clock.now();
    let further_writes = inspection.map(|inspection| {
        let mut inspection = inspection.clone();
        inspection.limit_keeping(ticket.confirmed_at.is_some(), now);
        store.inspection_writes(&inspection)
    });
    let further_writes = further_writes.transpose().map_err(AppError::from)?;
    let sender = file.by.clone();
    let command = Command::RecordInspection(Box::new(file));
    let attempt = Attempt {
        further_writes: further_writes.unwrap_or_default(),
        ..Attempt::new(desk, &sender, &command, now)
    };
    attempt.carry_out(cloud, &ticket).await.map(drop)
}
