//! Support access: an administrator grants and revokes it, the desk's people use it.

use crate::done;
use docket_app::links::{self, Links};
use docket_app::support_access::{self, Granted};
use docket_domain::account::AccessDraft;
use docket_domain::desk::Desk;
use docket_domain::{CompanyId, FieldError, FieldProblem, Refusal};
use docket_web::views::{PortalAnswer, SupportAccessAnswer, SupportAccessListAnswer};
use docket_web::{Call, Problem, Response, access_page, json, pages, see_other};
use http::StatusCode;

pub(crate) async fn list(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let trail = access_page(call, desk).await?;
    let for_staff = call.staff(desk).await?.is_some();
    let answer = SupportAccessListAnswer::new(&trail, desk, for_staff, call.now);
    Ok(json(StatusCode::OK, &answer))
}

pub(crate) async fn grant(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    call.require_support_access(desk)?;
    let person = call.require_signed_in(desk).await?;
    let company = call.own_company(desk).await?;
    let mut input = call.input()?;
    let draft = AccessDraft {
        portal: input.text("portal"),
        lasts: input.text("lasts"),
    };
    let wanted = match input.finish_with(draft.check(desk, &company)) {
        Ok(wanted) => wanted,
        Err(refusal) => return refuse(call, desk, &draft, refusal).await,
    };
    let by = support_access::person(person);
    let granted = support_access::grant(&call.cloud, &company, &wanted, &by, call.now).await?;
    let Granted { access, is_new } = granted;
    if call.wants_html() {
        return Ok(see_other(&Links::new(&desk.id).support_access()));
    }
    let status = match is_new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    let answer = SupportAccessAnswer::new(&access, false, call.now);
    Ok(json(status, &answer))
}

/// Shows the page again with the reasons.
async fn refuse(
    call: &Call,
    desk: &Desk,
    draft: &AccessDraft,
    refusal: Refusal,
) -> Result<Response, Problem> {
    let messages = call.form_messages(&call.language(desk), refusal.into())?;
    let trail = access_page(call, desk).await?;
    Ok(pages::own_access(call, desk, &trail, draft, messages))
}

pub(crate) async fn revoke(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    call.require_support_access(desk)?;
    let person = call.require_signed_in(desk).await?;
    let company = call.own_company(desk).await?;
    let (id, by) = (call.grant_id()?, support_access::person(person));
    let is_there =
        support_access::revoke(&call.cloud, desk, &company.id, id, &by, call.now).await?;
    match is_there {
        true => Ok(done(call, &Links::new(&desk.id).support_access())),
        false => Err(Problem::no_grant()),
    }
}

pub(crate) async fn use_one(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    call.require_support_access(desk)?;
    let person = call.require_signed_in(desk).await?;
    let mut input = call.input()?;
    let company: Result<CompanyId, FieldProblem> = match input.text("company").as_str() {
        "" => Err(FieldProblem::Missing),
        id => id.parse().map_err(|_| FieldProblem::NotAnId),
    };
    let company = company.map_err(|problem| vec![FieldError::new("company", problem)]);
    let company = input.finish_with(company)?;
    let (id, by) = (call.grant_id()?, support_access::person(person));
    let used =
        support_access::use_support_access(&call.cloud, desk, &company, id, &by, call.now).await?;
    let used = used.ok_or_else(Problem::no_grant)?;
    if call.wants_html() {
        // The page has the link. A browser would not follow a form to another site: `form-action` forbids it.
        let page = Links::new(&desk.id).company_support_access(&company, Some(id));
        return Ok(see_other(&page));
    }
    let url = links::portal(&used.portal);
    Ok(json(StatusCode::OK, &PortalAnswer { url }))
}
