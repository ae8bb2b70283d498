//! Reads a desk, its queue and its tickets for the API.
//!
//! - `GET /api/desks/{desk}`: the desk, with all that a client needs to build its forms.
//! - `GET /api/desks/{desk}/tickets?phase=&limit=&cursor=`: a queue, ordered by priority and
//!   arrival, for the desk's people.
//! - `GET /api/desks/{desk}/tickets/{id}`: a ticket and its timeline, for those who may see it.

use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_web::views::{DeskAnswer, TicketAnswer};
use docket_web::{Call, Problem, Request, Response, json, queue_page, respond, ticket_json};
use http::StatusCode;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, read).await
}

async fn read(call: &Call) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match call.rest().as_slice() {
        [] => {
            let language = call.language(&desk);
            Ok(json(
                StatusCode::OK,
                &DeskAnswer::new(&desk, &language, call.now),
            ))
        }
        ["tickets"] => list(call, &desk).await,
        ["tickets", _] => ticket(call, &desk).await,
        _ => Err(Problem::not_found()),
    }
}

async fn list(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    call.require_staff(desk).await?;
    let (_, list) = queue_page(call, desk).await?;
    Ok(json(StatusCode::OK, &list))
}

async fn ticket(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let view = call.ticket(desk).await?;
    let answer = TicketAnswer::new(&view, desk, &call.language(desk));
    Ok(ticket_json(StatusCode::OK, view.ticket.version, &answer))
}
