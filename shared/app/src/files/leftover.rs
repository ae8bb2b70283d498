//! An upload that was never finished.

use crate::error::AppError;
use docket_cloud::{Cloud, Files};
use docket_domain::TicketId;
use docket_domain::attachment::{Content, FileId};
use jiff::{SignedDuration, Timestamp};

/// When a file that has arrived is looked after again: its event may only be late.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// Forgets a file that has not arrived in time, and clears away what of it has. One that has arrived, and whose event was lost,
/// is announced again instead: nothing is thrown away that somebody has sent in whole. Returns whether it was forgotten.
///
/// # Errors
/// When the table or the bucket fails.
pub async fn clear_leftover(
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
    if files.announce_again(&file).await? {
        let again = now.checked_add(AGAIN).unwrap_or(now);
        cloud.store.postpone(&file, again).await?;
        return Ok(false);
    }
    if let Some(Content::Parts { upload, .. }) = &file.content {
        files.give_up_parts(&file, upload).await?;
    }
    Ok(cloud.store.forget(&file).await?)
}
