//! Large-scale incidents, and the status page of a desk.
//!
//! - `/{desk}/status`, `/{desk}/status/{incident}`: for everybody. `/{desk}/console/incidents…`: for the desk's people.
//!
//! The desk's people declare, update and close incidents, and link tickets to them. Anybody may ask to be told of one: a mail asks the holder of
//! the address first.

mod followers;
mod manage;
mod public;

use docket_app::incidents::Said;
use docket_cloud::Cloud;
use docket_web::{Call, Problem, Request, Response, RouteId, respond};

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match route {
        RouteId::Status => public::status(call, &desk).await,
        RouteId::StatusPage => public::status_page(call, &desk).await,
        RouteId::IncidentPage => public::incident(call, &desk).await,
        RouteId::FollowIncident => followers::follow(call, &desk).await,
        RouteId::ConfirmFollowing => followers::say(call, &desk, Said::Yes).await,
        RouteId::StopFollowing => followers::say(call, &desk, Said::No).await,
        RouteId::IncidentsPage => manage::list(call, &desk).await,
        RouteId::ConsoleIncidentPage => manage::page(call, &desk).await,
        RouteId::Incident => manage::read(call, &desk).await,
        RouteId::DeclareIncident => manage::declare(call, &desk).await,
        RouteId::UpdateIncident => manage::update(call, &desk).await,
        RouteId::CorrectIncident => manage::correct(call, &desk).await,
        RouteId::CloseIncident => manage::close(call, &desk).await,
        RouteId::LinkTickets => manage::link(call, &desk).await,
        RouteId::UnlinkTicket => manage::unlink(call, &desk).await,
        _ => Err(Problem::not_found()),
    }
}
