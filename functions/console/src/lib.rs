//! The pages for the desk's people.
//!
//! - `/{desk}/console`: the queue. `/{desk}/console/tickets/{id}`: a ticket.

use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_web::pages::{self, CommentDraft};
use docket_web::{Call, Problem, Request, Response, queue_page, respond};
use http::StatusCode;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match call.rest().as_slice() {
        ["console"] => queue(call, &desk).await,
        ["console", "tickets", _] => ticket(call, &desk).await,
        _ => Err(Problem::not_found()),
    }
}

async fn queue(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let Some(actor) = call.staff(desk).await? else {
        return Ok(ask_to_sign_in(call, desk, false));
    };
    let (phase, list) = queue_page(call, desk).await?;
    Ok(pages::queue(call, desk, actor, phase, &list))
}

async fn ticket(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    if call.staff(desk).await?.is_none() {
        return Ok(ask_to_sign_in(call, desk, true));
    }
    let view = call.ticket(desk).await?;
    Ok(pages::ticket(call, desk, &view, &CommentDraft::default()))
}

fn ask_to_sign_in(call: &Call, desk: &Desk, for_ticket: bool) -> Response {
    pages::sign_in(call, desk, StatusCode::UNAUTHORIZED, for_ticket, "", &[])
}
