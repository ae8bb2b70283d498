//! The page after a form was kept.

use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_domain::desk::Desk;
use http::StatusCode;

#[derive(Template)]
#[template(path = "draft_sent.html")]
struct SentPage<'a> {
    frame: Frame<'a>,
    sent: String,
}

/// Makes the page that says where the link to send the form was mailed, and how long it works.
#[must_use]
pub fn draft_sent(call: &Call, desk: &Desk, email: &str, hours: &str) -> Response {
    let frame = Frame::of_desk(call, desk, call.language(desk));
    let values = [("email", email), ("hours", hours)];
    let sent = frame.texts.with("draft-sent", &values);
    page(StatusCode::ACCEPTED, &SentPage { frame, sent })
}
