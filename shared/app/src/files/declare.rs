//! The start of an upload: a file is declared, and room is reserved for it on its ticket.

use super::on_ticket::TicketFiles;
use crate::caller::Caller;
use crate::error::AppError;
use crate::limits;
use crate::ticket_view::TicketAccess;
use docket_cloud::store::DeclareError;
use docket_cloud::{Cloud, Files, FilesError};
use docket_domain::attachment::{Attachment, Content, Declared, FileId, FileState, FilesOnTicket};
use docket_domain::desk::{Attachments, Desk};
use docket_domain::limit::CountedAct;
use docket_domain::{FieldProblem, Refusal};
use jiff::Timestamp;
use uuid::Uuid;

/// The bytes that a file by a form counts as, at most: its size is not known beforehand, and few people
/// send as much as they may.
const FORM_BYTES: u64 = 10 * 1024 * 1024;

/// Declares a file on its ticket and reserves room for it. Returns the file, and `true` when it is
/// new. If the same sender has declared the same file before, returns that file and `false`.
///
/// # Errors
/// When the ticket has no room for it, or the table or the bucket fails.
pub async fn declare(
    cloud: &Cloud,
    files: &Files,
    desk: &Desk,
    on: &TicketFiles,
    caller: &Caller,
    declared: &Declared,
    now: Timestamp,
) -> Result<(Attachment, bool), AppError> {
    let TicketAccess { ticket, actor } = &on.access;
    ticket.check_reply(desk, actor, now)?;
    let same = (on.files.iter()).find(|file| file.is_same(declared, &on.access.actor));
    if let Some(file) = same {
        return Ok((extend_reservation(cloud, file, now).await?, false));
    }
    let rules = file_rules(desk)?;
    rules.check_room(declared.size, FilesOnTicket::of(&on.files))?;
    count(cloud, desk, on, caller, declared.size, now).await?;
    let mut file = new_file(&on.access, declared, now);
    if let Some(Content::Parts { .. }) = &file.content {
        // The upload in parts starts first. If the next step fails, a lifecycle rule of the bucket
        // deletes the upload.
        start_parts(files, &mut file).await?;
    }
    keep(cloud, &file, rules).await?;
    Ok((file, true))
}

/// Declares a file for an upload form, and reserves room for it. Its name and size are not known
/// yet. Asking again returns the same file until it is uploaded.
///
/// # Errors
/// When the ticket has no room for it, or the table fails.
pub async fn declare_for_form(
    cloud: &Cloud,
    desk: &Desk,
    on: &TicketFiles,
    caller: &Caller,
    now: Timestamp,
) -> Result<Attachment, AppError> {
    let TicketAccess { ticket, actor } = &on.access;
    ticket.check_reply(desk, actor, now)?;
    let waiting = (on.files.iter()).find(|file| file.awaits_form_of(&on.access.actor));
    if let Some(file) = waiting {
        return extend_reservation(cloud, file, now).await;
    }
    let rules = file_rules(desk)?;
    let most = rules.max_next_file_bytes(FilesOnTicket::of(&on.files))?;
    count(cloud, desk, on, caller, most.min(FORM_BYTES), now).await?;
    let file = new_file(&on.access, &Declared::by_form(most), now);
    keep(cloud, &file, rules).await?;
    Ok(file)
}

/// Counts a new file, if its sender does not work at the desk.
async fn count(
    cloud: &Cloud,
    desk: &Desk,
    on: &TicketFiles,
    caller: &Caller,
    bytes: u64,
    now: Timestamp,
) -> Result<(), AppError> {
    let TicketAccess { ticket, actor } = &on.access;
    if actor.is_staff() {
        return Ok(());
    }
    let act = CountedAct::AttachFile(&ticket.id, actor, bytes);
    limits::count(cloud, desk, caller, act, now).await
}

/// Records that the upload instructions for a file were sent again. Its reservation is extended
/// from now on.
///
/// # Errors
/// When the table fails.
pub async fn extend_reservation(
    cloud: &Cloud,
    file: &Attachment,
    now: Timestamp,
) -> Result<Attachment, AppError> {
    let mut file = file.clone();
    if file.state == FileState::Uploading && file.extend_deadline(now) {
        // If the state has changed in the meantime, there is nothing to extend.
        cloud.store.update_file(&file).await?;
    }
    Ok(file)
}

/// Starts the S3 upload of a file that comes in parts.
///
/// # Errors
/// When the bucket fails.
pub async fn start_parts(files: &Files, file: &mut Attachment) -> Result<(), FilesError> {
    let started = files.start_parts(file).await?;
    if let Some(Content::Parts { upload, .. }) = &mut file.content {
        *upload = started;
    }
    Ok(())
}

/// Returns the S3 upload ID of a file that comes in parts. Returns an empty text for other files.
#[must_use]
pub fn upload_of(file: &Attachment) -> &str {
    match &file.content {
        Some(Content::Parts { upload, .. }) => upload,
        _ => "",
    }
}

fn new_file(access: &TicketAccess, declared: &Declared, now: Timestamp) -> Attachment {
    let id = FileId::from(Uuid::now_v7());
    let ticket = &access.ticket;
    Attachment::declared(id, declared, &ticket.id, &ticket.desk, &access.actor, now)
}

/// Stores the file and its reservation. Fails when other files have just taken the room.
async fn keep(cloud: &Cloud, file: &Attachment, limits: &Attachments) -> Result<(), AppError> {
    match cloud.store.declare(file, limits).await {
        Ok(()) => Ok(()),
        Err(DeclareError::Full) => {
            let used = cloud.store.files_on(&file.ticket).await?;
            limits.check_room(file.size, used)?;
            Err(AppError::Busy)
        }
        Err(DeclareError::Store(error)) => Err(error.into()),
    }
}

fn file_rules(desk: &Desk) -> Result<&Attachments, Refusal> {
    let limits = desk.attachments.as_ref();
    limits.ok_or_else(|| Refusal::field("name", FieldProblem::NoFilesHere))
}
