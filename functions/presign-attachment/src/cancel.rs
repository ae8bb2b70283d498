//! Cancels an upload.

use crate::find_own;
use docket_app::files::upload_of;
use docket_cloud::{Files, FilesError};
use docket_domain::attachment::{Attachment, Content, FileState};
use docket_web::{Call, Problem, Response};
use http::StatusCode;

/// Deletes the declared file, and any object or parts that were uploaded.
pub(crate) async fn cancel(call: &Call, files: &Files) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let on = call.ticket_files(&desk).await?;
    let file = find_own(&on, call.file_id()?)?;
    let forgotten =
        file.state == FileState::Uploading && call.cloud.store.delete_file(file).await?;
    if !forgotten {
        return Err(Problem::file_state(match file.state {
            FileState::Quarantined => "problem-file-quarantined",
            FileState::Removed => "problem-file-removed",
            _ => "problem-file-stored",
        }));
    }
    // If this fails, the bucket's lifecycle rules delete the rest.
    if let Err(error) = clear(files, file).await {
        tracing::warn!(%error, "a cancelled file is left to the bucket's rules");
    }
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

async fn clear(files: &Files, file: &Attachment) -> Result<(), FilesError> {
    if let Some(Content::Parts { .. }) = &file.content {
        files.abort_parts(file, upload_of(file)).await?;
    }
    files.delete_upload(&file.ticket, file.id).await
}
