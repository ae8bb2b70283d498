//! Pages of accounts and of companies, for the API and for the HTML pages.

use super::call::Call;
use super::parameters::only_known;
use crate::problem::Problem;
use docket_cloud::store::{AccountsPage, CompaniesPage};
use docket_domain::account::Company;
use docket_domain::desk::Desk;
use docket_domain::{CompanyId, EmailAddress};

/// The entries of a page.
const PAGE: i32 = 50;

/// Loads the page of accounts that the query asks for: those whose addresses begin with `start`, or those of a `company`.
///
/// # Errors
/// 400 for a parameter that is unknown. 404 for a company that there is not. 422 for a cursor that no answer gave out.
pub async fn accounts_page(call: &Call, desk: &Desk) -> Result<AccountsPage, Problem> {
    only_known(call)?;
    let after: Option<EmailAddress> = match call.query("cursor") {
        None => None,
        Some(cursor) => {
            let email = cursor.parse();
            Some(email.map_err(|_| Problem::bad_cursor("cursor"))?)
        }
    };
    let store = &call.cloud.store;
    let start = start(call);
    let is_there = |email: &EmailAddress| email.as_str().starts_with(&start);
    let is_of_company = call.query("company").is_some();
    if !after
        .as_ref()
        .is_none_or(|email| is_of_company || is_there(email))
    {
        return Err(Problem::bad_cursor("cursor"));
    }
    let after = after.as_ref();
    Ok(match call.query("company") {
        Some(company) => {
            let company: CompanyId = company.parse().map_err(|_| Problem::no_company())?;
            store
                .accounts_of_company(&desk.id, &company, after, PAGE)
                .await?
        }
        None => store.accounts(&desk.id, &start, after, PAGE).await?,
    })
}

/// Loads the page of companies that the query asks for: those whose names begin with `start`.
///
/// # Errors
/// 400 for a parameter that is unknown. 422 for a cursor that no answer gave out.
pub async fn companies_page(call: &Call, desk: &Desk) -> Result<CompaniesPage, Problem> {
    only_known(call)?;
    let store = &call.cloud.store;
    let after: Option<Company> = match call.query("cursor") {
        None => None,
        Some(cursor) => {
            let bad = || Problem::bad_cursor("cursor");
            let id: CompanyId = cursor.parse().map_err(|_| bad())?;
            Some(store.company(&desk.id, &id).await?.ok_or_else(bad)?)
        }
    };
    let start = start(call);
    let is_there = |company: &Company| Company::folded(&company.name).starts_with(&start);
    if !after.as_ref().is_none_or(is_there) {
        return Err(Problem::bad_cursor("cursor"));
    }
    Ok(store
        .companies(&desk.id, &start, after.as_ref(), PAGE)
        .await?)
}

/// Returns the beginning of the entries that are wanted, in lower case. No address and no name is longer than it may be.
fn start(call: &Call) -> String {
    let start = call.query("start").unwrap_or_default();
    let start = start.trim().to_lowercase();
    start.chars().take(MOST_OF_START).collect()
}

/// The most characters of it.
const MOST_OF_START: usize = 254;
