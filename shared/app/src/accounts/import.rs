//! Accounts from a table.
//!
//! Nothing is written while a row is bad. Then each account is written on its own: an import that was broken off is finished by the same one
//! again, and two at once do not spoil each other.

use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::Store;
use docket_cloud::store::CompanyPut;
use docket_domain::account::{
    self, Account, AccountRole, Company, ImportMistake, ImportProblem, ImportRow, Joined,
};
use docket_domain::desk::Desk;
use docket_domain::{CompanyId, DeskId, DomainName, EmailAddress, FieldProblem, Line};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use tokio::task::JoinSet;

/// The rows that are compared with the table at once. The table reads no more accounts in one request.
const CHUNK: usize = 100;
/// The accounts that are written at the same time.
const AT_ONCE: usize = 32;
/// The companies that are read at once.
const PAGE: i32 = 100;

/// What an import changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// New accounts.
    pub added: u64,
    /// Accounts that are otherwise than before.
    pub changed: u64,
    /// Accounts that were so before.
    pub unchanged: u64,
    /// The names of the new companies, in lower case.
    pub companies: BTreeSet<String>,
}

impl Imported {
    /// Adds what another part of the same table changes. A company that is new to both is one.
    pub fn add(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.companies.extend(other.companies);
    }
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
    store: &Store,
    desk: &Desk,
    table: &[u8],
    dry_run: bool,
    now: Timestamp,
) -> Result<ImportOutcome, AppError> {
    let rows = match account::import(desk, table) {
        Ok(rows) => rows,
        Err(mistakes) => return Ok(ImportOutcome::Refused(mistakes)),
    };
    let desk = &desk.id;
    let (companies, new) = match companies(store, desk, &rows, dry_run).await? {
        Ok(found) => found,
        Err(mistake) => return Ok(ImportOutcome::Refused(vec![mistake])),
    };
    let mut done = Imported {
        companies: new,
        ..Imported::default()
    };
    for rows in rows.chunks(CHUNK) {
        let wanted = compare(store, desk, rows, &companies, now, &mut done).await?;
        if !dry_run {
            write(store, desk, wanted, &companies, now).await?;
        }
    }
    Ok(ImportOutcome::Done(done))
}

/// The companies that rows name, by what they name them.
type Companies = Arc<BTreeMap<Line, CompanyId>>;

/// Finds the companies that rows name, and makes those that are not there, whose names are returned as well. The portals of their
/// administrators become theirs.
async fn companies(
    store: &Store,
    desk: &DeskId,
    rows: &[ImportRow],
    dry_run: bool,
) -> Result<Result<(Companies, BTreeSet<String>), ImportMistake>, AppError> {
    let named = rows.iter().any(|row| row.change.company.is_some());
    if !named {
        return Ok(Ok(Default::default()));
    }
    let known = all_companies(store, desk).await?;
    let of_known = |company: &Company| (Company::folded(&company.name), company.id.clone());
    let mut by_name: HashMap<String, CompanyId> = known.values().map(of_known).collect();
    let mut wanted: BTreeMap<CompanyId, Company> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for row in rows {
        let Some(name) = &row.change.company else {
            continue;
        };
        let own: Option<CompanyId> = name.as_str().parse().ok();
        let id = match own.filter(|id| known.contains_key(id)) {
            Some(id) => id,
            // A new company has one ID as well, in whatever case the rows write its name.
            None => {
                let id = CompanyId::of_name(name);
                by_name.entry(Company::folded(name)).or_insert(id).clone()
            }
        };
        // Its ID is that of a company which has another name by now, or was removed.
        let is_taken = match known.get(&id) {
            Some(there) => {
                there.id.as_str() != name.as_str()
                    && Company::folded(&there.name) != Company::folded(name)
            }
            None => !wanted.contains_key(&id) && store.company_was_removed(desk, &id).await?,
        };
        if is_taken {
            return Ok(Err(mistake(row, "company", FieldProblem::Taken)));
        }
        let unknown = || Company::new(desk.clone(), id.clone(), name.clone());
        let company = wanted
            .entry(id.clone())
            .or_insert_with(|| known.get(&id).cloned().unwrap_or_else(unknown));
        if let Some(portal) = &row.change.portal {
            add_portal(company, portal, row.change.role);
        }
        if company.portals.len() > Company::MAX_PORTALS {
            let max = Company::MAX_PORTALS;
            return Ok(Err(mistake(row, "portal", FieldProblem::TooMany { max })));
        }
        found.insert(name.clone(), id);
    }
    let mut new = BTreeSet::new();
    for (id, company) in wanted {
        let before = known.get(&id);
        if before.is_none() {
            new.insert(Company::folded(&company.name));
        }
        if !dry_run && before != Some(&company) {
            put(store, &company).await?;
        }
    }
    Ok(Ok((Arc::new(found), new)))
}

fn mistake(row: &ImportRow, column: &'static str, problem: FieldProblem) -> ImportMistake {
    ImportMistake {
        line: row.line,
        problem: ImportProblem::Cell(column, problem),
    }
}

async fn all_companies(
    store: &Store,
    desk: &DeskId,
) -> Result<HashMap<CompanyId, Company>, AppError> {
    let mut all = HashMap::new();
    let mut after: Option<Company> = None;
    loop {
        let page = store.companies(desk, "", after.as_ref(), PAGE).await?;
        let last = page.companies.last().cloned();
        let companies = page.companies.into_iter();
        all.extend(companies.map(|company| (company.id.clone(), company)));
        after = page.next.and(last);
        if after.is_none() {
            return Ok(all);
        }
    }
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
async fn put(store: &Store, wanted: &Company) -> Result<(), AppError> {
    let mut retry = Retry::of_change();
    let mut company = wanted.clone();
    let mut before = None;
    while retry.next().await {
        if store.put_company(&company, before.as_ref()).await? == CompanyPut::Stored {
            return Ok(());
        }
        // Somebody else has changed or made it. Their domains and contract stay.
        before = store.company(&company.desk, &company.id).await?;
        let removed = || Company {
            revision: 0,
            ..wanted.clone()
        };
        company = before.clone().unwrap_or_else(removed);
        for portal in &wanted.portals {
            if !company.portals.contains(portal) {
                company.portals.push(portal.clone());
            }
        }
    }
    Err(AppError::Busy)
}

/// Returns the rows that change an account, with the accounts as they are. Counts all.
async fn compare(
    store: &Store,
    desk: &DeskId,
    rows: &[ImportRow],
    companies: &Companies,
    now: Timestamp,
    done: &mut Imported,
) -> Result<Vec<(ImportRow, Option<Account>)>, AppError> {
    let emails: Vec<EmailAddress> = rows.iter().map(|row| row.change.email.clone()).collect();
    let found = store.accounts_of(desk, &emails).await?;
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
    desk: &DeskId,
    companies: &Companies,
    now: Timestamp,
) -> Option<Account> {
    let company = row.change.company.as_ref();
    let company = company.and_then(|name| companies.get(name));
    let how = (Joined::Import, false);
    row.change.of(before, desk, company, how, now)
}

/// Writes the accounts, some at the same time.
async fn write(
    store: &Store,
    desk: &DeskId,
    wanted: Vec<(ImportRow, Option<Account>)>,
    companies: &Companies,
    now: Timestamp,
) -> Result<(), AppError> {
    let mut writing = JoinSet::new();
    for (row, mut before) in wanted {
        if writing.len() >= AT_ONCE {
            finished(writing.join_next().await)?;
        }
        let (store, desk, companies) = (store.clone(), desk.clone(), Arc::clone(companies));
        writing.spawn(async move {
            let mut retry = Retry::of_change();
            while retry.next().await {
                let account = changed(&row, before.as_ref(), &desk, &companies, now);
                let Some(account) = account else {
                    return Ok(());
                };
                if store.put_account(&account).await? {
                    return Ok(());
                }
                // The person, or another import, has changed it meanwhile.
                before = store.account_now(&desk, &row.change.email).await?;
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
