//! Accounts, for an admin.

use crate::done;
use docket_app::accounts::{self, Saved};
use docket_app::{AppError, Links};
use docket_domain::account::AccountDraft;
use docket_domain::desk::Desk;
use docket_domain::{CompanyId, EmailAddress};
use docket_web::pages::{self, AccountForm};
use docket_web::views::{AccountAnswer, AccountsAnswer};
use docket_web::{Call, Problem, Response, accounts_page, json, see_other};
use http::StatusCode;

pub(crate) async fn list(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let page = accounts_page(call, desk).await?;
    let answer = AccountsAnswer {
        accounts: page.accounts.iter().map(AccountAnswer::new).collect(),
        next: page.next.map(|email| email.to_string()),
    };
    Ok(json(StatusCode::OK, &answer))
}

pub(crate) async fn read(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let email = call.path_email()?;
    let account = call.cloud.store.account_now(&desk.id, &email).await?;
    let account = account.ok_or_else(Problem::no_account)?;
    Ok(json(StatusCode::OK, &AccountAnswer::new(&account)))
}

pub(crate) async fn save(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let draft = AccountDraft {
        email: input.text("email"),
        name: input.text("name"),
        company: input.text("company"),
        role: input.text("role"),
        portal: input.text("portal"),
        language: input.text("language"),
    };
    let invite = input.flag("invite");
    let change = match input.finish_with(draft.check(desk)) {
        Ok(change) => change,
        Err(refusal) => return refuse(call, desk, draft, invite, refusal.into()),
    };
    let saved = match accounts::save(&call.cloud, desk, &change, call.now).await {
        Ok(saved) => saved,
        Err(AppError::Refused(refusal)) => {
            return refuse(call, desk, draft, invite, refusal.into());
        }
        Err(error) => return Err(error.into()),
    };
    let Saved { account, is_new } = saved;
    if invite {
        accounts::invite(&call.cloud, desk, &account, call.now).await?;
    }
    if call.wants_html() {
        return Ok(see_other(&Links::new(&desk.id).account(&account.email)));
    }
    let status = match is_new {
        true => StatusCode::CREATED,
        false => StatusCode::OK,
    };
    Ok(json(status, &AccountAnswer::new(&account)))
}

fn refuse(
    call: &Call,
    desk: &Desk,
    draft: AccountDraft,
    invite: bool,
    problem: Problem,
) -> Result<Response, Problem> {
    let form = AccountForm {
        draft,
        invite,
        messages: call.form_messages(&call.language(desk), problem)?,
        ..AccountForm::default()
    };
    Ok(pages::account(call, desk, &form))
}

pub(crate) async fn delete(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let email = call.path_email()?;
    remove_one(call, desk, &email).await
}

pub(crate) async fn remove(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let mut input = call.input()?;
    let (_, email) = input.email("email");
    let email = input.finish_with(email)?;
    remove_one(call, desk, &email).await
}

async fn remove_one(call: &Call, desk: &Desk, email: &EmailAddress) -> Result<Response, Problem> {
    let there = call.cloud.store.account_now(&desk.id, email).await?;
    there.ok_or_else(Problem::no_account)?;
    accounts::remove(&call.cloud, desk, email).await?;
    Ok(done(call, &Links::new(&desk.id).accounts()))
}

/// Adds addresses to a company, as accounts of it.
pub(crate) async fn add_to(
    call: &Call,
    desk: &Desk,
    company: &CompanyId,
    emails: &[EmailAddress],
) -> Result<(), Problem> {
    for email in emails {
        accounts::add_to_company(&call.cloud, desk, company, email, call.now).await?;
    }
    Ok(())
}
