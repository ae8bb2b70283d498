//! Declares a file.

use crate::upload;
use docket_app::Links;
use docket_app::files;
use docket_cloud::Files;
use docket_domain::access::Action;
use docket_domain::attachment::FileState;
use docket_domain::{FieldError, FieldProblem};
use docket_web::views::AttachmentAnswer;
use docket_web::{Call, Problem, Response, json, set_header};
use http::StatusCode;
use http::header::LOCATION;

/// Declares a file and returns the instructions to upload it. For a file that was declared before,
/// returns the instructions to continue.
pub(crate) async fn announce(call: &Call, bucket: &Files) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let on = call.ticket_files(&desk).await?;
    let mut input = call.input()?;
    let declaration = input.file();
    let may = !declaration.internal || on.access.actor.may(Action::AttachInternalFile);
    let checked = match may {
        true => declaration.check(&desk),
        false => Err(vec![FieldError::new(
            "internal",
            FieldProblem::ForStaffOnly,
        )]),
    };
    let declared = input.finish_with(checked)?;
    let announced = files::declare(
        &call.cloud,
        bucket,
        &desk,
        &on,
        call.caller(),
        &declared,
        call.now,
    );
    let (file, is_new) = announced.await?;
    let answer = AttachmentAnswer::new(&file, &on.access.actor, &call.language(&desk));
    let answer = match file.state {
        FileState::Uploading => answer.to_upload(upload::of(call, bucket, &file).await?),
        FileState::Checking | FileState::Stored | FileState::Quarantined | FileState::Removed => {
            answer
        }
    };
    let status = match is_new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    let mut response = json(status, &answer);
    let location = Links::new(&file.desk).api_attachment(&file.ticket, file.id);
    set_header(&mut response, LOCATION, &location);
    Ok(response)
}
