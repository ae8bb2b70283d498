//! The page for a form that could not be taken. It has all that was typed, and a way to send it again.

use super::frame::Frame;
use super::page::page;
use super::problem::{Told, WayOut, way_out_of};
use crate::problem::Problem;
use crate::request::{Call, texts_of_form};
use crate::response::Response;
use crate::routes::inputs::{KEY_FIELD_NAME, TRAP_FIELD_NAME};
use askama::Template;
use docket_app::links::with_query;
use docket_domain::Language;
use http::Method;
use uuid::Uuid;

/// The fields that a page sets, and no person. They are sent again unseen.
const SET_BY_PAGES: [&str; 10] = [
    "kept",
    "person",
    "session",
    "topic",
    "language",
    "version",
    "return_to",
    "draft",
    "internal",
    "status",
];
/// A longer text, or one of several lines, is shown in an input of several lines.
const SHORT: usize = 80;

#[derive(Template)]
#[template(path = "kept.html")]
struct KeptPage<'a> {
    frame: Frame<'a>,
    told: Told,
    /// The address that the form is sent to again.
    address: String,
    key: String,
    hidden: Vec<(String, String)>,
    typed: Vec<Typed>,
    /// The address that keeps the form and mails a link to send it, if a limit turned it away.
    by_mail: Option<String>,
    /// The address to sign in at, if that is what is missing.
    sign_in: Option<String>,
    way_out: Option<WayOut>,
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
    // An address that begins with two slashes is another site's.
    if call.path().contains("//") {
        return None;
    }
    // Another site must not put its words and a button of ours before somebody who is signed in. Opening
    // a ticket needs no session.
    if call.is_from_elsewhere() && !call.path().ends_with("/tickets") {
        return None;
    }
    // Support access opens in another tab. What stands beside its button is still where it was typed.
    if call.path().ends_with("/use") {
        return None;
    }
    let desk = call.known_desk();
    let frame = Frame::of_problem(call, desk.as_deref(), language);
    let mut key = None;
    let (mut hidden, mut typed) = (Vec::new(), Vec::new());
    for (name, value) in texts_of_form(call.body()) {
        if value.is_empty() {
            // Nobody typed that.
        } else if name == KEY_FIELD_NAME {
            key = Some(value);
        } else if name == TRAP_FIELD_NAME
            || name == "token"
            || name == "show_in"
            || (name == "version" && value.parse::<u64>().is_err())
        {
            // Nobody typed that. A used link cannot be used again, and what is no version stays none.
        } else if SET_BY_PAGES.contains(&name.as_str()) || name.starts_with("context.") {
            hidden.push((name, value));
        } else {
            typed.push(Typed {
                label: label(&frame, &name),
                is_long: name == "body" || value.contains('\n') || value.chars().count() > SHORT,
                name,
                value,
            });
        }
    }
    if typed.is_empty() {
        return None;
    }
    let told = match problem.is_key_reused() {
        // A person knows of no key.
        true => Told {
            title: frame.t("kept-used"),
            detail: frame.t("field-key-reused"),
            messages: Vec::new(),
        },
        false => Told::new(problem, frame.texts),
    };
    let beside = |end: &str, other: &str| {
        let api = call.path().strip_suffix(end);
        api.map(|api| format!("{api}{other}"))
    };
    // Where no form is kept any more, the next attempt opens a ticket.
    let address = beside("/drafts", "/tickets").unwrap_or_else(|| call.address());
    // What stood beside the button of an act is a reply, and is sent as one.
    let is_reply = typed.iter().any(|field| field.name == "body");
    let acts = [
        "/link",
        "/confirm",
        "/disown",
        "/revoke-keys",
        "/address",
        "/watchers",
        "/unshare",
        "/remote-session",
        "/page",
        "/assignee",
        "/details",
        "/rating",
    ];
    let reply = acts.iter().find_map(|act| beside(act, "/comments"));
    let reply = reply.map(|path| with_query(&path, call.query_as_sent()));
    let address = reply.filter(|_| is_reply).unwrap_or(address);
    let by_mail = problem.is_limited_by(&["tickets", "tickets_per_network"]);
    let by_mail = beside("/tickets", "/drafts").filter(|_| by_mail);
    // Whether the service carried out a request before it failed is not known. The same key makes sure
    // that it is carried out once.
    let is_unknown = problem.status.is_server_error();
    let key = key.filter(|_| is_unknown);
    Some(page(
        problem.status,
        &KeptPage {
            told,
            address,
            by_mail,
            key: key.unwrap_or_else(|| Uuid::now_v7().to_string()),
            hidden,
            typed,
            sign_in,
            way_out: way_out_of(&frame, problem),
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
