//! Reads a desk, its queue and its tickets for the API.
//!
//! - `GET /api/desks/{desk}`: the desk, with all that a client needs to build its forms.
//! - `GET /api/desks/{desk}/tickets?view=&phase=&assignee=&limit=&cursor=`: a queue, ordered by priority and
//!   arrival, for the desk's people; for all others, and with `view=mine`, the tickets that they asked for.
//! - `GET /api/desks/{desk}/tickets/{id}`: a ticket with its files and the newest part of its timeline,
//!   for those who may see it.
//! - `GET /api/desks/{desk}/tickets/{id}/notices`: whom its notices reached, for the desk's people.
//! - `GET /api/desks/{desk}/counts`: how many tickets the desk has, for its people.
//! - `GET /api/desks/{desk}/ratings`: how the desk is rated, for its leads.
//! - `GET /api/desks/{desk}/tickets/{id}/timeline?cursor=&limit=`: an older part of the timeline.

use docket_app::{notices, ratings};
use docket_cloud::Cloud;
use docket_cloud::store::Freshness;
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use docket_web::views::{
    CountsAnswer, DeskAnswer, NoticesAnswer, RatingsAnswer, TicketAnswer, TimelineAnswer,
};
use docket_web::{
    Call, Problem, Request, Response, RouteId, json, own_page, queue_page, respond, ticket_json,
    timeline_page,
};
use http::StatusCode;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match route {
        RouteId::Desk => {
            let language = call.language(&desk);
            let answer = DeskAnswer::new(&desk, &language, call.now);
            Ok(json(StatusCode::OK, &answer))
        }
        RouteId::Queue => list(call, &desk).await,
        RouteId::Ticket => ticket(call, &desk).await,
        RouteId::Timeline => timeline(call, &desk).await,
        RouteId::Notices => notices(call, &desk).await,
        RouteId::Counts => counts(call, &desk).await,
        RouteId::Ratings => ratings(call, &desk).await,
        _ => Err(Problem::not_found()),
    }
}

async fn list(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let staff = call.staff(desk).await?.and_then(Actor::email);
    let list = match staff.filter(|_| call.query("view").is_none()) {
        Some(reader) => queue_page(call, desk, reader).await?.list,
        None => own_page(call, desk).await?,
    };
    Ok(json(StatusCode::OK, &list))
}

async fn ticket(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let view = call.ticket_view(desk, Freshness::Latest).await?;
    let answer = TicketAnswer::new(&view, desk, &call.language(desk), call.now);
    Ok(ticket_json(StatusCode::OK, view.ticket.version, &answer))
}

async fn notices(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let ticket = call.ticket_access(desk).await?.ticket;
    let deliveries = notices::of_ticket(&call.cloud.store, &ticket.id).await?;
    Ok(json(StatusCode::OK, &NoticesAnswer::new(&deliveries)))
}

async fn counts(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let counts = call.cloud.store.counts(&desk.id).await?;
    Ok(json(
        StatusCode::OK,
        &CountsAnswer::new(counts.as_ref(), desk),
    ))
}

async fn ratings(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let ratings = ratings::of_desk(&call.cloud.store, &desk.id).await?;
    let scale = desk.rating.as_ref().map(|rating| *rating.scale);
    Ok(json(StatusCode::OK, &RatingsAnswer::new(&ratings, scale)))
}

async fn timeline(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let (access, page) = timeline_page(call, desk).await?;
    let answer = TimelineAnswer::new(&page, &access.actor, desk, &call.language(desk), call.now);
    Ok(json(StatusCode::OK, &answer))
}
