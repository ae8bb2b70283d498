//! The people whom a desk knows: their profiles, sessions, accounts and companies, and the support access that these grant.
//!
//! A person reads and changes what is their own. An admin of the desk reads and changes all of it, and imports tables of accounts.

mod accounts;
mod companies;
mod import;
mod profile;
mod sessions;
mod support_access;

use docket_cloud::Cloud;
use docket_web::{Call, Problem, Request, Response, RouteId, respond, see_other};
use http::StatusCode;

/// Answers the request.
pub async fn handle(cloud: Cloud, request: Request) -> Response {
    respond(cloud, request, route).await
}

async fn route(call: &Call, route: RouteId) -> Result<Response, Problem> {
    let desk = call.desk().await?;
    match route {
        RouteId::Me => profile::read(call, &desk).await,
        RouteId::ChangeMe => profile::change(call, &desk).await,
        RouteId::Sessions => sessions::list(call, &desk).await,
        RouteId::EndOtherSession => sessions::end(call, &desk).await,
        RouteId::EndSessions => sessions::end_by_form(call, &desk).await,
        RouteId::Accounts => accounts::list(call, &desk).await,
        RouteId::SaveAccount => accounts::save(call, &desk).await,
        RouteId::Account => accounts::read(call, &desk).await,
        RouteId::DeleteAccount => accounts::delete(call, &desk).await,
        RouteId::RemoveAccount => accounts::remove(call, &desk).await,
        RouteId::ImportAccounts => import::import(call, &desk).await,
        RouteId::Companies => companies::list(call, &desk).await,
        RouteId::MakeCompany => companies::make(call, &desk).await,
        RouteId::Company => companies::read(call, &desk).await,
        RouteId::ChangeCompany => companies::change(call, &desk).await,
        RouteId::DeleteCompany => companies::delete(call, &desk).await,
        RouteId::RemoveCompany => companies::remove(call, &desk).await,
        RouteId::SupportAccess => support_access::list(call, &desk).await,
        RouteId::GrantSupportAccess => support_access::grant(call, &desk).await,
        RouteId::RevokeSupportAccess | RouteId::DeleteSupportAccess => {
            support_access::revoke(call, &desk).await
        }
        RouteId::UseSupportAccess => support_access::use_one(call, &desk).await,
        _ => Err(Problem::not_found()),
    }
}

/// Answers an act without a result: leads a browser to a page.
fn done(call: &Call, page: &str) -> Response {
    if call.wants_html() {
        return see_other(page);
    }
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}
