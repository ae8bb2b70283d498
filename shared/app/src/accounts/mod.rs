//! The accounts of a desk: made, changed, confirmed by a sign-in, imported, removed.

mod companies;
mod import;
mod profile;

pub use companies::{CompanyOutcome, remove_company, save_company};
pub use import::{ImportOutcome, Imported, import};
pub use profile::{ProfileChange, change_profile};

use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::store::Invitation;
use docket_cloud::{Cloud, StoreError};
use docket_domain::account::{Account, AccountChange, Company, Joined};
use docket_domain::desk::Desk;
use docket_domain::{CompanyId, DomainName, EmailAddress, FieldProblem, Line, Refusal};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// An account after somebody of the desk has said how it is to be.
#[derive(Debug)]
pub struct Saved {
    /// The account.
    pub account: Account,
    /// `true` if it was made just now.
    pub is_new: bool,
}

/// Makes or changes an account, as somebody of the desk says. What the change leaves out is emptied. The same change again changes nothing.
///
/// # Errors
/// With a refusal when the desk has no such company. When the table fails.
pub async fn save(
    cloud: &Cloud,
    desk: &Desk,
    change: &AccountChange,
    now: Timestamp,
) -> Result<Saved, AppError> {
    let company = match &change.company {
        None => None,
        Some(name) => Some(known_company(cloud, desk, name).await?),
    };
    put(cloud, desk, change, company.as_ref(), true, now).await
}

/// Adds somebody to a company, with an account if they have none.
///
/// # Errors
/// When the table fails.
pub async fn add_to_company(
    cloud: &Cloud,
    desk: &Desk,
    company: &CompanyId,
    email: &EmailAddress,
    now: Timestamp,
) -> Result<(), AppError> {
    let change = AccountChange::only(email.clone());
    put(cloud, desk, &change, Some(company), false, now).await?;
    Ok(())
}

/// Writes what somebody of the desk says of an account. With `whole`, what they leave out is emptied.
async fn put(
    cloud: &Cloud,
    desk: &Desk,
    change: &AccountChange,
    company: Option<&CompanyId>,
    whole: bool,
    now: Timestamp,
) -> Result<Saved, AppError> {
    let store = &cloud.store;
    let how = (Joined::Invitation, whole);
    let mut retry = Retry::of_change();
    while retry.next().await {
        let before = store.account_now(&desk.id, &change.email).await?;
        let Some(account) = change.of(before.as_ref(), &desk.id, company, how, now) else {
            let Some(account) = before else {
                continue;
            };
            let is_new = false;
            return Ok(Saved { account, is_new });
        };
        if store.put_account(&account).await? {
            let is_new = before.is_none();
            return Ok(Saved { account, is_new });
        }
    }
    Err(AppError::Busy)
}

/// Has the holder of an account told of it by mail.
///
/// # Errors
/// When the table fails.
pub async fn invite(
    cloud: &Cloud,
    desk: &Desk,
    account: &Account,
    now: Timestamp,
) -> Result<(), AppError> {
    let invitation = Invitation {
        id: Uuid::now_v7().to_string(),
        desk: desk.id.clone(),
        email: account.email.clone(),
        language: account
            .language
            .clone()
            .unwrap_or_else(|| desk.default_language()),
        expires_at: now.as_second() + INVITATION_KEPT.as_secs(),
    };
    Ok(cloud.store.put_invitation(&invitation).await?)
}

/// How long an invitation is kept, which has been mailed by then.
const INVITATION_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// The companies whose names begin alike that are looked at for one name.
const MOST_OF_A_NAME: i32 = 25;

/// Finds the company that somebody names by its ID or its name.
async fn known_company(cloud: &Cloud, desk: &Desk, name: &Line) -> Result<CompanyId, AppError> {
    let store = &cloud.store;
    let id: Option<CompanyId> = name.as_str().parse().ok();
    let named = match id {
        Some(id) => store.company(&desk.id, &id).await?,
        None => None,
    };
    if let Some(company) = named {
        return Ok(company.id);
    }
    let folded = Company::folded(name);
    let start = format!("{folded}#");
    let found = store
        .companies(&desk.id, &start, None, MOST_OF_A_NAME)
        .await?;
    let mut found = found.companies.into_iter();
    let found = found.find(|company| Company::folded(&company.name) == folded);
    let found = found.map(|company| company.id);
    let not_there = || Refusal::field("company", FieldProblem::NotThere).into();
    found.ok_or_else(not_there)
}

/// Confirms the account of an address that somebody signs in with, and makes one for an address at a domain of a company, where the
/// desk says so.
///
/// # Errors
/// When the table fails.
pub async fn on_sign_in(
    cloud: &Cloud,
    desk: &Desk,
    email: &EmailAddress,
    now: Timestamp,
) -> Result<(), AppError> {
    if !desk.has_accounts() {
        return Ok(());
    }
    let store = &cloud.store;
    let mut retry = Retry::of_change();
    while retry.next().await {
        let Some(account) = store.account_now(&desk.id, email).await? else {
            let Some(company) = company_by_domain(cloud, desk, email).await? else {
                return Ok(());
            };
            let new = Account::joined_by_domain(&desk.id, email, company.clone(), now).confirm();
            if store.join_by_domain(&new, &company).await? {
                return Ok(());
            }
            continue;
        };
        if account.joined == Joined::Domain {
            let company = company_by_domain(cloud, desk, email).await?;
            // One that was missed when the company lost the domain.
            if company.is_none() || company != account.company {
                store.remove_account_as_read(&account).await?;
                continue;
            }
        }
        if account.is_confirmed() || store.put_account(&account.confirm()).await? {
            return Ok(());
        }
    }
    Err(AppError::Busy)
}

/// Returns the company that lets people in by the domain of this address.
///
/// # Errors
/// When the table fails.
pub async fn company_by_domain(
    cloud: &Cloud,
    desk: &Desk,
    email: &EmailAddress,
) -> Result<Option<CompanyId>, StoreError> {
    let domain = DomainName::of(email);
    if !desk.joins_by_domain() || domain.is_public() || desk.person(email).is_some() {
        return Ok(None);
    }
    cloud.store.company_of_domain(&desk.id, &domain).await
}

/// Removes an account. Its sessions show from then on only what is the address's own.
///
/// # Errors
/// When the table fails.
pub async fn remove(cloud: &Cloud, desk: &Desk, email: &EmailAddress) -> Result<(), AppError> {
    Ok(cloud.store.remove_account(&desk.id, email).await?)
}
