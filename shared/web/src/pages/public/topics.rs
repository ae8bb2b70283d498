//! A desk's page, where a topic is chosen.

use super::kept_query::{kept_query, without_language};
use super::status::{KnownIncident, known_incidents};
use crate::conditional::ASK_AGAIN;
use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::{Response, set_header};
use askama::Template;
use docket_app::links::with_query;
use docket_domain::desk::{Category, Desk, Topic, TopicKind};
use docket_domain::incident::StatusBoard;
use docket_domain::{ContextId, Language};
use http::StatusCode;
use http::header::{CACHE_CONTROL, VARY};
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "topics.html")]
struct TopicsPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    known: Vec<KnownIncident<'a>>,
    /// The context and language to keep, as the end of an address.
    kept_query: String,
}

impl TopicsPage<'_> {
    fn topics(&self, category: &Category) -> Vec<&Topic> {
        self.desk.topics_of(&category.id).collect()
    }

    fn redirects(&self, topic: &&Topic) -> bool {
        topic.kind == TopicKind::Redirect
    }
}

/// Makes a desk's page, where the reader chooses a category and a topic.
#[must_use]
pub fn topics(
    call: &Call,
    desk: &Desk,
    context: &BTreeMap<ContextId, String>,
    board: &StatusBoard,
) -> Response {
    let language: Language = call.language(desk);
    let mut frame = Frame::of_desk(call, desk, language);
    let is_personal = frame.signed_in.is_some();
    let kept_query = kept_query(call, context);
    frame.address = with_query(call.path(), &without_language(&kept_query));
    let mut response = page(
        StatusCode::OK,
        &TopicsPage {
            known: known_incidents(&frame, desk, board, None),
            frame,
            desk,
            kept_query,
        },
    );
    // It is the same for everybody who reads this language, unless it names somebody.
    if !is_personal {
        set_header(&mut response, CACHE_CONTROL, ASK_AGAIN);
    }
    set_header(&mut response, VARY, "accept-language, cookie");
    response
}
