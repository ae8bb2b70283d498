//! What exists only on one machine: the mailbox to look at, and the clock to move.

use crate::bucket::Events;
use crate::faults::Faults;
use crate::mailbox::{Mail, Mailbox};
use crate::requests::Requests;
use crate::schedule::RunNow;
use crate::stream::Doorbell;
use askama::Template;
use axum::extract::Request;
use axum::extract::State;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use docket_cloud::Clock;
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// What the local pages work on.
#[derive(Clone)]
pub(crate) struct LocalApi {
    pub(crate) mailbox: Mailbox,
    pub(crate) clock: Clock,
    /// Where the clock's offset is kept, so that the next run goes on in the same time.
    pub(crate) clock_file: PathBuf,
    pub(crate) requests: Requests,
    /// Where the table answers.
    pub(crate) table: String,
    pub(crate) faults: Faults,
    pub(crate) bell: Arc<Doorbell>,
    pub(crate) events: Events,
    pub(crate) schedules: mpsc::Sender<RunNow>,
}

impl LocalApi {
    /// Waits until everything that has happened has had its consequences: events of the bucket first, since they are told of.
    async fn settled(&self) {
        self.events.settled().await;
        self.bell.settled().await;
    }

    pub(crate) fn router(self) -> Router {
        Router::new()
            .route("/_local", get(mailbox_page))
            .route("/_local/mail", get(mail))
            .route("/_local/clock", get(clock).post(advance))
            .route("/_local/requests", get(requests))
            .route("/_local/table", get(table))
            .route("/_local/faults", post(faults))
            .route("/_local/settle", post(settle))
            .route("/_local/events", post(event))
            .layer(middleware::from_fn(from_here))
            .with_state(self)
    }

    fn problem(status: StatusCode, field: &str, message: &str) -> Response {
        let body = json!({
            "type": "about:blank",
            "title": message,
            "status": status.as_u16(),
            "detail": message,
            "errors": [{ "field": field, "message": message }],
        });
        let kind = [("content-type", "application/problem+json")];
        (status, kind, body.to_string()).into_response()
    }
}

/// Other sites, open in a browser on this machine, have no business here: neither by a form of theirs nor under a name of theirs.
async fn from_here(request: Request, next: Next) -> Response {
    if is_from_here(request.headers()) {
        next.run(request).await
    } else {
        let message = "This is for whoever runs Docket on this machine: open it by its address.";
        LocalApi::problem(StatusCode::FORBIDDEN, "Origin", message)
    }
}

fn is_from_here(headers: &HeaderMap) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = header(HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let local = name == "localhost" || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    local && header(ORIGIN).is_none_or(|origin| origin == format!("http://{host}"))
}

/// All mails, once everything committed so far has been told.
async fn mail(State(local): State<LocalApi>) -> Response {
    local.settled().await;
    match local.mailbox.mails() {
        Ok(mails) => Json(mails).into_response(),
        Err(error) => LocalApi::problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "mail",
            &error.to_string(),
        ),
    }
}

#[derive(Template)]
#[template(path = "mailbox.html")]
struct MailboxPage {
    mails: Vec<Mail>,
    now: String,
}

impl MailboxPage {
    /// A text cut at its addresses, each with whether it is one.
    fn pieces<'t>(&self, text: &'t str) -> Vec<(&'t str, bool)> {
        text.split_inclusive(char::is_whitespace)
            .flat_map(|word| {
                let end = word.trim_end().len();
                let (word, space) = word.split_at(end);
                [
                    (
                        word,
                        word.starts_with("http://") || word.starts_with("https://"),
                    ),
                    (space, false),
                ]
            })
            .collect()
    }
}

async fn mailbox_page(State(local): State<LocalApi>) -> Response {
    local.settled().await;
    let mut mails = match local.mailbox.mails() {
        Ok(mails) => mails,
        Err(error) => {
            return LocalApi::problem(
                StatusCode::INTERNAL_SERVER_ERROR,
                "mail",
                &error.to_string(),
            );
        }
    };
    mails.reverse();
    mails.truncate(200);
    let now = local.clock.now().strftime("%Y-%m-%d %H:%M UTC").to_string();
    match (MailboxPage { mails, now }).render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => LocalApi::problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "mail",
            &error.to_string(),
        ),
    }
}

async fn clock(State(local): State<LocalApi>) -> Response {
    Json(json!({ "now": local.clock.now().to_string() })).into_response()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance: String,
}

/// How many requests the functions have made to the table, by operation.
async fn requests(State(local): State<LocalApi>) -> Response {
    Json(local.requests.so_far()).into_response()
}

/// Where the table answers, and what each function has asked of it.
async fn table(State(local): State<LocalApi>) -> Response {
    let asked = local.requests.by_function();
    Json(json!({ "endpoint": local.table, "asked": asked })).into_response()
}

/// Moves the clock of the whole stack ahead, and answers when all that is due then has happened and has been told.
async fn advance(State(local): State<LocalApi>, body: String) -> Response {
    let wrong = || {
        let message = "Send {\"advance\": \"P14D\"}: a length of time in ISO 8601 (days, hours, minutes, seconds), not negative; the clock goes up to 100 years ahead.";
        LocalApi::problem(StatusCode::BAD_REQUEST, "advance", message)
    };
    let Ok(Advance { advance }) = serde_json::from_str(&body) else {
        return wrong();
    };
    let length = advance
        .parse::<jiff::Span>()
        .and_then(|span| span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()));
    let most = SignedDuration::from_hours(24 * 366 * 100);
    let fits =
        |by: &SignedDuration| !by.is_negative() && *by <= most && local.clock.ahead() + *by <= most;
    let Some(by) = length.ok().filter(fits) else {
        return wrong();
    };
    local.settled().await;
    local.clock.advance(by);
    if let Err(error) = std::fs::write(
        &local.clock_file,
        local.clock.ahead().as_millis().to_string(),
    ) {
        tracing::warn!(%error, "the clock's offset could not be kept");
    }
    run_due(&local).await;
    clock(State(local)).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BadDay {
    /// How many of a hundred requests of the functions to the table go wrong.
    #[serde(default)]
    percent: u32,
    /// Whether mails go out and their answers are lost.
    #[serde(default)]
    no_mail_answers: bool,
    /// How many of the next transactions are carried out, and their answers are lost.
    #[serde(default)]
    lost_commits: u32,
    /// Whether the bucket turns every request away.
    #[serde(default)]
    bucket_refuses: bool,
}

/// Puts an event on the way that it has on EventBridge: to try out what a scanner's report does.
async fn event(State(local): State<LocalApi>, body: String) -> Response {
    match serde_json::from_str::<Value>(&body) {
        Ok(event) if event.get("source").is_some() => {
            local.events.put(event);
            local.settled().await;
            StatusCode::NO_CONTENT.into_response()
        }
        _ => {
            let message = "Send an event as EventBridge has it: {\"source\": \"docket.scanner\", \"detail-type\": \"File Scanned\", \"detail\": {…}}.";
            LocalApi::problem(StatusCode::BAD_REQUEST, "source", message)
        }
    }
}

/// From now on the day is as bad as that.
async fn faults(State(local): State<LocalApi>, body: String) -> Response {
    match serde_json::from_str::<BadDay>(&body) {
        Ok(bad) if bad.percent <= 100 => {
            local.faults.set(bad.percent);
            local.faults.set_no_mail_answers(bad.no_mail_answers);
            local.faults.set_lost_commits(bad.lost_commits);
            local.faults.set_bucket_refuses(bad.bucket_refuses);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => {
            let message = "Send {\"percent\": 10}: how many of a hundred requests to the table go wrong, 0 to 100; {\"no_mail_answers\": true}, {\"lost_commits\": 1}, or {\"bucket_refuses\": true}.";
            LocalApi::problem(StatusCode::BAD_REQUEST, "percent", message)
        }
    }
}

/// Waits until all that is due has happened and has been told.
async fn settle(State(local): State<LocalApi>) -> StatusCode {
    run_due(&local).await;
    StatusCode::NO_CONTENT
}

async fn run_due(local: &LocalApi) {
    let (done, finished) = oneshot::channel();
    if local.schedules.send(done).await.is_ok() {
        let _ = finished.await;
    }
    local.settled().await;
}
