//! Answers a request: calls the handler, and turns an error into a problem.

use crate::pages;
use crate::problem::Problem;
use crate::request::{Call, Request};
use crate::response::{Response, set_header};
use crate::routes::RouteId;
use crate::views::ProblemAnswer;
use docket_app::Links;
use docket_app::links::with_query;
use docket_cloud::Cloud;
use docket_domain::Language;
use docket_domain::desk::Desk;
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
        Err(problem) => refused(call, &problem).await,
    };
    log(call, &response);
    response
}

/// Answers with a problem. What a person typed comes back with it, and whoever has to sign in is asked
/// to.
async fn refused(call: &Call, problem: &Problem) -> Response {
    // A desk that cannot be read is no reason to show nothing.
    let desk = match call.wants_html() {
        true => call.desk().await.ok(),
        false => None,
    };
    let language = match &desk {
        Some(desk) => call.language(desk),
        None => call.site_language(),
    };
    let asks = problem.status == StatusCode::UNAUTHORIZED;
    let wanted = desk.as_ref().filter(|_| asks).map(|desk| SignIn {
        desk,
        return_to: call.wanted_page(&desk.id),
    });
    let address = wanted.as_ref().map(|wanted| {
        let page = Links::new(&wanted.desk.id).sign_in();
        with_query(&page, &pages::return_to_query(&wanted.return_to))
    });
    let mut response = match (pages::kept(call, &language, problem, address), wanted) {
        (Some(kept), _) => kept,
        (None, Some(wanted)) => {
            let needed = call.ticket_id().is_ok();
            pages::sign_in(
                call,
                wanted.desk,
                problem.status,
                needed,
                &pages::SignInForm {
                    return_to: wanted.return_to,
                    ..pages::SignInForm::default()
                },
            )
        }
        (None, None) => answer_problem(call, &language, problem),
    };
    add_headers(&mut response, problem);
    response
}

/// Where to sign in, and where to go on.
struct SignIn<'d> {
    desk: &'d Desk,
    return_to: String,
}

/// Answers with a problem, in the reader's language.
fn answer_problem(call: &Call, language: &Language, problem: &Problem) -> Response {
    let texts = Texts::of(language);
    let title = texts.get(problem.title);
    let detail = texts.with(problem.detail, &problem.values());
    let mut response = if call.wants_html() {
        pages::problem(
            call,
            language,
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
    if problem.status == StatusCode::SERVICE_UNAVAILABLE {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from_static("2"));
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
