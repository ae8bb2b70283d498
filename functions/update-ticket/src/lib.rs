//! Changes of a ticket other than its status. What each asks for is read here; the domain decides.
//!
//! - `POST /api/desks/{desk}/tickets/{id}/comments`: somebody says something. The requester, those copied and the desk's people
//!   may; only the desk's people may write internal notes.

use docket_cloud::Cloud;
use docket_domain::ticket::Command;
use docket_domain::{FieldError, Prose};
use docket_web::pages::CommentDraft;
use docket_web::{Call, Input, Problem, Request, Response, RouteId, answer_change, respond};
use http::StatusCode;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    match route {
        RouteId::Comment => {
            answer_change(call, StatusCode::CREATED, |input, _| comment(input)).await
        }
        _ => Err(Problem::not_found()),
    }
}

/// Reads a comment.
fn comment(input: &mut Input) -> (CommentDraft, Result<Command, Vec<FieldError>>) {
    let internal = input.flag("internal");
    let draft = CommentDraft::comment(input.text("body"), internal);
    let body = Prose::new(&draft.comment, Prose::MAX);
    let command = body
        .map(|body| Command::Comment { body, internal })
        .map_err(|error| vec![FieldError::new("body", error.into())]);
    (draft, command)
}
