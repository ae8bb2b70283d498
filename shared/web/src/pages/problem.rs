//! The page that shows a problem.

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
    /// The address of the desk's page, or of the front page.
    way_out: String,
}

/// Makes the page that shows a problem.
#[must_use]
pub fn problem(
    call: &Call,
    language: &Language,
    status: StatusCode,
    title: &str,
    detail: &str,
    messages: &[FieldMessage],
) -> Response {
    // A message that only repeats `detail` is left out.
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
