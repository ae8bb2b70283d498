//! Signs the addresses for uploads to storage and downloads from it. No file passes through a
//! function.
//!
//! - `POST /api/desks/{desk}/tickets/{id}/attachments`: declares a file, and returns the
//!   instructions to upload it. To continue a broken upload, a client declares the same file again.
//! - `POST …/attachments/{file}/complete`: completes an upload in parts.
//! - `DELETE …/attachments/{file}`: cancels an upload.
//! - `GET …/attachments/{file}?show=inline`: redirects to the stored file.

mod announce;
mod cancel;
mod complete;
mod download;
mod form;
mod upload;

use docket_app::files::TicketFiles;
use docket_cloud::{Cloud, Files};
use docket_domain::access::Action;
use docket_domain::attachment::{Attachment, FileId};
use docket_web::{Call, Problem, Request, Response, RouteId, respond};

/// Answers the request.
pub async fn handle(cloud: Cloud, files: Files, request: Request) -> Response {
    let answer = async |call: &Call, id: RouteId| route(call, id, &files).await;
    respond(cloud, request, answer).await
}

async fn route(call: &Call, route: RouteId, files: &Files) -> Result<Response, Problem> {
    match route {
        RouteId::DeclareFile if call.is_form() && call.wants_html() => {
            form::offer(call, files).await
        }
        RouteId::DeclareFile => announce::announce(call, files).await,
        RouteId::CompleteUpload => complete::complete(call, files).await,
        RouteId::CancelUpload => cancel::cancel(call, files).await,
        RouteId::Download => download::download(call, files).await,
        _ => Err(Problem::not_found()),
    }
}

/// Returns a file of the ticket, if the actor may see it.
fn find(on: &TicketFiles, id: FileId) -> Result<&Attachment, Problem> {
    let file = on.visible().find(|file| file.id == id);
    file.ok_or_else(Problem::no_file)
}

/// Returns a file of the ticket, if the actor may change it: its sender, or a person of the desk.
fn find_own(on: &TicketFiles, id: FileId) -> Result<&Attachment, Problem> {
    let file = find(on, id)?;
    let actor = &on.access.actor;
    if actor.may_with(Action::FinishUpload, &file.by) {
        Ok(file)
    } else {
        Err(Problem::no_file())
    }
}
