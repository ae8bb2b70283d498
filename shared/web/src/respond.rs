//! Answers a request: calls the handler, and turns an error into a problem.

use crate::pages;
use crate::problem::Problem;
use crate::request::{Call, Request};
use crate::response::{Response, set_header};
use crate::routes::RouteId;
use crate::views::ProblemAnswer;
use docket_cloud::Cloud;
use docket_texts::Texts;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use lambda_http::Body;

/// Answers a request with a handler, which gets the request with its route. An error is answered as a
/// problem: a page for a browser, and `application/problem+json` for all others.
pub async fn respond<H>(cloud: Cloud, request: Request, handler: H) -> Response
where
    H: AsyncFnOnce(&Call, RouteId) -> Result<Response, Problem>,
{
    let mut call = Call::new(cloud, request);
    let outcome = handle(&mut call, handler).await;
    finish(&call, outcome).await
}

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
    let response = match outcome {
        Ok(response) => response,
        Err(problem) => match ask_to_sign_in(call, &problem).await {
            Some(page) => page,
            None => answer_problem(call, &problem),
        },
    };
    log(call, &response);
    response
}

/// Returns the page that asks a browser to sign in, if that is what is missing.
async fn ask_to_sign_in(call: &Call, problem: &Problem) -> Option<Response> {
    if problem.status != StatusCode::UNAUTHORIZED || !call.wants_html() {
        return None;
    }
    let desk = call.desk().await.ok()?;
    let needed_for_ticket = call.ticket_id().is_ok();
    Some(pages::sign_in(
        call,
        &desk,
        StatusCode::UNAUTHORIZED,
        needed_for_ticket,
        "",
        &[],
    ))
}

/// Answers with a problem, in the reader's language.
fn answer_problem(call: &Call, problem: &Problem) -> Response {
    let language = call.site_language();
    let texts = Texts::of(&language);
    let title = texts.get(problem.title);
    let detail = texts.with(problem.detail, &problem.values());
    let mut response = if call.wants_html() {
        pages::problem(
            call,
            &language,
            problem.status,
            &title,
            &detail,
            &problem.messages(texts),
        )
    } else {
        let body = ProblemAnswer {
            kind: format!("{}/problems/{}", call.site(), problem.kind),
            title,
            status: problem.status.as_u16(),
            detail,
            errors: problem.messages(texts),
        };
        let mut response = Response::new(Body::from(serde_json::to_vec(&body).unwrap_or_default()));
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    };
    *response.status_mut() = problem.status;
    if problem.status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    }
    if let Some(allowed) = problem.allowed() {
        set_header(&mut response, ALLOW, allowed);
    }
    if problem.status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
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
