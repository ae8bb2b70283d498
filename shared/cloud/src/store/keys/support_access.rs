//! The keys of support access: all of a company stands in one partition, so that one query lists it.

use super::key::{Key, instant};
use docket_domain::account::AccessRecord;
use docket_domain::{CompanyId, DeskId, DomainName};
use jiff::Timestamp;
use uuid::Uuid;

/// What the sort keys of grants begin with.
pub const GRANTS: &str = "GRANT#";
/// What the sort keys of records begin with.
pub const RECORDS: &str = "RECORD#";

/// Returns the partition with the support access of a company.
#[must_use]
pub fn support_access(desk: &DeskId, company: &CompanyId) -> String {
    format!("SUPPORT_ACCESS#{desk}#{company}")
}

/// Returns the key of the last grant for a portal. There is one item for each portal, so no two grants for it can be active, and a
/// company has at most as many as portals.
#[must_use]
pub fn grant(desk: &DeskId, company: &CompanyId, portal: &DomainName) -> Key {
    let partition = support_access(desk, company);
    Key::new(partition, format!("{GRANTS}{portal}"))
}

/// Returns the key of a record.
#[must_use]
pub fn access_record(desk: &DeskId, company: &CompanyId, record: &AccessRecord) -> Key {
    access_record_at(desk, company, &access_place(record))
}

/// Returns the key of the record at a place.
#[must_use]
pub fn access_record_at(desk: &DeskId, company: &CompanyId, place: &str) -> Key {
    Key::new(support_access(desk, company), format!("{RECORDS}{place}"))
}

/// Returns the place of a record among those of its company. The places are in the order of time.
#[must_use]
pub fn access_place(record: &AccessRecord) -> String {
    format!("{}#{}", instant(record.at), record.id)
}

/// Returns `true` for a text that is a place, of a record or of none.
#[must_use]
pub fn is_access_place(text: &str) -> bool {
    let parts = text.split_once('#');
    parts.is_some_and(|(at, id)| at.parse::<Timestamp>().is_ok() && id.parse::<Uuid>().is_ok())
}
