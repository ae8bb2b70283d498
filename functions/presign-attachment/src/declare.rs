//! Somebody announces a file.

use crate::upload;
use docket_cloud::Files;
use docket_cloud::store::DeclareError;
use docket_domain::FieldProblem;
use docket_domain::Refusal;
use docket_domain::attachment::{Attachment, Content, Declared, FileId, FileState, FilesOnTicket};
use docket_domain::desk::{Attachments, Desk};
use docket_web::answers::AttachmentAnswer;
use docket_web::{Call, Problem, Response, Seen, json, set_header};
use http::StatusCode;
use http::header::LOCATION;
use uuid::Uuid;

/// Holds a place for the file and tells how to send it; for a file that was announced before, how to go on.
pub(crate) async fn declare(call: &Call, files: &Files) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let id = call.ticket_id()?;
    let seen = call.ticket_seen(&desk, &id).await?;
    let mut input = call.input()?;
    let draft = input.file();
    let declared = input.finish_with(draft.check(&desk, &seen.actor))?;
    let same = seen
        .files
        .iter()
        .find(|file| file.is_same(&declared, &seen.actor));
    let (status, file) = match same {
        Some(file) => (StatusCode::OK, asked_again(call, file).await?),
        None => {
            let file = hold_place(call, files, &desk, &seen, &declared).await?;
            (StatusCode::CREATED, file)
        }
    };
    let answer = AttachmentAnswer::new(&file, &seen, &call.language(&desk));
    let answer = match file.state {
        FileState::Uploading => answer.to_upload(upload::of(call, files, &file).await?),
        FileState::Checking | FileState::Stored | FileState::Quarantined => answer,
    };
    let mut response = json(status, &answer);
    let location = docket_web::answers::download_path(&file);
    set_header(&mut response, LOCATION, &location);
    Ok(response)
}

async fn hold_place(
    call: &Call,
    files: &Files,
    desk: &Desk,
    seen: &Seen,
    declared: &Declared,
) -> Result<Attachment, Problem> {
    let limits = limits(desk)?;
    limits.room(declared.size, FilesOnTicket::of(&seen.files))?;
    let id = FileId::from(Uuid::now_v7());
    let mut file = Attachment::declared(id, declared, &seen.ticket, &seen.actor, call.now);
    if let Some(Content::Parts { .. }) = &file.content {
        // Begun first: an upload that no file knows of is cleared away by the bucket's own rule.
        upload::start_parts(files, &mut file).await?;
    }
    keep(call, &file, limits).await?;
    Ok(file)
}

/// A file whose sender is told once more how to send it: its place is held from now on.
pub(crate) async fn asked_again(call: &Call, file: &Attachment) -> Result<Attachment, Problem> {
    let mut file = file.clone();
    if file.state == FileState::Uploading && file.is_asked_again(call.now) {
        // If it has come further meanwhile, there is nothing to hold.
        call.cloud.store.note_upload(&file).await?;
    }
    Ok(file)
}

/// Keeps the file's place, unless others took the last one in this very moment.
pub(crate) async fn keep(
    call: &Call,
    file: &Attachment,
    limits: &Attachments,
) -> Result<(), Problem> {
    match call.cloud.store.declare(file, limits).await {
        Ok(()) => Ok(()),
        Err(DeclareError::Full) => {
            let used = call.cloud.store.files_on(&file.ticket).await?;
            limits.room(file.size, used)?;
            Err(Problem::busy())
        }
        Err(DeclareError::Store(error)) => Err(error.into()),
    }
}

/// Which files the desk takes.
///
/// # Errors
/// When it takes none.
pub(crate) fn limits(desk: &Desk) -> Result<&Attachments, Problem> {
    let limits = desk.attachments.as_ref();
    Ok(limits.ok_or_else(|| Refusal::field("name", FieldProblem::NoFilesHere))?)
}
