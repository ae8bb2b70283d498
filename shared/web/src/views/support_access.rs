//! The answers about support access.

use docket_app::support_access::AccessTrail;
use docket_domain::account::{AccessAct, AccessPerson, AccessRecord, SupportAccess};
use docket_domain::desk::Desk;
use jiff::Timestamp;
use serde::Serialize;

/// A person who granted, used or revoked support access.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AccessPerson"))]
pub struct AccessPersonAnswer {
    /// The name, if it is known.
    pub name: Option<String>,
    /// The address. `null` for one of the desk's people, unless the reader is one.
    pub email: Option<String>,
    /// `true` for one of the desk's people.
    pub staff: bool,
}

impl AccessPersonAnswer {
    /// Makes the answer for a reader who works at the desk or not.
    #[must_use]
    pub fn new(person: &AccessPerson, for_staff: bool) -> Self {
        let shows_email = for_staff || !person.is_staff;
        Self {
            name: person.name.clone(),
            email: shows_email.then(|| person.email.to_string()),
            staff: person.is_staff,
        }
    }
}

/// Something that a person did with a grant.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AccessAct"))]
pub struct AccessActAnswer {
    /// The time.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub at: String,
    /// The person.
    pub by: AccessPersonAnswer,
}

impl AccessActAnswer {
    fn new(act: &AccessAct, for_staff: bool) -> Self {
        Self {
            at: act.at.to_string(),
            by: AccessPersonAnswer::new(&act.by, for_staff),
        }
    }
}

/// A grant of support access.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SupportAccess"))]
pub struct SupportAccessAnswer {
    /// The ID.
    pub id: String,
    /// The ID of the company.
    pub company: String,
    /// The address of the portal.
    pub portal: String,
    /// The ID of the scope that it was in.
    pub scope: String,
    /// Whether it can be used.
    #[cfg_attr(test, schemars(extend("enum" = ["active", "expired", "revoked"])))]
    pub state: &'static str,
    /// When it was granted, and by whom.
    pub granted: AccessActAnswer,
    /// When it ends by itself. `null` if it lasts until it is revoked.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub ends_at: Option<String>,
    /// When it was revoked, and by whom. `null` if it was not.
    pub revoked: Option<AccessActAnswer>,
    /// Its newest uses, the last one last: five at most.
    pub uses: Vec<AccessActAnswer>,
}

impl SupportAccessAnswer {
    /// Makes the answer for a reader who works at the desk or not.
    #[must_use]
    pub fn new(access: &SupportAccess, for_staff: bool, now: Timestamp) -> Self {
        let act = |act: &AccessAct| AccessActAnswer::new(act, for_staff);
        Self {
            id: access.id.to_string(),
            company: access.company.to_string(),
            portal: access.portal.to_string(),
            scope: access.scope.to_string(),
            state: access.state(now).name(),
            granted: AccessActAnswer {
                at: access.granted_at.to_string(),
                by: AccessPersonAnswer::new(&access.granted_by, for_staff),
            },
            ends_at: access.ends_at.map(|at| at.to_string()),
            revoked: access.revoked.as_ref().map(act),
            uses: access.uses.iter().map(act).collect(),
        }
    }
}

/// Something that is on record of support access.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AccessRecord"))]
pub struct AccessRecordAnswer {
    /// When it happened.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub at: String,
    /// What happened.
    #[cfg_attr(test, schemars(extend("enum" = ["granted", "used", "revoked", "expired"])))]
    pub event: &'static str,
    /// The ID of the grant.
    pub grant: String,
    /// The address of the portal.
    pub portal: String,
    /// When a grant ends by itself. `null` if it lasts until it is revoked, and for all other events.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub ends_at: Option<String>,
    /// Who did it. `null` for what ended by itself.
    pub by: Option<AccessPersonAnswer>,
}

impl AccessRecordAnswer {
    fn new(record: &AccessRecord, for_staff: bool) -> Self {
        let person = record.by.as_ref();
        Self {
            at: record.at.to_string(),
            event: record.event.name(),
            grant: record.grant.to_string(),
            portal: record.portal.to_string(),
            ends_at: record.ends_at.map(|at| at.to_string()),
            by: person.map(|person| AccessPersonAnswer::new(person, for_staff)),
        }
    }
}

/// A portal of a company.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Portal"))]
pub struct CompanyPortalAnswer {
    /// The address.
    pub portal: String,
    /// The ID of its scope. `null` if the desk takes no access to it.
    pub scope: Option<String>,
}

/// The support access of a company.
#[derive(Debug, Serialize)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(rename = "SupportAccessList")
)]
pub struct SupportAccessListAnswer {
    /// The ID of the company.
    pub company: String,
    /// Its portals, the top-level one first.
    pub portals: Vec<CompanyPortalAnswer>,
    /// The last grant for each portal that had one.
    pub grants: Vec<SupportAccessAnswer>,
    /// What is on record, the newest first.
    pub records: Vec<AccessRecordAnswer>,
    /// The cursor of the older records. `null` if there are none.
    pub next: Option<String>,
}

impl SupportAccessListAnswer {
    /// Makes the answer.
    #[must_use]
    pub fn new(trail: &AccessTrail, desk: &Desk, for_staff: bool, now: Timestamp) -> Self {
        let company = &trail.company;
        let (grants, records) = (trail.grants.iter(), trail.records.iter());
        let portals = company.portals.iter().map(|portal| CompanyPortalAnswer {
            portal: portal.to_string(),
            scope: desk.scope_of(company, portal).map(ToString::to_string),
        });
        Self {
            company: company.id.to_string(),
            portals: portals.collect(),
            grants: grants
                .map(|access| SupportAccessAnswer::new(access, for_staff, now))
                .collect(),
            records: records
                .map(|record| AccessRecordAnswer::new(record, for_staff))
                .collect(),
            next: trail.next.clone(),
        }
    }
}

/// The way to a portal.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "PortalAddress"))]
pub struct PortalAnswer {
    /// The address of the portal.
    #[cfg_attr(test, schemars(extend("format" = "uri")))]
    pub url: String,
}
