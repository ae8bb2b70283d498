//! The companies of a desk.

use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::Cloud;
use docket_cloud::store::CompanyPut;
use docket_domain::account::{Company, Joined};
use docket_domain::desk::Desk;
use docket_domain::{CompanyId, DomainName, FieldProblem, Refusal};

/// The accounts that are read at once.
const PAGE: i32 = 100;

/// The outcome of an attempt to remove a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompanyOutcome {
    /// It is gone.
    Removed,
    /// There was none.
    NotThere,
    /// It has accounts, which have to be moved or removed first.
    HasAccounts,
}

/// Stores a company as it is to be. With `is_new`, one that is there is refused. Those who joined by a domain that the company no longer
/// has lose their accounts.
///
/// # Errors
/// With a refusal when its ID is taken, or a domain is another company's. When the table fails.
pub async fn save_company(
    cloud: &Cloud,
    desk: &Desk,
    wanted: &Company,
    is_new: bool,
) -> Result<Company, AppError> {
    let store = &cloud.store;
    let mut retry = Retry::of_change();
    while retry.next().await {
        let before = store.company(&desk.id, &wanted.id).await?;
        match &before {
            // The same request again, whose answer was lost or whose further steps failed.
            Some(there) if is_new && there.is_as(wanted) => return Ok(there.clone()),
            Some(_) if is_new => return Err(Refusal::field("id", FieldProblem::Taken).into()),
            None if store.company_was_removed(&desk.id, &wanted.id).await? => {
                return Err(Refusal::field("id", FieldProblem::Taken).into());
            }
            _ => {}
        }
        let company = Company {
            revision: before.as_ref().map_or(0, |before| before.revision),
            format: before
                .as_ref()
                .map_or(wanted.format, |before| before.format),
            ..wanted.clone()
        };
        match store.put_company(&company, before.as_ref()).await? {
            CompanyPut::Stored => {
                // Also what an earlier save was broken off from.
                leave_by_domain(cloud, desk, &company).await?;
                return Ok(company);
            }
            CompanyPut::Changed => {}
            CompanyPut::DomainTaken(domain) => {
                let owner = store.company_of_domain(&desk.id, &domain).await?;
                let problem = FieldProblem::DomainTaken {
                    entry: domain.to_string(),
                    company: owner.map(|id| id.to_string()).unwrap_or_default(),
                };
                return Err(Refusal::field("domains", problem).into());
            }
        }
    }
    Err(AppError::Busy)
}

/// Removes the accounts of those who joined a company by a domain that it does not have. Whoever gets the domain next must not be let in as one of
/// them.
async fn leave_by_domain(cloud: &Cloud, desk: &Desk, company: &Company) -> Result<(), AppError> {
    let store = &cloud.store;
    let mut after = None;
    loop {
        let page = store
            .accounts_of_company(&desk.id, &company.id, after.as_ref(), PAGE)
            .await?;
        for account in &page.accounts {
            let domain = DomainName::of(&account.email);
            if account.joined == Joined::Domain && !company.domains.contains(&domain) {
                store.remove_account_as_read(account).await?;
            }
        }
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Removes a company without accounts, with its domains.
///
/// # Errors
/// When the table fails.
pub async fn remove_company(
    cloud: &Cloud,
    desk: &Desk,
    id: &CompanyId,
) -> Result<CompanyOutcome, AppError> {
    let store = &cloud.store;
    let mut retry = Retry::of_change();
    while retry.next().await {
        let Some(company) = store.company(&desk.id, id).await? else {
            return Ok(CompanyOutcome::NotThere);
        };
        let accounts = store.accounts_of_company(&desk.id, id, None, 1).await?;
        if !accounts.accounts.is_empty() {
            return Ok(CompanyOutcome::HasAccounts);
        }
        if store.remove_company(&company).await? {
            return Ok(CompanyOutcome::Removed);
        }
    }
    Err(AppError::Busy)
}
