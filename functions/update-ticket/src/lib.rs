//! Changes of a ticket other than its status.
//!
//! - `POST /api/desks/{desk}/tickets/{id}/comments`: adds a comment.

mod comment;

use docket_cloud::Cloud;
use docket_web::{Call, Problem, Request, Response, respond};
use http::Method;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call) -> Result<Response, Problem> {
    match (call.method(), call.rest().as_slice()) {
        (&Method::POST, ["tickets", _, "comments"]) => comment::comment(call).await,
        _ => Err(Problem::not_found()),
    }
}
