//! The mailbox, as JSON and as a page.

use super::problem::problem;
use super::state::LocalApi;
use crate::mailbox::Mail;
use crate::sns::Message;
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use std::fmt::Display;

/// The largest number of mails on the page.
const SHOWN: usize = 200;

/// Answers with all mails, after everything committed so far was handled.
pub(super) async fn mails(State(local): State<LocalApi>) -> Response {
    local.settled().await;
    match local.mailbox.mails() {
        Ok(mails) => Json(mails).into_response(),
        Err(error) => failed(&error),
    }
}

/// Answers with all messages to topics of SNS, after everything committed so far was handled.
pub(super) async fn messages(State(local): State<LocalApi>) -> Response {
    local.settled().await;
    match local.messages.all() {
        Ok(messages) => Json(messages).into_response(),
        Err(error) => failed(&error),
    }
}

/// Answers with the page of mails and messages, the newest first.
pub(super) async fn page(State(local): State<LocalApi>) -> Response {
    local.settled().await;
    let (mails, messages) = match (local.mailbox.mails(), local.messages.all()) {
        (Ok(mails), Ok(messages)) => (newest(mails), newest(messages)),
        (Err(error), _) | (_, Err(error)) => return failed(&error),
    };
    let now = local.clock.clock.now();
    let now = now.strftime("%Y-%m-%d %H:%M UTC").to_string();
    let page = MailboxPage {
        mails,
        messages,
        now,
    };
    match page.render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => failed(&error),
    }
}

/// Returns the newest of a list that begins with the oldest.
fn newest<T>(mut all: Vec<T>) -> Vec<T> {
    all.reverse();
    all.truncate(SHOWN);
    all
}

fn failed(error: &dyn Display) -> Response {
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        "mail",
        &error.to_string(),
    )
}

#[derive(Template)]
#[template(path = "mailbox.html")]
struct MailboxPage {
    mails: Vec<Mail>,
    messages: Vec<Message>,
    now: String,
}

impl MailboxPage {
    /// Returns a mail's HTML as a page in the page, whose links open in a tab of their own.
    fn as_page(&self, html: &str) -> String {
        format!("<base target=\"_blank\">{html}")
    }

    /// Splits a text at its web addresses. Each piece has `true` when it is an address.
    fn pieces<'t>(&self, text: &'t str) -> Vec<(&'t str, bool)> {
        text.split_inclusive(char::is_whitespace)
            .flat_map(|word| {
                let end = word.trim_end().len();
                let (word, space) = word.split_at(end);
                let link = word.starts_with("http://") || word.starts_with("https://");
                [(word, link), (space, false)]
            })
            .collect()
    }
}
