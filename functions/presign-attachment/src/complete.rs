//! Completes an upload in parts.

use crate::{find_own, upload};
use docket_app::files::upload_of;
use docket_cloud::{Files, FilesError};
use docket_domain::attachment::{Attachment, Content, FileState};
use docket_web::views::AttachmentAnswer;
use docket_web::{Call, Problem, Response, json};
use http::StatusCode;

/// Joins the uploaded parts. A repeated request gets the same answer.
pub(crate) async fn complete(call: &Call, files: &Files) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let on = call.ticket_files(&desk).await?;
    let file = find_own(&on, call.file_id()?)?;
    match file.state {
        FileState::Quarantined => return Err(Problem::file_state("problem-file-quarantined")),
        FileState::Removed => return Err(Problem::file_state("problem-file-removed")),
        FileState::Uploading => join(call, files, file).await?,
        FileState::Checking | FileState::Stored => {}
    }
    let answer = AttachmentAnswer::new(file, &on.access.actor, &call.language(&desk));
    Ok(json(StatusCode::OK, &answer))
}

async fn join(call: &Call, files: &Files, file: &Attachment) -> Result<(), Problem> {
    let missing = || Problem::file_state("problem-file-parts");
    let Some(Content::Parts { sha256, .. }) = &file.content else {
        return Err(missing());
    };
    let joined = match upload::there(files, file, sha256).await? {
        Some(parts) if parts.count() == sha256.len() => {
            files.join_parts(file, upload_of(file), parts).await
        }
        Some(_) => return Err(missing()),
        None => Err(FilesError::Gone),
    };
    match joined {
        // The parts were joined before, and only the answer was lost.
        Err(FilesError::Gone)
            if files.has_upload(file).await? || upload::has_come_further(call, file).await? =>
        {
            Ok(())
        }
        Err(FilesError::Gone) => Err(missing()),
        other => Ok(other?),
    }
}
