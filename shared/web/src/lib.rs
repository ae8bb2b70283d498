//! What every function that answers HTTP stands on: a request becomes a command, an actor and a language; an outcome
//! becomes JSON, a page or a problem.
//!
//! A handler is a function from a [`Call`] to a response or a [`Problem`], given to [`respond`]. [`lambda::run`] speaks
//! to Lambda's runtime; the stack on one machine calls the same handlers in its own process.

pub mod answers;
mod call;
mod change;
mod identity;
mod input;
pub mod keys;
pub mod lambda;
mod negotiate;
mod once;
pub mod pages;
mod problem;
mod queue;
mod texts;

pub use call::{Call, Request, Response, found, json, see_other, set_header, ticket_json};
pub use change::{Outcome, Seen, answer_change, change};
pub use identity::{SESSION_LIFE, grant_token_id, session_cookie, session_digest};
pub use input::Input;
pub use once::once_from;
pub use problem::{FieldMessage, Problem};
pub use queue::queue_page;
pub use texts::Texts;

use docket_cloud::Cloud;

/// The most bytes of a request's body.
pub const MAX_BODY: usize = 64 * 1024;

/// Answers a request with that handler. Whatever goes wrong is answered as a problem: as a page to a browser, as
/// `application/problem+json` to everybody else.
pub async fn respond<H>(cloud: Cloud, request: Request, handler: H) -> Response
where
    H: AsyncFnOnce(&Call) -> Result<Response, Problem>,
{
    let call = Call::new(cloud, request);
    let outcome = match call.check() {
        Ok(()) => handler(&call).await,
        Err(problem) => Err(problem),
    };
    let response = outcome.unwrap_or_else(|problem| problem.respond(&call));
    log(&call, &response);
    response
}

/// One line for each request. The address itself stays out: it may hold the key of a ticket, or anything at all.
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
