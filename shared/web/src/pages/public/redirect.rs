//! The page of a topic that makes no ticket. It lists contacts instead.

use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::response::Response;
use askama::Template;
use docket_domain::ContextId;
use docket_domain::desk::{Contact, Desk, Topic};
use http::StatusCode;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "redirect.html")]
struct RedirectPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    topic: &'a Topic,
    contacts: Vec<&'a Contact>,
    kept_query: String,
}

/// Makes the page with the topic's contacts for this context.
pub(super) fn redirect(
    frame: Frame<'_>,
    status: StatusCode,
    desk: &Desk,
    topic: &Topic,
    context: &BTreeMap<ContextId, String>,
    kept_query: String,
) -> Response {
    let contacts = topic
        .redirect
        .iter()
        .flat_map(|redirect| redirect.contacts_for(context))
        .collect();
    page(
        status,
        &RedirectPage {
            frame,
            desk,
            topic,
            contacts,
            kept_query,
        },
    )
}
