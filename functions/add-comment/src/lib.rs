//! `POST /api/desks/{desk}/tickets/{id}/comments`: somebody says something on a ticket.
//!
//! The requester, those copied and the desk's people may. Only the desk's people may write internal notes.

use docket_cloud::Cloud;
use docket_domain::ticket::Command;
use docket_domain::{FieldError, Prose};
use docket_web::pages::Typed;
use docket_web::{Call, Problem, Request, Response, answer_change, change, once_from, respond};
use http::StatusCode;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, comment).await
}

async fn comment(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    let id = call.ticket_id()?;
    let mut input = call.input()?;
    let once = once_from(call, &desk.id, &mut input)?;
    let internal = input.flag("internal");
    let typed = Typed::comment(input.text("body"), internal);
    let body = Prose::new(&typed.comment, Prose::MAX);
    let command = input.finish_with(
        body.map(|body| Command::Comment { body, internal })
            .map_err(|error| vec![FieldError::new("body", error.into())]),
    );
    let outcome = change(call, &desk, &id, command, once.as_ref()).await?;
    answer_change(call, &desk, StatusCode::CREATED, outcome, typed)
}
