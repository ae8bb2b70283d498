//! The page that shows a problem.

use super::frame::Frame;
use super::page::page;
use crate::problem::Problem;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_domain::Language;
use docket_texts::{FieldMessage, Texts};

/// A problem in words.
pub(super) struct Told {
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) messages: Vec<FieldMessage>,
}

impl Told {
    /// Says a problem. A message that only repeats the detail is left out.
    pub(super) fn new(problem: &Problem, texts: &Texts) -> Self {
        let detail = texts.with(problem.detail, &problem.values());
        let mut messages = problem.messages(texts);
        messages.retain(|message| message.message != detail);
        Self {
            title: texts.get(problem.title),
            detail,
            messages,
        }
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    frame: Frame<'static>,
    told: Told,
    /// The address of the desk's page, or of the front page.
    way_out: String,
}

/// Makes the page that shows a problem.
pub(crate) fn problem(call: &Call, language: &Language, problem: &Problem) -> Response {
    let frame = Frame::of_site(language);
    page(
        problem.status,
        &ProblemPage {
            told: Told::new(problem, frame.texts),
            frame,
            way_out: call.way_out(problem),
        },
    )
}
