//! The page of the support access of a company, for the desk's people.

use crate::pages::access::{ActiveGrant, Trail, active};
use crate::pages::frame::Frame;
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use askama::Template;
use docket_app::links;
use docket_app::support_access::AccessTrail;
use docket_domain::account::{AccessState, Company, GrantId, SupportAccess};
use docket_domain::desk::Desk;
use http::StatusCode;

#[derive(Template)]
#[template(path = "support_access/company.html")]
struct CompanyAccessPage<'a> {
    frame: Frame<'a>,
    desk: &'a Desk,
    company: &'a Company,
    grants: Vec<ActiveGrant>,
    trail: Trail,
    /// The portal that the reader may go to now, since their use of it is on record: its name and its address.
    used: Option<(String, String)>,
}

/// Makes the page of the support access of a company.
///
/// The link to a portal is on it alone after the reader's own use, which the address names: a browser does not follow a form to
/// another site, since the policy of content keeps forms at home, and no link leads there that leaves no record.
#[must_use]
pub fn company_access(call: &Call, desk: &Desk, trail: &AccessTrail) -> Response {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    let company = &trail.company;
    let address = frame.links(desk).company_support_access(&company.id, None);
    let id: Option<GrantId> = call.query("used").and_then(|id| id.parse().ok());
    frame.address = match id {
        Some(_) => frame.links(desk).company_support_access(&company.id, id),
        None => address.clone(),
    };
    let reader = call
        .caller()
        .known_signed_in()
        .map(|person| person.email.clone());
    let is_theirs = |access: &&SupportAccess| {
        let mut uses = access.uses.iter();
        Some(access.id) == id
            && access.state(call.now) == AccessState::Active
            && company.portals.contains(&access.portal)
            && uses.any(|act| Some(&act.by.email) == reader.as_ref())
    };
    let used = trail.grants.iter().find(is_theirs);
    let used = used.map(|access| (access.portal.to_string(), links::portal(&access.portal)));
    let grants = active(&frame, desk, &trail.grants, true, call.now);
    let is_newest = call.query("cursor").is_none();
    let trail = Trail::new(&frame, trail, &address, is_newest, true);
    page(
        StatusCode::OK,
        &CompanyAccessPage {
            frame,
            desk,
            company,
            grants,
            trail,
            used,
        },
    )
}
