//! What the pages about support access have in common: grants and records in words.

use super::frame::Frame;
use docket_app::links::{query_of, with_query};
use docket_app::support_access::AccessTrail;
use docket_domain::account::{AccessPerson, AccessRecord, AccessState, GrantId, SupportAccess};
use docket_domain::desk::Desk;
use jiff::Timestamp;

/// A grant that can be used.
pub(super) struct ActiveGrant {
    pub(super) id: GrantId,
    pub(super) portal: String,
    /// The scope, in the words of the desk file.
    pub(super) scope: String,
    /// Who granted it, for the reader of the page.
    pub(super) by: String,
    pub(super) granted_at: Timestamp,
    pub(super) ends_at: Option<Timestamp>,
    /// The last use: who, and when.
    pub(super) used: Option<(String, Timestamp)>,
}

/// A record, in words.
pub(super) struct RecordRow {
    pub(super) at: Timestamp,
    pub(super) portal: String,
    pub(super) what: String,
    pub(super) ends_at: Option<Timestamp>,
    pub(super) by: Option<String>,
}

/// The records of a page, and the ways to others.
pub(super) struct Trail {
    pub(super) rows: Vec<RecordRow>,
    /// The address of the newest records, on a page of older ones.
    pub(super) newest: Option<String>,
    /// The address of the older records.
    pub(super) older: Option<String>,
}

/// Returns a person for a reader. A company sees no address of the desk's people.
fn person(person: &AccessPerson, for_staff: bool) -> String {
    let email = person.email.as_str();
    match (&person.name, for_staff || !person.is_staff) {
        (Some(name), true) => format!("{name} ({email})"),
        (Some(name), false) => name.clone(),
        (None, true) => email.to_owned(),
        (None, false) => String::new(),
    }
}

/// Returns the label of a scope in the desk file, or its ID if the file has it no more.
pub(super) fn scope_label(frame: &Frame<'_>, desk: &Desk, id: &str) -> String {
    let mut scopes = desk.support_access.iter().flat_map(|it| &it.scopes);
    let scope = scopes.find(|scope| scope.id.as_str() == id);
    scope.map_or_else(
        || id.to_owned(),
        |scope| frame.w(&scope.label).trim().to_owned(),
    )
}

/// Returns the grants that can be used now.
pub(super) fn active(
    frame: &Frame<'_>,
    desk: &Desk,
    grants: &[SupportAccess],
    for_staff: bool,
    now: Timestamp,
) -> Vec<ActiveGrant> {
    let active = grants
        .iter()
        .filter(|access| access.state(now) == AccessState::Active);
    let entry = |access: &SupportAccess| {
        let used = access.uses.last();
        ActiveGrant {
            id: access.id,
            portal: access.portal.to_string(),
            scope: scope_label(frame, desk, access.scope.as_str()),
            by: person(&access.granted_by, for_staff),
            granted_at: access.granted_at,
            ends_at: access.ends_at,
            used: used.map(|act| (person(&act.by, for_staff), act.at)),
        }
    };
    active.map(entry).collect()
}

impl Trail {
    /// Makes the records of a page. `page` is its address, and `is_newest` says whether it shows the newest ones.
    pub(super) fn new(
        frame: &Frame<'_>,
        trail: &AccessTrail,
        page: &str,
        is_newest: bool,
        for_staff: bool,
    ) -> Self {
        let row = |record: &AccessRecord| RecordRow {
            at: record.at,
            portal: record.portal.to_string(),
            what: frame.t(&format!("access-{}", record.event.name())),
            ends_at: record.ends_at,
            by: record.by.as_ref().map(|by| person(by, for_staff)),
        };
        let next = trail.next.as_deref();
        Self {
            rows: trail.records.iter().map(row).collect(),
            newest: (!is_newest).then(|| page.to_owned()),
            older: next.map(|next| with_query(page, &query_of([("cursor", next)]))),
        }
    }
}
