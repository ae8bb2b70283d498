//! Answers a request: calls the handler, and turns an error into a problem.

use crate::pages;
use crate::problem::Problem;
use crate::request::{Call, Request};
use crate::response::Response;
use docket_cloud::Cloud;
use docket_texts::{FieldMessage, Texts};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use lambda_http::Body;
use serde::Serialize;

/// A problem as JSON, as in RFC 9457.
#[derive(Debug, Serialize)]
struct ProblemBody {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldMessage>,
}

/// Answers a request with a handler. An error is answered as a problem: a page for a browser, and
/// `application/problem+json` for all others.
pub async fn respond<H>(cloud: Cloud, request: Request, handler: H) -> Response
where
    H: AsyncFnOnce(&Call) -> Result<Response, Problem>,
{
    let call = Call::new(cloud, request);
    let outcome = match call.check() {
        Ok(()) => handler(&call).await,
        Err(problem) => Err(problem),
    };
    let response = outcome.unwrap_or_else(|problem| answer_problem(&call, &problem));
    log(&call, &response);
    response
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
        let body = ProblemBody {
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
