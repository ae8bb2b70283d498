//! Somebody announces a file: a place is held for it on its ticket.

use crate::error::AppError;
use crate::ticket_view::TicketView;
use docket_cloud::store::DeclareError;
use docket_cloud::{Cloud, Files, FilesError};
use docket_domain::attachment::{Attachment, Content, Declared, FileId, FileState, FilesOnTicket};
use docket_domain::desk::{Attachments, Desk};
use docket_domain::{FieldProblem, Refusal};
use jiff::Timestamp;
use uuid::Uuid;

/// Holds a place for a declared file. One that its sender has declared before has its place already. Returns the file, and
/// whether it is new.
///
/// # Errors
/// When the ticket has no room for it, or the table or the bucket fails.
pub async fn announce(
    cloud: &Cloud,
    files: &Files,
    desk: &Desk,
    view: &TicketView,
    declared: &Declared,
    now: Timestamp,
) -> Result<(Attachment, bool), AppError> {
    let same = (view.files.iter()).find(|file| file.is_same(declared, &view.actor));
    if let Some(file) = same {
        return Ok((asked_again(cloud, file, now).await?, false));
    }
    let limits = limits(desk)?;
    limits.room(declared.size, FilesOnTicket::of(&view.files))?;
    let mut file = new_file(view, declared, now);
    if let Some(Content::Parts { .. }) = &file.content {
        // Begun first: an upload that no file knows of is cleared away by the bucket's own rule.
        start_parts(files, &mut file).await?;
    }
    keep(cloud, &file, limits).await?;
    Ok((file, true))
}

/// Holds a place for a file that comes by a form, of which nothing is known. As long as it was not sent, it stays the same
/// place, however often it is asked for.
///
/// # Errors
/// When the ticket has no room for it, or the table fails.
pub async fn announce_by_form(
    cloud: &Cloud,
    desk: &Desk,
    view: &TicketView,
    now: Timestamp,
) -> Result<Attachment, AppError> {
    let waiting = (view.files.iter()).find(|file| file.awaits_form_of(&view.actor));
    if let Some(file) = waiting {
        return asked_again(cloud, file, now).await;
    }
    let limits = limits(desk)?;
    let most = limits.most(FilesOnTicket::of(&view.files))?;
    let file = new_file(view, &Declared::by_form(most), now);
    keep(cloud, &file, limits).await?;
    Ok(file)
}

/// Notes that a sender is told once more how to send a file: its place is held from now on.
///
/// # Errors
/// When the table fails.
pub async fn asked_again(
    cloud: &Cloud,
    file: &Attachment,
    now: Timestamp,
) -> Result<Attachment, AppError> {
    let mut file = file.clone();
    if file.state == FileState::Uploading && file.is_asked_again(now) {
        // If it has come further meanwhile, there is nothing to hold.
        cloud.store.note_upload(&file).await?;
    }
    Ok(file)
}

/// Begins the upload of a file that comes in parts.
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

/// Returns what storage calls the upload of a file that comes in parts.
#[must_use]
pub fn upload_of(file: &Attachment) -> &str {
    match &file.content {
        Some(Content::Parts { upload, .. }) => upload,
        _ => "",
    }
}

fn new_file(view: &TicketView, declared: &Declared, now: Timestamp) -> Attachment {
    let id = FileId::from(Uuid::now_v7());
    let ticket = &view.ticket;
    Attachment::declared(id, declared, &ticket.id, &ticket.desk, &view.actor, now)
}

/// Keeps the file's place, unless others took the last one in this very moment.
async fn keep(cloud: &Cloud, file: &Attachment, limits: &Attachments) -> Result<(), AppError> {
    match cloud.store.declare(file, limits).await {
        Ok(()) => Ok(()),
        Err(DeclareError::Full) => {
            let used = cloud.store.files_on(&file.ticket).await?;
            limits.room(file.size, used)?;
            Err(AppError::Busy)
        }
        Err(DeclareError::Store(error)) => Err(error.into()),
    }
}

fn limits(desk: &Desk) -> Result<&Attachments, Refusal> {
    let limits = desk.attachments.as_ref();
    limits.ok_or_else(|| Refusal::field("name", FieldProblem::NoFilesHere))
}
