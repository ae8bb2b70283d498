//! The pages of one account and of one company, for an admin.

use docket_domain::account::AccountDraft;
use docket_domain::desk::Desk;
use docket_domain::{CompanyId, EmailAddress};
use docket_web::pages::{self, AccountForm, CompanyForm};
use docket_web::{Call, Problem, Response};

/// The accounts that the page of a company shows.
const SHOWN: i32 = 100;

/// Shows an account, or the form for a new one.
pub(crate) async fn account(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let Some(email) = call.query("email") else {
        let form = AccountForm {
            invite: true,
            draft: AccountDraft {
                company: call.query("company").unwrap_or_default().to_owned(),
                ..AccountDraft::default()
            },
            ..AccountForm::default()
        };
        return Ok(pages::account(call, desk, &form));
    };
    let email: EmailAddress = email.parse().map_err(|_| Problem::no_account())?;
    let store = &call.cloud.store;
    let account = store.account_now(&desk.id, &email).await?;
    let account = account.ok_or_else(Problem::no_account)?;
    let sessions = store.sessions(&desk.id, &email, call.now).await?;
    Ok(pages::account(
        call,
        desk,
        &AccountForm::of(account, sessions),
    ))
}

/// Shows a company, or the form for a new one.
pub(crate) async fn company(call: &Call, desk: &Desk) -> Result<Response, Problem> {
    let Some(id) = call.query("id") else {
        return Ok(pages::company(call, desk, &CompanyForm::default()));
    };
    let id: CompanyId = id.parse().map_err(|_| Problem::no_company())?;
    let store = &call.cloud.store;
    let company = store.company(&desk.id, &id).await?;
    let company = company.ok_or_else(Problem::no_company)?;
    let accounts = store
        .accounts_of_company(&desk.id, &id, None, SHOWN)
        .await?;
    let form = CompanyForm::of(company, accounts.accounts);
    Ok(pages::company(call, desk, &form))
}
