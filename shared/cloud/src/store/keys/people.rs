//! The keys of accounts, companies, sign-in links, sessions, and forms that wait for their sender.

use super::key::{Item, Key, attributes, instant};
use docket_domain::account::{Account, Company};
use docket_domain::{CompanyId, DeskId, DomainName, EmailAddress};
use jiff::Timestamp;

/// Returns the key of an account.
#[must_use]
pub fn account(desk: &DeskId, email: &EmailAddress) -> Key {
    Key::new(format!("ACCOUNT#{desk}#{email}"), "ACCOUNT")
}

/// Returns the partition of the `requester` index with all accounts of a desk, by their addresses.
#[must_use]
pub fn accounts(desk: &DeskId) -> String {
    format!("ACCOUNTS#{desk}")
}

/// Returns the partition of the `company` index with the accounts of a company, by their addresses.
#[must_use]
pub fn accounts_of_company(desk: &DeskId, company: &CompanyId) -> String {
    format!("ACCOUNTS#{desk}#{company}")
}

/// Returns the keys of an account in the indexes.
#[must_use]
pub fn account_indexes(account: &Account) -> Item {
    let email = || account.email.to_string();
    let mut keys = attributes([
        ("requester_pk", accounts(&account.desk)),
        ("requester_sk", email()),
    ]);
    if let Some(company) = &account.company {
        let partition = accounts_of_company(&account.desk, company);
        keys.extend(attributes([
            ("company_pk", partition),
            ("company_sk", email()),
        ]));
    }
    keys
}

/// Returns the key of a company.
#[must_use]
pub fn company(desk: &DeskId, id: &CompanyId) -> Key {
    Key::new(format!("COMPANY#{desk}#{id}"), "COMPANY")
}

/// Returns the partition of the `company` index with all companies of a desk, by their names.
#[must_use]
pub fn companies(desk: &DeskId) -> String {
    format!("COMPANIES#{desk}")
}

/// Returns the keys of a company in the index.
#[must_use]
pub fn company_indexes(company: &Company) -> Item {
    attributes([
        ("company_pk", companies(&company.desk)),
        ("company_sk", company_sk(company)),
    ])
}

/// Returns the sort key of a company among all of its desk.
#[must_use]
pub fn company_sk(company: &Company) -> String {
    format!("{}#{}", Company::folded(&company.name), company.id)
}

/// Returns the key of the note which company a domain belongs to.
#[must_use]
pub fn domain(desk: &DeskId, domain: &DomainName) -> Key {
    Key::new(format!("DOMAIN#{desk}#{domain}"), "DOMAIN")
}

/// Returns the partition of the `requester` index with the sessions of an address, by their beginnings.
#[must_use]
pub fn sessions(desk: &DeskId, email: &EmailAddress) -> String {
    format!("SESSIONS#{desk}#{email}")
}

/// Returns the keys of a session in the index.
#[must_use]
pub fn session_indexes(desk: &DeskId, email: &EmailAddress, began_at: Timestamp) -> Item {
    attributes([
        ("requester_pk", sessions(desk, email)),
        ("requester_sk", instant(began_at)),
    ])
}

/// Returns the key of a sign-in link that has not been used: that of its slot, the part of its ID before
/// the secret one. A slot holds one link.
#[must_use]
pub fn sign_in_link(id: &str) -> Key {
    let slot = id.rsplit_once('-').map_or(id, |(slot, _)| slot);
    Key::new(format!("SIGN_IN_LINK#{slot}"), "SIGN_IN_LINK")
}

/// Returns the key of a session, by the digest of its token.
#[must_use]
pub fn session(digest: &str) -> Key {
    Key::new(format!("SESSION#{digest}"), "SESSION")
}

/// Returns the digest of a session's token, from the key of its item.
#[must_use]
pub fn session_of(item: &Item) -> Option<&str> {
    item.get("pk")?.as_s().ok()?.strip_prefix("SESSION#")
}

/// Returns the key of a form that is kept until its sender confirms it.
#[must_use]
pub fn draft(id: &str) -> Key {
    Key::new(format!("DRAFT#{id}"), "DRAFT")
}

/// Returns the key of a form that is held until its sender has signed in.
#[must_use]
pub fn held_form(id: &str) -> Key {
    Key::new(format!("HELD#{id}"), "HELD")
}

/// Returns the key of an invitation.
#[must_use]
pub fn invitation(id: &str) -> Key {
    Key::new(format!("INVITATION#{id}"), "INVITATION")
}

/// Returns the key of what one of the desk's people chose.
#[must_use]
pub fn staff_choices(desk: &DeskId, email: &EmailAddress) -> Key {
    Key::new(format!("STAFF#{desk}#{email}"), "CHOICES")
}
