//! Answers a request: calls the handler, and turns an error into a problem.

use crate::compress::compress;
use crate::conditional::answer_if_new;
use crate::pages::{self, SignInFor, SignInForm};
use crate::problem::Problem;
use crate::request::{Call, Request};
use crate::response::{Response, json, set_header};
use crate::routes::RouteId;
use crate::views::ProblemAnswer;
use docket_app::Links;
use docket_cloud::Cloud;
use docket_domain::Language;
use docket_texts::Texts;
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, STRICT_TRANSPORT_SECURITY, WWW_AUTHENTICATE};
use http::{HeaderName, HeaderValue, StatusCode};
use std::time::Duration;

/// Answers a request with a handler, which gets the request with its route. An error is answered as a
/// problem: a page for a browser, and `application/problem+json` for all others.
pub async fn respond<H>(cloud: Cloud, request: Request, handler: H) -> Response
where
    H: AsyncFnOnce(&Call, RouteId) -> Result<Response, Problem>,
{
    let patience = request.extensions().get::<Patience>().copied();
    let mut call = Call::new(cloud, request);
    let answer = handle(&mut call, handler);
    let outcome = match patience {
        None => answer.await,
        Some(Patience(time)) => {
            let answered = tokio::time::timeout(time, answer).await;
            answered.unwrap_or_else(|_| Err(Problem::busy()))
        }
    };
    finish(&call, outcome).await
}

/// The time that a request may take, as an extension of it. After it, the client is told to come back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience(pub(crate) Duration);

async fn handle<H>(call: &mut Call, handler: H) -> Result<Response, Problem>
where
    H: AsyncFnOnce(&Call, RouteId) -> Result<Response, Problem>,
{
    call.check()?;
    let route = call.enter().await?;
    handler(call, route).await
}

/// Answers a request that no handler gets with a problem.
pub async fn refuse(cloud: Cloud, request: Request, problem: Problem) -> Response {
    finish(&Call::new(cloud, request), Err(problem)).await
}

async fn finish(call: &Call, outcome: Result<Response, Problem>) -> Response {
    let mut response = match outcome {
        Ok(response) => response,
        Err(problem) => refused(call, &problem).await,
    };
    let headers = response.headers_mut();
    if call.is_secure() {
        // Without the subdomains: they are not Docket's.
        let value = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, value);
    }
    // An address with a key, or below a ticket, is for nobody's search results.
    let has_key = ["key", "draft", "kept", "token"]
        .iter()
        .any(|name| call.query(name).is_some());
    if has_key || call.ticket_id().is_ok() {
        headers.insert(X_ROBOTS_TAG, HeaderValue::from_static("noindex, nofollow"));
    }
    answer_if_new(call, &mut response);
    compress(call, &mut response);
    log(call, &response);
    response
}

const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");

/// Answers with a problem, in the reader's language. What a person typed comes back with it, and whoever
/// has to sign in is asked to.
async fn refused(call: &Call, problem: &Problem) -> Response {
    let language = call.site_language();
    let mut response = match call.wants_html() {
        true => refused_page(call, &language, problem).await,
        false => refused_json(call, &language, problem),
    };
    add_headers(&mut response, problem);
    response
}

async fn refused_page(call: &Call, language: &Language, problem: &Problem) -> Response {
    let desk = match problem.status {
        StatusCode::UNAUTHORIZED => call.desk().await.ok(),
        _ => None,
    };
    let Some(desk) = desk else {
        let kept = pages::kept(call, language, problem, None);
        return kept.unwrap_or_else(|| pages::problem(call, language, problem));
    };
    let return_to = call.wanted_page(&desk.id);
    // Without it, the page asks for an address.
    let elsewhere = call.signed_in_elsewhere(&desk).await.ok().flatten();
    let address = Links::new(&desk.id).sign_in_for(&return_to);
    let kept = pages::kept(call, &call.language(&desk), problem, Some(address));
    kept.unwrap_or_else(|| {
        let form = SignInForm {
            return_to,
            elsewhere: elsewhere.map(|session| session.email),
            ..SignInForm::default()
        };
        let wanted_for = match (call.ticket_id().is_ok(), problem.detail) {
            (true, _) => SignInFor::Ticket,
            (false, "problem-sign-in-first") => SignInFor::Desk,
            (false, _) => SignInFor::Itself,
        };
        pages::sign_in(call, &desk, problem.status, wanted_for, &form)
    })
}

fn refused_json(call: &Call, language: &Language, problem: &Problem) -> Response {
    let texts = Texts::of(language);
    let body = ProblemAnswer {
        kind: format!("{}/problems/{}", call.site(), problem.kind),
        title: texts.get(problem.title),
        status: problem.status.as_u16(),
        detail: texts.with(problem.detail, &problem.values()),
        errors: problem.messages(texts),
    };
    let mut response = json(problem.status, &body);
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// Adds the headers that belong to a problem.
fn add_headers(response: &mut Response, problem: &Problem) {
    if problem.status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    }
    if let Some(allowed) = problem.allowed() {
        set_header(response, ALLOW, allowed);
    }
    if let Some(seconds) = problem.retry_after() {
        set_header(response, RETRY_AFTER, seconds);
    }
}

/// Writes one log line for the request. The address is left out, since it may hold a ticket key or
/// other private data.
fn log(call: &Call, response: &Response) {
    let desk = call.desk_id().ok();
    let ticket = call.ticket_id().ok();
    tracing::info!(
        method = call.method().as_str(),
        desk = desk.as_ref().map(|desk| desk.as_str()),
        ticket = ticket.as_ref().map(tracing::field::display),
        status = response.status().as_u16(),
        "answered"
    );
}
