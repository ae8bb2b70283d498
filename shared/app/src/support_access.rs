//! Support access: granted, used and revoked, and all of it listed.

use crate::caller::SignedIn;
use crate::error::AppError;
use crate::retry::Retry;
use docket_cloud::Cloud;
use docket_cloud::store::keys;
use docket_domain::CompanyId;
use docket_domain::account::{
    AccessPerson, AccessRecord, AccessWanted, Company, GrantId, SupportAccess,
};
use docket_domain::actor::Actor;
use docket_domain::desk::Desk;
use jiff::Timestamp;
use uuid::Uuid;

/// The records of a page.
const PAGE: i32 = 50;

/// A grant after somebody has asked for it.
#[derive(Debug)]
pub struct Granted {
    /// The grant.
    pub access: SupportAccess,
    /// `true` if it was made just now. `false` if the portal had one that is active.
    pub is_new: bool,
}

/// The support access of a company.
#[derive(Debug)]
pub struct AccessTrail {
    /// The company.
    pub company: Company,
    /// The last grant for each portal, in the order of the portals.
    pub grants: Vec<SupportAccess>,
    /// What is on record, the newest first. What ended by itself is among it.
    pub records: Vec<AccessRecord>,
    /// The cursor of the older records. `None` if there are none.
    pub next: Option<String>,
}

/// Returns a person who is signed in as one who grants, uses or revokes support access.
#[must_use]
pub fn person(signed_in: &SignedIn) -> AccessPerson {
    let account = signed_in.account.as_ref();
    let name = match &signed_in.staff {
        Some(Actor::Agent { name, .. }) => Some(name.clone()),
        _ => account.and_then(|account| account.name.as_ref().map(ToString::to_string)),
    };
    AccessPerson {
        email: signed_in.email.clone(),
        name,
        is_staff: signed_in.staff.is_some(),
    }
}

/// Grants support access to a portal of a company. A portal that has an active grant keeps it.
///
/// # Errors
/// When the table fails, or a later version wrote the last grant.
pub async fn grant(
    cloud: &Cloud,
    company: &Company,
    wanted: &AccessWanted,
    by: &AccessPerson,
    now: Timestamp,
) -> Result<Granted, AppError> {
    let (store, act) = (&cloud.store, Uuid::now_v7());
    let (desk, portal) = (&company.desk, &wanted.portal);
    let mut retry = Retry::of_change();
    while retry.next().await {
        let before = store.support_access_to(desk, &company.id, portal).await?;
        let granted = SupportAccess::grant(company, wanted, before.as_ref(), act, by, now);
        let Some((access, own, expiry)) = granted else {
            let Some(access) = before else {
                continue;
            };
            // The answer to the attempt that wrote it may have been lost.
            let is_new = access.id == act.into();
            return Ok(Granted { access, is_new });
        };
        if store
            .put_support_access(&access, &own, expiry.as_slice())
            .await?
        {
            tracing::info!(grant = %access.id, "support access granted");
            let is_new = true;
            return Ok(Granted { access, is_new });
        }
    }
    Err(AppError::Busy)
}

/// Ends a grant of a company. One that has ended already stays as it is. Returns `false` if the company has no such grant.
///
/// # Errors
/// When the table fails, or a later version wrote the grant.
pub async fn revoke(
    cloud: &Cloud,
    desk: &Desk,
    company: &CompanyId,
    id: GrantId,
    by: &AccessPerson,
    now: Timestamp,
) -> Result<bool, AppError> {
    let act = Uuid::now_v7();
    let mut retry = Retry::of_change();
    while retry.next().await {
        let Some(access) = find(cloud, desk, company, id).await? else {
            return Ok(false);
        };
        let Some((revoked, record)) = access.revoke(act, by, now) else {
            return Ok(true);
        };
        let store = &cloud.store;
        if store.put_support_access(&revoked, &record, &[]).await? {
            tracing::info!(grant = %id, "support access revoked");
            return Ok(true);
        }
    }
    Err(AppError::Busy)
}

/// Uses a grant of a company, which goes on record. Returns `None` if the company has no such grant.
///
/// # Errors
/// With a refusal when the grant has ended, or the portal is not the company's any more. When the table fails, or a later version wrote the
/// grant.
pub async fn use_support_access(
    cloud: &Cloud,
    desk: &Desk,
    company: &CompanyId,
    id: GrantId,
    by: &AccessPerson,
    now: Timestamp,
) -> Result<Option<SupportAccess>, AppError> {
    let (store, act) = (&cloud.store, Uuid::now_v7());
    let mut retry = Retry::of_change();
    while retry.next().await {
        // Both are read at each attempt: what was decided on has to be what is there.
        let Some(owner) = store.company(&desk.id, company).await? else {
            return Ok(None);
        };
        let Some(access) = find(cloud, desk, company, id).await? else {
            return Ok(None);
        };
        let (used, record) = access.used(&owner, act, by, now)?;
        if store.put_support_access(&used, &record, &[]).await? {
            tracing::info!(grant = %id, "support access used");
            return Ok(Some(used));
        }
    }
    Err(AppError::Busy)
}

/// Returns what a company has granted, and a page of what is on record. `cursor` is the `next` of the page before.
///
/// # Errors
/// [`AppError::NoEvent`] when the cursor is none that an answer gave out. When the table fails.
pub async fn trail(
    cloud: &Cloud,
    company: Company,
    cursor: Option<&str>,
    now: Timestamp,
) -> Result<AccessTrail, AppError> {
    if cursor.is_some_and(|cursor| !keys::is_access_place(cursor)) {
        return Err(AppError::NoEvent);
    }
    let store = &cloud.store;
    let (desk, id) = (&company.desk, &company.id);
    let grants = store.support_access(desk, id).await?;
    let page = store.access_records(desk, id, cursor, PAGE).await?;
    let mut records = page.records;
    let last = records.last().map(keys::access_place);
    let next = last.filter(|_| page.has_older);
    // What ended by itself was written by nobody. It belongs to the page in whose time it is.
    for expiry in grants.iter().filter_map(|access| access.expiry(now)) {
        let place = keys::access_place(&expiry);
        let is_after = next.as_ref().is_none_or(|last| place > *last);
        let is_before = cursor.is_none_or(|cursor| place.as_str() < cursor);
        // A grant for the same portal may have written it since the grants were read.
        let is_there = records.contains(&expiry);
        if is_after && is_before && !is_there {
            records.push(expiry);
        }
    }
    records.sort_by_cached_key(|record| std::cmp::Reverse(keys::access_place(record)));
    Ok(AccessTrail {
        company,
        grants,
        records,
        next,
    })
}

async fn find(
    cloud: &Cloud,
    desk: &Desk,
    company: &CompanyId,
    id: GrantId,
) -> Result<Option<SupportAccess>, AppError> {
    let grants = cloud.store.support_access(&desk.id, company).await?;
    Ok(grants.into_iter().find(|access| access.id == id))
}
