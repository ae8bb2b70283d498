//! Companies, for an admin.

use crate::accounts::add_to;
use crate::done;
use docket_app::accounts::{CompanyOutcome, remove_company, save_company};
use docket_app::{AppError, Links};
use docket_domain::account::CompanyDraft;
use docket_domain::desk::Desk;
use docket_domain::{AddressListError, CompanyId, EmailAddress, FieldError, FieldProblem, Refusal};
use docket_web::pages::{self, CompanyForm};
use docket_web::views::{CompaniesAnswer, CompanyAnswer};
use docket_web::{Call, Input, MAX_ADDRESSES, Problem, Response, companies_page, json, see_other};
use http::StatusCode;

pub(crate) async fn list(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let page = companies_page(call, desk).await?;
    let answer = CompaniesAnswer {
        companies: page.companies.iter().map(CompanyAnswer::new).collect(),
        next: page.next.map(|id| id.to_string()),
    };
    Ok(json(StatusCode::OK, &answer))
}

pub(crate) async fn read(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let id = company_id(call)?;
    let company = call.cloud.store.company(&desk.id, &id).await?;
    let company = company.ok_or_else(Problem::no_company)?;
    Ok(json(StatusCode::OK, &CompanyAnswer::new(&company)))
}

pub(crate) async fn make(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    save(call, desk, None).await
}

pub(crate) async fn change(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let id = company_id(call)?;
    let there = call.cloud.store.company(&desk.id, &id).await?;
    there.ok_or_else(Problem::no_company)?;
    save(call, desk, Some(id)).await
}

async fn save(call: &Call, desk: &Desk, there: Option<CompanyId>) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let mut draft = CompanyDraft {
        id: input.text("id"),
        name: input.text("name"),
        domains: input.texts("domains"),
        contract: input.text("contract"),
        project_manager: input.text("project_manager"),
        portals: input.texts("portals"),
    };
    let addresses = addresses(&mut input);
    if let Some(id) = &there {
        draft.id = id.to_string();
    }
    let wanted = match (draft.check(desk), addresses) {
        (Ok(company), Ok(addresses)) => Ok((company, addresses)),
        (Ok(_), Err(mistake)) => Err(vec![mistake]),
        (Err(mut mistakes), addresses) => {
            mistakes.extend(addresses.err());
            Err(mistakes)
        }
    };
    let (wanted, addresses) = match input.finish_with(wanted) {
        Ok(wanted) => wanted,
        Err(refusal) => return refuse(call, desk, draft, there, refusal.into()),
    };
    let company = match save_company(&call.cloud, desk, &wanted, there.is_none()).await {
        Ok(company) => company,
        Err(AppError::Refused(refusal)) => {
            return refuse(call, desk, draft, there, refusal.into());
        }
        Err(error) => return Err(error.into()),
    };
    add_to(call, desk, &company.id, &addresses).await?;
    if call.wants_html() {
        return Ok(see_other(&Links::new(&desk.id).company(&company.id)));
    }
    let status = match there {
        None => StatusCode::CREATED,
        Some(_) => StatusCode::OK,
    };
    Ok(json(status, &CompanyAnswer::new(&company)))
}

/// Reads the addresses that are to become accounts, as people paste them.
fn addresses(input: &mut Input) -> Result<Vec<EmailAddress>, FieldError> {
    let max = MAX_ADDRESSES;
    let mut all = Vec::new();
    for entry in input.texts("addresses") {
        let found = EmailAddress::pasted_list(&entry, max);
        all.extend(found.map_err(|AddressListError { entry }| {
            FieldError::new("addresses", FieldProblem::NotAnAddressAmong { entry })
        })?);
    }
    match all.len() <= max {
        true => Ok(all),
        false => Err(FieldError::new("addresses", FieldProblem::TooMany { max })),
    }
}

fn refuse(
    call: &Call,
    desk: &Desk,
    draft: CompanyDraft,
    there: Option<CompanyId>,
    problem: Problem,
) -> Result<Response, Problem> {
    let form = CompanyForm {
        draft,
        there,
        messages: call.form_messages(&call.language(desk), problem)?,
        ..CompanyForm::default()
    };
    Ok(pages::company(call, desk, &form))
}

pub(crate) async fn delete(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let id = company_id(call)?;
    remove_one(call, desk, &id).await
}

pub(crate) async fn remove(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let id: Result<CompanyId, _> = input.text("id").parse();
    let id = id.map_err(|_| vec![FieldError::new("id", FieldProblem::NotAnId)]);
    let id = input.finish_with(id).map_err(|refusal: Refusal| refusal)?;
    remove_one(call, desk, &id).await
}

async fn remove_one(call: &Call, desk: &Desk, id: &CompanyId) -> Result<Response, Problem> {
    match remove_company(&call.cloud, desk, id).await? {
        CompanyOutcome::Removed => Ok(done(call, &Links::new(&desk.id).companies())),
        CompanyOutcome::NotThere => Err(Problem::no_company()),
        CompanyOutcome::HasAccounts => Err(Problem::has_accounts()),
    }
}

fn company_id(call: &Call) -> Result<CompanyId, Problem> {
    call.path_end().parse().map_err(|_| Problem::no_company())
}
