//! The front page.

use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_domain::Language;
use docket_domain::desk::Desk;
use http::StatusCode;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "desks.html")]
struct DesksPage<'a> {
    frame: Frame<'a>,
    desks: &'a [Arc<Desk>],
}

impl DesksPage<'_> {
    /// Returns the language in which a desk is shown: that of the page, or else the desk's own.
    fn language_of(&self, desk: &Desk) -> Language {
        desk.choose_language([&self.frame.language])
    }
}

/// Makes the front page, which lists the desks.
#[must_use]
pub fn desks(call: &Call, desks: &[Arc<Desk>]) -> Response {
    let frame = Frame::of_no_desk(call, &call.site_language());
    page(StatusCode::OK, &DesksPage { frame, desks })
}
