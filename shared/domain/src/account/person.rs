//! The account of one person at a desk.

use super::notices::NoticeTopic;
use crate::desk::Desk;
use crate::form::MAX_NAME;
use crate::refusal::{FieldError, FieldProblem};
use crate::value::{CompanyId, DeskId, DomainName, EmailAddress, Format, Language, Line, clean};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A person whom a desk knows, by their address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The desk.
    pub desk: DeskId,
    /// The person's address, by which they sign in.
    pub email: EmailAddress,
    /// The person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// The company that the person works for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// The person's role in the company.
    #[serde(default)]
    pub role: AccountRole,
    /// The address of the portal that the person uses or administers: `acme.example.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<DomainName>,
    /// The language of pages and mails, if the person chose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// How the person came by the account.
    pub joined: Joined,
    /// When that was.
    pub joined_at: Timestamp,
    /// The portals for which the person has confirmed the account, by a link in a mail. The empty text stands
    /// for an account without a portal.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub confirmed: BTreeSet<String>,
    /// What the person wants no mails about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub muted: BTreeSet<NoticeTopic>,
    /// The number of its changes. A change is only stored if this is still the one that it was decided on.
    #[serde(default)]
    pub revision: u64,
    /// The format of the item that it was read from.
    #[serde(default, skip_serializing_if = "Format::is_first")]
    pub format: Format,
}

impl Account {
    /// Returns the account of somebody who signs in with an address at a domain of a company.
    #[must_use]
    pub fn joined_by_domain(
        desk: &DeskId,
        email: &EmailAddress,
        company: CompanyId,
        now: Timestamp,
    ) -> Self {
        Self {
            company: Some(company),
            ..Self::new(desk.clone(), email.clone(), Joined::Domain, now)
        }
    }

    fn new(desk: DeskId, email: EmailAddress, joined: Joined, joined_at: Timestamp) -> Self {
        Self {
            desk,
            email,
            name: None,
            company: None,
            role: AccountRole::default(),
            portal: None,
            language: None,
            joined,
            joined_at,
            confirmed: BTreeSet::new(),
            muted: BTreeSet::new(),
            revision: 0,
            format: Format::CURRENT,
        }
    }

    /// Returns the account after its holder has used a link that was mailed to them.
    #[must_use]
    pub fn confirm(mut self) -> Self {
        let place = self.place().to_owned();
        self.confirmed.insert(place);
        self
    }

    /// Returns the name under which a confirmation is remembered: once for each portal.
    #[must_use]
    pub fn place(&self) -> &str {
        self.portal.as_ref().map_or("", DomainName::as_str)
    }

    /// Returns `true` if the person has used a link that was mailed to them, since the account is for this portal.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.confirmed.contains(self.place())
    }
}

/// The role of a person in their company.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountRole {
    /// Uses what the desk supports.
    #[default]
    Member,
    /// Administers a sub-portal.
    SubAdministrator,
    /// Administers the top-level portal.
    Administrator,
}

impl AccountRole {
    /// All roles.
    pub const ALL: [Self; 3] = [Self::Member, Self::SubAdministrator, Self::Administrator];

    /// Returns the name of the role, as the API and a table of accounts have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::SubAdministrator => "sub_administrator",
            Self::Administrator => "administrator",
        }
    }
}

impl FromStr for AccountRole {
    type Err = FieldProblem;

    fn from_str(text: &str) -> Result<Self, FieldProblem> {
        let same = |role: &Self| text.eq_ignore_ascii_case(role.name());
        let found = Self::ALL.into_iter().find(same);
        found.ok_or_else(|| FieldProblem::NotAChoice {
            choices: Self::ALL.map(|role| role.name().to_owned()).into(),
        })
    }
}

impl fmt::Display for AccountRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How somebody came by an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joined {
    /// An administrator of the desk made it.
    Invitation,
    /// They signed in with an address at a domain of their company. It ends with that domain.
    Domain,
    /// It was in a table that was imported.
    Import,
}

/// An account as somebody typed it, before [`AccountDraft::check`]. An empty text is a missing value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountDraft {
    /// The address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The ID or the name of the company.
    pub company: String,
    /// The role: the name of an [`AccountRole`].
    pub role: String,
    /// The address of the portal, with or without `https://`.
    pub portal: String,
    /// The code of the language.
    pub language: String,
}

/// What is to change on an account, or to stand on a new one. What is `None` stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountChange {
    /// The address.
    pub email: EmailAddress,
    /// The name.
    pub name: Option<Line>,
    /// The ID or the name of the company.
    pub company: Option<Line>,
    /// The role.
    pub role: Option<AccountRole>,
    /// The portal.
    pub portal: Option<DomainName>,
    /// The language.
    pub language: Option<Language>,
}

impl AccountDraft {
    /// Checks what was typed.
    ///
    /// # Errors
    /// With every mistake found, each under the field's name.
    pub fn check(&self, desk: &Desk) -> Result<AccountChange, Vec<FieldError>> {
        let mut mistakes = Vec::new();
        let email = match clean::trimmed(&self.email) {
            "" => Err(FieldProblem::Missing),
            text => EmailAddress::pasted(text).map_err(|_| FieldProblem::NotAnAddress),
        };
        let email = email.map_err(|problem| mistakes.push(FieldError::new("email", problem)));
        let mut take = |field: &str, text: &str, max: usize| match clean::trimmed(text) {
            "" => None,
            text => Line::new(text, max)
                .map_err(|error| mistakes.push(FieldError::new(field, error.into())))
                .ok(),
        };
        let name = take("name", &self.name, MAX_NAME);
        let company = take("company", &self.company, MAX_NAME);
        let portal = take("portal", &self.portal, 300);
        let language = take("language", &self.language, 35);
        let role = take("role", &self.role, 40);
        let mut refuse = |field: &str, problem| mistakes.push(FieldError::new(field, problem));
        let portal = portal.and_then(|text| {
            let host = host(text.as_str()).parse();
            host.map_err(|_| refuse("portal", FieldProblem::NotADomain))
                .ok()
        });
        let language = language.and_then(|text| {
            let known = desk.language_named(text.as_str());
            known.map_err(|problem| refuse("language", problem)).ok()
        });
        let role = role.and_then(|text| {
            let role = text.as_str().parse();
            role.map_err(|problem| refuse("role", problem)).ok()
        });
        match email {
            Ok(email) if mistakes.is_empty() => Ok(AccountChange {
                email,
                name,
                company,
                role,
                portal,
                language,
            }),
            _ => Err(mistakes),
        }
    }
}

/// Returns the host of a web address, or the text itself.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default()
}

impl AccountChange {
    /// Returns a change of an account of which only the address is known.
    #[must_use]
    pub fn only(email: EmailAddress) -> Self {
        Self {
            email,
            name: None,
            company: None,
            role: None,
            portal: None,
            language: None,
        }
    }

    /// Returns the account after the change, and `None` if nothing changes. `company` is the one that the change names.
    /// With `whole`, what the change leaves out is emptied.
    #[must_use]
    pub fn of(
        &self,
        before: Option<&Account>,
        desk: &DeskId,
        company: Option<&CompanyId>,
        (joined, whole): (Joined, bool),
        now: Timestamp,
    ) -> Option<Account> {
        let mut account = before
            .cloned()
            .unwrap_or_else(|| Account::new(desk.clone(), self.email.clone(), joined, now));
        fn put<T: Clone>(place: &mut Option<T>, value: Option<&T>, whole: bool) {
            if value.is_some() || whole {
                *place = value.cloned();
            }
        }
        put(&mut account.name, self.name.as_ref(), whole);
        put(&mut account.company, company, whole);
        put(&mut account.portal, self.portal.as_ref(), whole);
        put(&mut account.language, self.language.as_ref(), whole);
        if self.role.is_some() || whole {
            account.role = self.role.unwrap_or_default();
        }
        // What somebody of the desk has said of an account no longer hangs on a domain.
        if account.joined == Joined::Domain {
            account.joined = joined;
        }
        (before != Some(&account)).then_some(account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_is_taken_as_it_is_pasted() {
        for text in [
            "acme.example.com",
            "https://acme.example.com/users?x=1",
            "acme.example.com:443",
        ] {
            assert_eq!(host(text), "acme.example.com", "{text}");
        }
    }

    #[test]
    fn what_is_left_out_stays_unless_the_whole_is_given() {
        let desk: DeskId = "demo".parse().unwrap();
        let at = Timestamp::UNIX_EPOCH;
        let email: EmailAddress = "a@example.com".parse().unwrap();
        let company: CompanyId = "acme".parse().unwrap();
        let empty = AccountChange::only(email);
        let named = AccountChange {
            name: Line::new("A", 9).ok(),
            role: Some(AccountRole::Administrator),
            ..empty.clone()
        };
        let import = (Joined::Import, false);
        let first = named.of(None, &desk, Some(&company), import, at).unwrap();
        assert_eq!(empty.of(Some(&first), &desk, None, import, at), None);
        assert_eq!(
            named.of(Some(&first), &desk, Some(&company), import, at),
            None
        );
        let emptied = empty
            .of(Some(&first), &desk, None, (Joined::Invitation, true), at)
            .unwrap();
        assert_eq!(
            (emptied.name, emptied.company, emptied.role),
            (None, None, AccountRole::Member)
        );
    }

    #[test]
    fn a_confirmation_is_for_one_portal() {
        let desk: DeskId = "demo".parse().unwrap();
        let email: EmailAddress = "a@example.com".parse().unwrap();
        let change = AccountChange {
            portal: "a.example.com".parse().ok(),
            ..AccountChange::only(email)
        };
        let mut account = change
            .of(
                None,
                &desk,
                None,
                (Joined::Import, false),
                Timestamp::UNIX_EPOCH,
            )
            .unwrap();
        account.confirmed.insert(account.place().to_owned());
        assert!(account.is_confirmed());
        account.portal = "b.example.com".parse().ok();
        assert!(!account.is_confirmed());
    }
}
