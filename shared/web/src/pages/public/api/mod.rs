//! The OpenAPI document, and the page that shows it.

mod document;
mod kind;

use crate::conditional::ASK_AGAIN;
use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::{Response, fixed, set_header};
use askama::Template;
use docket_domain::Language;
use document::{Answer, Group, Type, groups, problems, types};
use http::StatusCode;
use http::header::CACHE_CONTROL;
use kind::Piece;
use serde_json::Value;

const DOCUMENT: &str = include_str!("../../../../openapi.json");

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    frame: Frame<'static>,
    about: Vec<Vec<Piece>>,
    groups: Vec<Group>,
    problems: Vec<Answer>,
    types: Vec<Type>,
}

/// Makes the answer with the OpenAPI document.
#[must_use]
pub fn openapi() -> Response {
    fixed(DOCUMENT, "application/json", "public, max-age=300")
}

/// Makes the page that shows the OpenAPI document. It is in English, as the document is.
#[must_use]
pub fn api(call: &Call) -> Response {
    // The document is part of the program, and a test reads it.
    let document: Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
    let about = document.pointer("/info/description");
    let about = about.and_then(Value::as_str).unwrap_or_default();
    let mut response = page(
        StatusCode::OK,
        &ApiPage {
            frame: Frame::of_no_desk(call, &Language::english()),
            about: about.split("\n\n").map(kind::pieces).collect(),
            groups: groups(&document),
            problems: problems(&document),
            types: types(&document),
        },
    );
    // It is the same for everybody.
    set_header(&mut response, CACHE_CONTROL, ASK_AGAIN);
    response
}
