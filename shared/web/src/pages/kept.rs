//! The page for a form that could not be taken. It has all that was typed, and a way to send it again.

use super::frame::Frame;
use super::page::page;
use crate::problem::Problem;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_domain::Language;
use docket_texts::FieldMessage;
use http::Method;
use uuid::Uuid;

/// The fields that a page sets, and no person. They are sent again unseen.
const SET_BY_PAGES: [&str; 4] = ["topic", "language", "version", "return_to"];
/// A longer text, or one of several lines, is shown in an input of several lines.
const SHORT: usize = 80;

#[derive(Template)]
#[template(path = "kept.html")]
struct KeptPage<'a> {
    frame: Frame<'a>,
    title: &'a str,
    detail: &'a str,
    messages: &'a [FieldMessage],
    /// The address that the form is sent to again.
    address: String,
    key: String,
    hidden: Vec<(String, String)>,
    typed: Vec<Typed>,
    /// The address to sign in at, if that is what is missing.
    sign_in: Option<String>,
    way_out: String,
}

/// A text that a person typed.
struct Typed {
    name: String,
    label: String,
    value: String,
    is_long: bool,
}

/// Makes the page for a form that could not be taken. Returns `None` when the request is no form of a
/// browser, or holds nothing that a person typed.
pub(crate) fn kept(
    call: &Call,
    language: &Language,
    problem: &Problem,
    sign_in: Option<String>,
) -> Option<Response> {
    if *call.method() != Method::POST || !call.is_form() || !call.wants_html() {
        return None;
    }
    // Another site must not put its words and a button of ours before somebody who is signed in. Opening
    // a ticket needs no session.
    if call.is_from_elsewhere() && !call.path().ends_with("/tickets") {
        return None;
    }
    let frame = Frame::of_site(language);
    // Bytes that are no UTF-8 are shown as far as they can be read.
    let fields = form_urlencoded::parse(call.body()).into_owned();
    let fields = fields.filter(|(_, value)| !value.is_empty());
    let mut key = None;
    let (mut hidden, mut typed) = (Vec::new(), Vec::new());
    for (name, value) in fields {
        if name == Problem::KEY_FIELD {
            key = Some(value);
        } else if name == "token" || (name == "version" && value.parse::<u64>().is_err()) {
            // A used link cannot be used again, and what is no version stays none.
        } else if SET_BY_PAGES.contains(&name.as_str()) || name.starts_with("context.") {
            hidden.push((name, value));
        } else {
            typed.push(Typed {
                label: label(&frame, &name),
                is_long: value.contains('\n') || value.chars().count() > SHORT,
                name,
                value,
            });
        }
    }
    if typed.is_empty() {
        return None;
    }
    let (title, detail, messages) = match problem.is_key_reused() {
        // A person knows of no key.
        true => (
            frame.t("kept-used"),
            frame.t("field-key-reused"),
            Vec::new(),
        ),
        false => (
            frame.t(problem.title),
            frame.texts.with(problem.detail, &problem.values()),
            problem.messages(frame.texts),
        ),
    };
    // Whether the service carried out a request before it failed is not known. The same key makes sure
    // that it is carried out once.
    let is_unknown = problem.status.is_server_error();
    let key = key.filter(|_| is_unknown);
    Some(page(
        problem.status,
        &KeptPage {
            title: &title,
            detail: &detail,
            messages: &messages
                .into_iter()
                .filter(|m| m.message != detail)
                .collect::<Vec<_>>(),
            address: call.address(),
            key: key.unwrap_or_else(|| Uuid::now_v7().to_string()),
            hidden,
            typed,
            sign_in,
            way_out: call.desk_path(),
            frame,
        },
    ))
}

/// Returns the label of a field as its page shows it. A field of the desk's own is named by its ID.
fn label(frame: &Frame<'_>, name: &str) -> String {
    let text = match name {
        "requester.email" | "email" => "form-email",
        "requester.name" => "form-name",
        "subject" => "form-subject",
        "description" => "form-description",
        "body" => "comment-body",
        "comment" => "move-comment",
        "status" => "queue-status",
        "internal" => "comment-internal",
        "cc" => "form-cc",
        other => {
            let own = other.split_once('.').map_or(other, |(_, id)| id);
            return own.replace('_', " ");
        }
    };
    frame.t(text)
}
