//! The form that sends a file straight to storage, for those without JavaScript.

use super::{Allowing, Frame, page_allowing};
use crate::call::{Call, Response};
use crate::change::Seen;
use askama::Template;
use docket_cloud::files::UploadForm;
use docket_domain::attachment::Attachment;
use docket_domain::desk::Desk;
use http::StatusCode;

#[derive(Template)]
#[template(path = "upload.html")]
struct UploadPage<'a> {
    frame: Frame<'a>,
    /// The ticket's page.
    back: String,
    action: String,
    fields: Vec<(String, String)>,
    limit_text: String,
    types_text: String,
}

/// The page with that form, for a file that a place is held for.
#[must_use]
pub fn upload(
    call: &Call,
    desk: &Desk,
    seen: &Seen,
    file: &Attachment,
    form: UploadForm,
) -> Response {
    let frame = Frame::of_desk(desk, super::ticket_language(call, desk, seen));
    let types = desk
        .attachments
        .as_ref()
        .map(|limits| limits.types.join(", "));
    let back = format!(
        "/{}/tickets/{}{}",
        *desk.id,
        seen.ticket.id,
        call.key_query()
    );
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
