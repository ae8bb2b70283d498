//! Cleans up files: uploads that were never finished, and files of requesters who never confirmed their
//! address.

use crate::error::AppError;
use docket_cloud::{Cloud, Files};
use docket_domain::TicketId;
use docket_domain::attachment::{Attachment, Content, FileId, FileState};
use jiff::{SignedDuration, Timestamp};

/// The time until the sweep looks again at a file that has been uploaded: its event may only be
/// late.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// Deletes a file whose time is over: one that was not uploaded in time, or one that is kept no longer.
/// Returns `true` when it was deleted.
///
/// # Errors
/// When the table or the bucket fails.
pub async fn delete_due_file(
    cloud: &Cloud,
    files: &Files,
    ticket: &TicketId,
    id: FileId,
    now: Timestamp,
) -> Result<bool, AppError> {
    let Some(file) = cloud.store.file(ticket, id).await? else {
        return Ok(false);
    };
    match file.is_pending() {
        true => delete_abandoned_upload(cloud, files, &file, now).await,
        false => end_keeping(cloud, files, &file, now).await,
    }
}

/// Removes a file unless its requester has confirmed their address. The table tells of it first, under the
/// condition that nobody has confirmed meanwhile, and the file stays due until its object is gone.
async fn end_keeping(
    cloud: &Cloud,
    files: &Files,
    file: &Attachment,
    now: Timestamp,
) -> Result<bool, AppError> {
    let store = &cloud.store;
    let removed = match file.state {
        FileState::Stored if file.is_kept_no_longer(now) => {
            let ticket = store.ticket(&file.ticket).await?;
            if ticket.is_some_and(|ticket| ticket.confirmed_at.is_some()) {
                store.update_file(&file.settled()).await?;
                return Ok(false);
            }
            let removed = file.removed();
            if !store.remove_file(&removed, file).await? {
                return Ok(false);
            }
            removed
        }
        // An earlier sweep did not get further.
        FileState::Removed if file.keep_until.is_some() => file.clone(),
        _ => return Ok(false),
    };
    files.delete_stored(&removed).await?;
    store.update_file(&removed.settled()).await?;
    tracing::info!(ticket = %file.ticket, file = %file.id, "a file of an unconfirmed requester was removed");
    Ok(true)
}

/// Deletes a file that was not uploaded in time, with any parts of it. Returns `true` when it was
/// deleted.
///
/// A complete object whose event was lost is not deleted. Its event is sent again, and the sweep
/// looks at it again an hour later.
async fn delete_abandoned_upload(
    cloud: &Cloud,
    files: &Files,
    file: &Attachment,
    now: Timestamp,
) -> Result<bool, AppError> {
    if files.resend_event(file).await? {
        let again = now.checked_add(AGAIN).unwrap_or(now);
        cloud.store.set_due_at(file, again).await?;
        return Ok(false);
    }
    if let Some(Content::Parts { upload, .. }) = &file.content {
        files.abort_parts(file, upload).await?;
    }
    Ok(cloud.store.delete_file(file).await?)
}
