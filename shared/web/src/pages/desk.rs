//! The list of desks, and a desk's choice of topics.

use super::{Frame, page};
use crate::call::{Call, Response};
use askama::Template;
use docket_domain::desk::{Category, Desk, Topic, TopicKind};
use docket_domain::{ContextId, Language};
use http::StatusCode;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "desks.html")]
struct DesksPage<'a> {
    frame: Frame<'a>,
    desks: &'a [Arc<Desk>],
}

/// The front page: the desks.
#[must_use]
pub fn desks(call: &Call, desks: &[Arc<Desk>]) -> Response {
    let frame = Frame::of_site(&call.site_language());
    page(StatusCode::OK, &DesksPage { frame, desks })
}

#[derive(Template)]
#[template(path = "topics.html")]
struct TopicsPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    open: bool,
    /// What the link brought along, as the end of an address.
    carried: String,
}

impl TopicsPage<'_> {
    fn topics(&self, category: &Category) -> Vec<&Topic> {
        self.desk.topics_of(&category.id).collect()
    }

    fn redirects(&self, topic: &&Topic) -> bool {
        topic.kind == TopicKind::Redirect
    }
}

/// A desk's page: choose a category and a topic.
#[must_use]
pub fn topics(call: &Call, desk: &Desk, context: &BTreeMap<ContextId, String>) -> Response {
    let language: Language = call.language(desk);
    let mut frame = Frame::of_desk(desk, language);
    let carried = carried(call, context);
    frame.address = format!("{}?{}", call.path(), without_language(&carried));
    let open = desk.is_open(call.now);
    page(
        StatusCode::OK,
        &TopicsPage {
            frame,
            desk,
            open,
            carried,
        },
    )
}

/// The context, and the language if it was chosen, as `&name=value` for the next address.
pub(super) fn carried(call: &Call, context: &BTreeMap<ContextId, String>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (id, value) in context {
        query.append_pair(id.as_str(), value);
    }
    if let Some(language) = call.query("language") {
        query.append_pair("language", language);
    }
    match query.finish() {
        query if query.is_empty() => query,
        query => format!("&{query}"),
    }
}

/// The same without the language, for links to other languages.
pub(super) fn without_language(query: &str) -> String {
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("language="));
    kept.map(|pair| format!("{pair}&")).collect()
}
