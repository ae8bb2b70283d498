//! Who is on call, and the pages that call them.
//!
//! Whoever is called gets a link with a key, and acts on the page by it. The desk's people do so when they are signed in.

mod overrides;
mod pages;

use docket_app::oncall::overrides_from;
use docket_cloud::Cloud;
use docket_domain::desk::Desk;
use docket_domain::oncall::{PageCommand, Roster};
use docket_domain::{FieldProblem, Refusal};
use docket_web::views::OnCallAnswer;
use docket_web::{Call, Problem, Request, Response, RouteId, json, pages as html, respond};
use http::StatusCode;
use jiff::Timestamp;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match route {
        RouteId::OnCall => on_call(call, &desk).await,
        RouteId::OnCallPage => overrides::page(call, &desk).await,
        RouteId::AddOverride => overrides::add(call, &desk).await,
        RouteId::DeleteOverride => overrides::delete(call, &desk).await,
        RouteId::RemoveOverride => overrides::remove(call, &desk).await,
        RouteId::Pages => pages::list(call, &desk).await,
        RouteId::Page => pages::read(call, &desk).await,
        RouteId::PagePage => pages::page(call, &desk).await,
        RouteId::HearPagerDuty => pages::hear_pagerduty(call, &desk).await,
        RouteId::AcknowledgePage => pages::act(call, &desk, PageCommand::Acknowledge).await,
        RouteId::VerifyPage => pages::act(call, &desk, PageCommand::Verify).await,
        RouteId::DeferPage => pages::act(call, &desk, PageCommand::Defer).await,
        RouteId::ResolvePage => pages::act(call, &desk, PageCommand::Resolve).await,
        _ => Err(Problem::not_found()),
    }
}

async fn on_call(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let at = match call.query("at") {
        None => call.now,
        Some(text) => {
            // In an address, a plus that is not escaped is a space.
            let at: Option<Timestamp> = text.replace(' ', "+").parse().ok();
            at.ok_or_else(|| Refusal::field("at", FieldProblem::NotATime))?
        }
    };
    let overrides = overrides_from(&call.cloud.store, desk, at).await?;
    let roster = Roster {
        desk,
        overrides: &overrides,
    };
    let language = call.language(desk);
    Ok(json(
        StatusCode::OK,
        &OnCallAnswer::new(&roster, &language, at),
    ))
}
