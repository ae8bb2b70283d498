//! The page that says what went wrong.

use super::frame::Frame;
use super::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_domain::Language;
use docket_texts::FieldMessage;
use http::StatusCode;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: Frame<'a>,
    title: &'a str,
    detail: &'a str,
    messages: &'a [FieldMessage],
    /// Where to go on: the desk, or the front page.
    way_out: String,
}

/// A page that says what went wrong.
#[must_use]
pub fn problem(
    call: &Call,
    language: &Language,
    status: StatusCode,
    title: &str,
    detail: &str,
    messages: &[FieldMessage],
) -> Response {
    // A message that only repeats the sentence above it helps nobody.
    let messages: Vec<FieldMessage> = messages
        .iter()
        .filter(|m| m.message != detail)
        .cloned()
        .collect();
    page(
        status,
        &ProblemPage {
            frame: Frame::of_site(language),
            title,
            detail,
            messages: &messages,
            way_out: call.desk_path(),
        },
    )
}
