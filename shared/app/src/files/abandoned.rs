//! Cleans up uploads that were never finished.

use crate::error::AppError;
use docket_cloud::{Cloud, Files};
use docket_domain::TicketId;
use docket_domain::attachment::{Content, FileId};
use jiff::{SignedDuration, Timestamp};

/// The time until the sweep looks again at a file that has been uploaded: its event may only be
/// late.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// Deletes a file that was not uploaded in time, with any parts of it. Returns `true` when it was
/// deleted.
///
/// A complete object whose event was lost is not deleted. Its event is sent again, and the sweep
/// looks at it again an hour later.
///
/// # Errors
/// When the table or the bucket fails.
pub async fn delete_abandoned_upload(
    cloud: &Cloud,
    files: &Files,
    ticket: &TicketId,
    id: FileId,
    now: Timestamp,
) -> Result<bool, AppError> {
    let Some(file) = cloud.store.file(ticket, id).await? else {
        return Ok(false);
    };
    if !file.is_pending() {
        return Ok(false);
    }
    if files.resend_event(&file).await? {
        let again = now.checked_add(AGAIN).unwrap_or(now);
        cloud.store.set_due_at(&file, again).await?;
        return Ok(false);
    }
    if let Some(Content::Parts { upload, .. }) = &file.content {
        files.abort_parts(&file, upload).await?;
    }
    Ok(cloud.store.delete_file(&file).await?)
}
