//! Makes the instructions to upload a file: its signed requests.

use docket_app::files::{start_parts, upload_of};
use docket_app::links::{Access, Links};
use docket_cloud::Files;
use docket_cloud::FilesError;
use docket_cloud::files::{UPLOAD_ADDRESS_LIFE, UploadedParts};
use docket_domain::attachment::{Attachment, Content, Digest, FileState};
use docket_web::views::{PartAnswer, UploadAnswer};
use docket_web::{Call, Problem};

/// Returns the instructions to upload a file, or to continue its upload.
pub(crate) async fn of(
    call: &Call,
    files: &Files,
    file: &Attachment,
) -> Result<UploadAnswer, Problem> {
    let until = call.now.checked_add(UPLOAD_ADDRESS_LIFE);
    let expires_at = until.unwrap_or(call.now).to_string();
    match &file.content {
        Some(Content::Whole { sha256 }) => Ok(UploadAnswer::Single {
            request: files.upload(file, sha256).await?.into(),
            expires_at,
        }),
        Some(Content::Parts {
            sha256, part_bytes, ..
        }) => Ok(UploadAnswer::Parts {
            part_bytes: *part_bytes,
            parts: missing(call, files, file, sha256).await?,
            expires_at,
            complete: complete_address(call, file),
        }),
        Some(Content::Form) | None => Err(Problem::no_file()),
    }
}

/// Returns the address to call after all parts are uploaded, with the caller's ticket key if there
/// is one.
fn complete_address(call: &Call, file: &Attachment) -> String {
    let address = Links::new(&file.desk).api_attachment(&file.ticket, file.id);
    let access = call.caller().key().map_or(Access::NoKey, Access::Key);
    format!("{address}/complete{}", access.query())
}

async fn missing(
    call: &Call,
    files: &Files,
    file: &Attachment,
    sha256: &[Digest],
) -> Result<Vec<PartAnswer>, Problem> {
    let mut file = file.clone();
    let there = match there(files, &file, sha256).await? {
        Some(there) => there,
        None if files.has_upload(&file).await? || has_come_further(call, &file).await? => {
            return Ok(Vec::new());
        }
        None => {
            // The bucket has deleted the upload, as it does with old ones.
            start_parts(files, &mut file).await?;
            call.cloud.store.update_file(&file).await?;
            UploadedParts::default()
        }
    };
    let upload = upload_of(&file);
    let mut parts = Vec::new();
    for ((number, length), sha256) in (1..).zip(file.part_lengths()).zip(sha256) {
        if !there.has(number) {
            let signed = files.upload_part(&file, upload, number, length, sha256);
            parts.push(PartAnswer {
                number,
                request: signed.await?.into(),
            });
        }
    }
    Ok(parts)
}

/// Returns `true` when the file's state is no longer `Uploading`.
pub(crate) async fn has_come_further(call: &Call, file: &Attachment) -> Result<bool, Problem> {
    let now = call.cloud.store.file(&file.ticket, file.id).await?;
    Ok(now.is_some_and(|now| now.state != FileState::Uploading))
}

/// Returns the uploaded parts of a file. Returns `None` when its upload has ended.
pub(crate) async fn there(
    files: &Files,
    file: &Attachment,
    sha256: &[Digest],
) -> Result<Option<UploadedParts>, FilesError> {
    files.uploaded_parts(file, upload_of(file), sha256).await
}
