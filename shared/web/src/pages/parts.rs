//! The page that shows each part of pages in each of its states, for those who write pages.

use super::frame::Frame;
use super::page::page;
use crate::response::Response;
use askama::Template;
use docket_domain::Language;
use http::StatusCode;

#[derive(Template)]
#[template(path = "parts.html")]
struct PartsPage {
    frame: Frame<'static>,
}

/// Makes the page of all parts, in English.
#[must_use]
pub fn parts() -> Response {
    let frame = Frame::of_site(&Language::english());
    page(StatusCode::OK, &PartsPage { frame })
}
