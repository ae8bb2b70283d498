//! Accounts from a table.
//!
//! Nothing is written while a row is bad. Then each account is written on its own: an import that was broken off is finished by the same one
//! again, and two at once do not spoil each other.

use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::Cloud;
use docket_cloud::store::CompanyPut;
use docket_domain::account::{
    self, Account, AccountRole, Company, ImportMistake, ImportRow, Joined,
};
use docket_domain::desk::Desk;
use docket_domain::{CompanyId, DomainName, EmailAddress};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tokio::task::JoinSet;

/// The rows that are compared with the table at once. The table reads no more accounts in one request.
const CHUNK: usize = 100;
/// The accounts that are written at the same time.
const AT_ONCE: usize = 32;
/// The companies that are read at once.
const PAGE: i32 = 100;

/// What an import changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// New accounts.
    pub added: u64,
    /// Accounts that are otherwise than before.
    pub changed: u64,
    /// Accounts that were so before.
    pub unchanged: u64,
    /// New companies.
    pub companies: u64,
}

/// The outcome of an import.
#[derive(Debug)]
pub enum ImportOutcome {
    /// It was done, or with a dry run would be.
    Done(Imported),
    /// Rows are bad. Nothing was written.
    Refused(Vec<ImportMistake>),
}

/// Imports a table of accounts. A company that the desk does not know is made. With `dry_run`, nothing is written.
///
/// # Errors
/// When the table fails. What was written until then stays, and the same import again does the rest.
pub async fn import(
    cloud: &Cloud,
    desk: &Desk,
    table: &[u8],
    dry_run: bool,
    now: Timestamp,
) -> Result<ImportOutcome, AppError> {
    let rows = match account::import(desk, table) {
        Ok(rows) => rows,
        Err(mistakes) => return Ok(ImportOutcome::Refused(mistakes)),
    };
    let mut done = Imported::default();
    let companies = companies(cloud, desk, &rows, dry_run, &mut done).await?;
    for rows in rows.chunks(CHUNK) {
        let wanted = compare(cloud, desk, rows, &companies, now, &mut done).await?;
        if !dry_run {
            write(cloud, desk, wanted, &companies, now).await?;
        }
    }
    Ok(ImportOutcome::Done(done))
}

/// The companies that rows name, by what they name them.
type Companies = Arc<HashMap<String, CompanyId>>;

/// Finds the companies that rows name, and makes those that are not there. The portals of their administrators become theirs.
async fn companies(
    cloud: &Cloud,
    desk: &Desk,
    rows: &[ImportRow],
    dry_run: bool,
    done: &mut Imported,
) -> Result<Companies, AppError> {
    let named = rows.iter().any(|row| row.change.company.is_some());
    if !named {
        return Ok(Companies::default());
    }
    let (mut known, mut by_name) = (HashMap::new(), HashMap::new());
    let mut after: Option<Company> = None;
    loop {
        let page = cloud
            .store
            .companies(&desk.id, "", after.as_ref(), PAGE)
            .await?;
        let last = page.companies.last().cloned();
        for company in page.companies {
            by_name.insert(Company::folded(&company.name), company.id.clone());
            known.insert(company.id.clone(), company);
        }
        after = page.next.and(last);
        if after.is_none() {
            break;
        }
    }
    let mut wanted: BTreeMap<CompanyId, Company> = BTreeMap::new();
    let mut found = HashMap::new();
    for row in rows {
        let Some(name) = &row.change.company else {
            continue;
        };
        let folded = Company::folded(name);
        let id = CompanyId::of_name(name);
        let id = match known.contains_key(&id) {
            true => id,
            false => by_name.get(&folded).cloned().unwrap_or(id),
        };
        let new = || Company::new(desk.id.clone(), id.clone(), name.clone());
        let company = wanted
            .entry(id.clone())
            .or_insert_with(|| known.get(&id).cloned().unwrap_or_else(new));
        if let Some(portal) = &row.change.portal {
            add_portal(company, portal, row.change.role);
        }
        found.insert(folded, id);
    }
    for (id, company) in wanted {
        let before = known.get(&id);
        done.companies += u64::from(before.is_none());
        if !dry_run && before != Some(&company) {
            put(cloud, &company).await?;
        }
    }
    Ok(Arc::new(found))
}

/// Adds the portal of an administrator to those of their company. That of a top-level administrator stands first.
fn add_portal(company: &mut Company, portal: &DomainName, role: Option<AccountRole>) {
    if company.portals.contains(portal) {
        return;
    }
    match role {
        Some(AccountRole::Administrator) => company.portals.insert(0, portal.clone()),
        Some(AccountRole::SubAdministrator) => company.portals.push(portal.clone()),
        Some(AccountRole::Member) | None => {}
    }
}

/// Stores a company with the portals that an import adds to it.
async fn put(cloud: &Cloud, wanted: &Company) -> Result<(), AppError> {
    let store = &cloud.store;
    let mut retry = Retry::of_change();
    let mut company = wanted.clone();
    let mut before = None;
    while retry.next().await {
        if store.put_company(&company, before.as_ref()).await? == CompanyPut::Stored {
            return Ok(());
        }
        // Somebody else has changed or made it. Their domains and contract stay.
        before = store.company(&company.desk, &company.id).await?;
        if let Some(newer) = &before {
            company = newer.clone();
            for portal in &wanted.portals {
                if !company.portals.contains(portal) {
                    company.portals.push(portal.clone());
                }
            }
        }
    }
    Err(AppError::Busy)
}

/// Returns the rows that change an account, with the accounts as they are. Counts all.
async fn compare(
    cloud: &Cloud,
    desk: &Desk,
    rows: &[ImportRow],
    companies: &Companies,
    now: Timestamp,
    done: &mut Imported,
) -> Result<Vec<(ImportRow, Option<Account>)>, AppError> {
    let emails: Vec<EmailAddress> = rows.iter().map(|row| row.change.email.clone()).collect();
    let found = cloud.store.accounts_of(&desk.id, &emails).await?;
    let mut found: HashMap<EmailAddress, Account> = found
        .into_iter()
        .map(|account| (account.email.clone(), account))
        .collect();
    let mut wanted = Vec::new();
    for row in rows {
        let before = found.remove(&row.change.email);
        let is_new = before.is_none();
        match changed(row, before.as_ref(), desk, companies, now) {
            Some(_) if is_new => done.added += 1,
            Some(_) => done.changed += 1,
            None => {
                done.unchanged += 1;
                continue;
            }
        }
        wanted.push((row.clone(), before));
    }
    Ok(wanted)
}

fn changed(
    row: &ImportRow,
    before: Option<&Account>,
    desk: &Desk,
    companies: &Companies,
    now: Timestamp,
) -> Option<Account> {
    let company = row.change.company.as_ref();
    let company = company.and_then(|name| companies.get(&Company::folded(name)));
    let how = (Joined::Import, false);
    row.change.of(before, &desk.id, company, how, now)
}

/// Writes the accounts, some at the same time.
async fn write(
    cloud: &Cloud,
    desk: &Desk,
    wanted: Vec<(ImportRow, Option<Account>)>,
    companies: &Companies,
    now: Timestamp,
) -> Result<(), AppError> {
    let Some(desk) = cloud.store.desk(&desk.id).await? else {
        return Err(AppError::NoDesk(desk.id.to_string()));
    };
    let mut writing = JoinSet::new();
    for (row, mut before) in wanted {
        if writing.len() >= AT_ONCE {
            finished(writing.join_next().await)?;
        }
        let (cloud, desk, companies) = (cloud.clone(), Arc::clone(&desk), Arc::clone(companies));
        writing.spawn(async move {
            let mut retry = Retry::of_change();
            while retry.next().await {
                let account = changed(&row, before.as_ref(), &desk, &companies, now);
                let Some(account) = account else {
                    return Ok(());
                };
                if cloud.store.put_account(&account).await? {
                    return Ok(());
                }
                // The person, or another import, has changed it meanwhile.
                before = cloud.store.account_now(&desk.id, &row.change.email).await?;
            }
            Err(AppError::Busy)
        });
    }
    while let Some(written) = writing.join_next().await {
        finished(Some(written))?;
    }
    Ok(())
}

fn finished(
    written: Option<Result<Result<(), AppError>, tokio::task::JoinError>>,
) -> Result<(), AppError> {
    match written {
        None => Ok(()),
        Some(Ok(outcome)) => outcome,
        Some(Err(_)) => Err(AppError::Busy),
    }
}
