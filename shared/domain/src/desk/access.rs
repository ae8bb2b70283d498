//! Who may use a desk, and at which address.

use super::definition::Desk;
use super::spanned::Spanned;
use crate::value::{DomainName, Words};
use serde::Deserialize;

/// The rules of a desk about who may open, see and answer tickets. A desk without them knows no accounts, and anybody may
/// open a ticket.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Who may open tickets.
    #[serde(default)]
    pub open: MayOpen,
    /// The owner of an account.
    #[serde(default)]
    pub account: AccountOwner,
    /// Whose tickets somebody sees beside their own.
    #[serde(default)]
    pub see: MaySee,
    /// `true` makes an account for whoever signs in with an address at a domain of a company.
    #[serde(default)]
    pub join_by_domain: bool,
    /// `true` lets people stay signed in on a device for 30 days.
    #[serde(default)]
    pub remember_device: bool,
    /// `true` lets people choose what they are mailed about.
    #[serde(default)]
    pub choose_notices: bool,
    /// `true` calls the first mailed link of an account a confirmation: once for each portal.
    #[serde(default)]
    pub confirm_once: bool,
    /// The text for people who cannot reach the mailbox of the account.
    pub no_mailbox: Option<Spanned<Words>>,
}

/// Who may open tickets. The desk's people may always.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MayOpen {
    /// Anybody, in anybody's name.
    #[default]
    Anyone,
    /// Whoever is signed in, with any address.
    Confirmed,
    /// Whoever is signed in and has an account.
    Accounts,
    /// The top-level administrators of companies.
    Administrators,
}

/// The owner of an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountOwner {
    /// A single person.
    #[default]
    Person,
    /// A company: all its addresses are the same account. Each sees all its tickets and acts on them as the one who
    /// asked, and its forms ask for the name of who writes.
    Company,
}

/// Whose tickets somebody sees beside their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaySee {
    /// Nobody's but those that they are copied on.
    #[default]
    Own,
    /// All of their company.
    Company,
}

/// The addresses at which support is not available, since they are customers' own, and where it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hosts {
    /// The host names at which the desk's pages send people away: `academy.example.com`. `*.example.com` stands for all below it.
    #[serde(default)]
    pub white_label: Vec<Spanned<String>>,
    /// The address at which support is available.
    pub home: Spanned<String>,
    /// The text that people see at other addresses.
    pub text: Spanned<Words>,
}

impl Hosts {
    /// Returns `true` if support is not available at a host, with or without a port.
    #[must_use]
    pub fn is_white_label(&self, host: &str) -> bool {
        let name = host.split(':').next().unwrap_or_default();
        let Ok(name) = name.parse::<DomainName>() else {
            return false;
        };
        self.white_label
            .iter()
            .any(|pattern| match pattern.strip_prefix("*.") {
                Some(parent) => {
                    let below = name.as_str().strip_suffix(parent);
                    below.is_some_and(|below| below.len() > 1 && below.ends_with('.'))
                }
                None => name.as_str() == pattern.as_str(),
            })
    }
}

impl Desk {
    /// Returns `true` if the desk has accounts.
    #[must_use]
    pub fn has_accounts(&self) -> bool {
        self.access.is_some()
    }

    /// Returns who may open tickets.
    #[must_use]
    pub fn may_open(&self) -> MayOpen {
        self.access
            .as_ref()
            .map_or(MayOpen::Anyone, |access| access.open)
    }

    /// Returns `true` if people choose what they are mailed about.
    #[must_use]
    pub fn chooses_notices(&self) -> bool {
        let access = self.access.as_ref();
        access.is_some_and(|access| access.choose_notices)
    }

    /// Returns `true` if the first link confirms an account, once for each portal.
    #[must_use]
    pub fn confirms_once(&self) -> bool {
        let access = self.access.as_ref();
        access.is_some_and(|access| access.confirm_once)
    }

    /// Returns `true` if people may stay signed in on a device.
    #[must_use]
    pub fn remembers_devices(&self) -> bool {
        let access = self.access.as_ref();
        access.is_some_and(|access| access.remember_device)
    }

    /// Returns `true` if an address at a domain of a company makes an account.
    #[must_use]
    pub fn joins_by_domain(&self) -> bool {
        let access = self.access.as_ref();
        access.is_some_and(|access| access.join_by_domain)
    }

    /// Returns `true` if all addresses of a company are one account.
    #[must_use]
    pub fn has_company_accounts(&self) -> bool {
        self.access
            .as_ref()
            .is_some_and(|access| access.account == AccountOwner::Company)
    }

    /// Returns `true` if people see the tickets of their company.
    #[must_use]
    pub fn shows_company(&self) -> bool {
        let see = self.access.as_ref().map(|access| access.see);
        self.has_company_accounts() || see == Some(MaySee::Company)
    }

    /// Returns `true` if agents may offer remote sessions.
    #[must_use]
    pub fn offers_remote_sessions(&self) -> bool {
        let offered = self.remote_session.as_ref();
        offered.is_some_and(|it| it.enabled)
    }

    /// Returns `true` if requesters may share their tickets.
    #[must_use]
    pub fn shares(&self) -> bool {
        self.sharing.as_ref().is_some_and(|sharing| sharing.enabled)
    }
}
