//! The form that sends a file straight to storage, for browsers without JavaScript.

use crate::pages::frame::Frame;
use crate::pages::page::page_allowing;
use crate::pages::policy::Allowing;
use crate::pages::ticket::ticket_language;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::TicketAccess;
use docket_cloud::files::UploadForm;
use docket_domain::attachment::Attachment;
use docket_domain::desk::Desk;
use http::StatusCode;

#[derive(Template)]
#[template(path = "upload.html")]
struct UploadPage<'a> {
    frame: Frame<'a>,
    /// The address of the ticket's page.
    back: String,
    action: String,
    fields: Vec<(String, String)>,
    limit_text: String,
    types_text: String,
}

/// Makes the page with the upload form, for a declared file.
#[must_use]
pub fn upload(
    call: &Call,
    desk: &Desk,
    access: &TicketAccess,
    file: &Attachment,
    form: UploadForm,
) -> Response {
    let frame = Frame::of_desk(call, desk, ticket_language(call, desk, access));
    let types = desk
        .attachments
        .as_ref()
        .map(|limits| limits.types.join(", "));
    let links = frame.links(desk);
    let back = links.ticket(&access.ticket.id, call.access(&access.actor));
    page_allowing(
        &Allowing::FormToStorage(&call.cloud.settings),
        StatusCode::OK,
        &UploadPage {
            limit_text: frame.texts.size(file.size),
            types_text: types.unwrap_or_default(),
            frame,
            back,
            action: form.action,
            fields: form.fields,
        },
    )
}
