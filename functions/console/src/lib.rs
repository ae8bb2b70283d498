//! The pages for the desk's people.
//!
//! - `/{desk}/console`: the queue. `/{desk}/console/tickets/{id}`: a ticket.

use docket_app::links::{Access, Links, with_query};
use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_web::pages::{self, CommentDraft};
use docket_web::{
    Call, Problem, Request, Response, RouteId, queue_page, respond, see_other, ticket_page,
};

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match route {
        RouteId::QueuePage => queue(call, &desk).await,
        RouteId::ConsoleTicketPage => ticket(call, &desk).await,
        _ => Err(Problem::not_found()),
    }
}

async fn queue(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    call.require_staff(desk).await?;
    let (phase, list) = queue_page(call, desk).await?;
    Ok(pages::queue(call, desk, phase, &list))
}

async fn ticket(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    // The key of a ticket is no way into the console. It counts more than the session: with it, an
    // agent sees what its holder sees.
    call.require_staff(desk).await?;
    if let Some(key) = call.caller().key() {
        let links = Links::new(&desk.id);
        let page = links.ticket(&call.ticket_id()?, Access::Key(key));
        return Ok(see_other(&with_query(&page, &call.query_without("key"))));
    }
    let view = ticket_page(call, desk).await?;
    Ok(pages::ticket(call, desk, &view, &CommentDraft::default()))
}
