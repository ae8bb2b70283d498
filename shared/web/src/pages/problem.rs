//! The page that shows a problem.

use super::frame::Frame;
use super::page::page;
use crate::problem::Problem;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::links::FRONT;
use docket_domain::Language;
use docket_texts::{FieldMessage, Texts};

/// The address at which to go on after a problem, and the words for it.
pub(super) type WayOut = (String, String);

/// Returns the way out of a problem: the desk's page, or the front page when there is no desk. Returns `None` where there is
/// neither.
fn way_out(frame: &Frame<'_>) -> Option<WayOut> {
    match frame.desk {
        Some(desk) => {
            let name = frame.w(desk.display_name());
            Some((
                frame.links(desk).desk(),
                frame.t1("problem-way-out", "name", name),
            ))
        }
        None => frame
            .has_front
            .then(|| (FRONT.to_owned(), frame.t("problem-way-front"))),
    }
}

/// Returns the way out of this problem: the address that it names, one's own tickets where one may not open any, or as for all others.
pub(super) fn way_out_of(frame: &Frame<'_>, problem: &Problem) -> Option<WayOut> {
    if let Some(home) = problem.home() {
        let name = home.strip_prefix("https://").unwrap_or(home);
        return Some((home.to_owned(), frame.t1("problem-way-out", "name", name)));
    }
    match frame.desk.filter(|_| problem.is_not_admitted()) {
        Some(desk) => Some((frame.links(desk).own_tickets(), frame.t("own-title"))),
        None => way_out(frame),
    }
}

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
struct ProblemPage<'a> {
    frame: Frame<'a>,
    told: Told,
    way_out: Option<WayOut>,
}

/// Makes the page that shows a problem.
pub(crate) fn problem(call: &Call, language: &Language, problem: &Problem) -> Response {
    let desk = call.known_desk();
    let frame = Frame::of_problem(call, desk.as_deref(), language);
    page(
        problem.status,
        &ProblemPage {
            told: Told::new(problem, frame.texts),
            way_out: way_out_of(&frame, problem),
            frame,
        },
    )
}
