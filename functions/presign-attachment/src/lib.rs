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

use docket_app::TicketView;
use docket_cloud::{Cloud, Files};
use docket_domain::attachment::{Attachment, FileId};
use docket_web::{Call, Problem, Request, Response, respond};
use http::Method;

/// Answers the request.
pub async fn handle(cloud: Cloud, files: Files, request: Request) -> Response {
    respond(cloud, request, async |call: &Call| {
        route(call, &files).await
    })
    .await
}

async fn route(call: &Call, files: &Files) -> Result<Response, Problem> {
    let method = call.method();
    match call.rest().as_slice() {
        ["tickets", _, "attachments"] if method == Method::POST => {
            if call.is_form() && call.wants_html() {
                form::offer(call, files).await
            } else {
                announce::announce(call, files).await
            }
        }
        ["tickets", _, "attachments", _, "complete"] if method == Method::POST => {
            complete::complete(call, files).await
        }
        ["tickets", _, "attachments", _] if method == Method::DELETE => {
            cancel::cancel(call, files).await
        }
        ["tickets", _, "attachments", _] if method == Method::GET => {
            download::download(call, files).await
        }
        _ => Err(Problem::not_found()),
    }
}

/// Returns a file of the ticket, if the actor may see it.
fn find(view: &TicketView, id: FileId) -> Result<&Attachment, Problem> {
    let file = view.visible_files().find(|file| file.id == id);
    file.ok_or_else(Problem::no_file)
}

/// Returns a file of the ticket, if the actor may change it: its sender, or a person of the desk.
fn find_own(view: &TicketView, id: FileId) -> Result<&Attachment, Problem> {
    let file = find(view, id)?;
    let own = file.is_by(&view.actor) || view.actor.is_staff();
    if own {
        Ok(file)
    } else {
        Err(Problem::no_file())
    }
}
