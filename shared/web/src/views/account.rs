//! The answers about accounts, companies, sessions and imports.

use docket_app::SignedIn;
use docket_app::accounts::Imported;
use docket_cloud::store::ListedSession;
use docket_domain::account::{Account, Company, ImportMistake, Joined, NoticeTopic};
use docket_domain::desk::{Desk, Occasion};
use docket_texts::Texts;
use serde::Serialize;
use std::collections::BTreeSet;

/// An account.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Account"))]
pub struct AccountAnswer {
    /// The address.
    pub email: String,
    /// The name.
    pub name: Option<String>,
    /// The ID of the company.
    pub company: Option<String>,
    /// The role in the company.
    #[cfg_attr(test, schemars(extend("enum" = ["member", "sub_administrator", "administrator"])))]
    pub role: &'static str,
    /// The address of the portal.
    pub portal: Option<String>,
    /// The language.
    pub language: Option<String>,
    /// How the person came by it.
    #[cfg_attr(test, schemars(extend("enum" = ["invitation", "domain", "import"])))]
    pub joined: &'static str,
    /// When that was.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub joined_at: String,
    /// `true` once its holder has used a link that was mailed to them.
    pub confirmed: bool,
}

impl AccountAnswer {
    /// Makes the answer for an account.
    #[must_use]
    pub fn new(account: &Account) -> Self {
        Self {
            email: account.email.to_string(),
            name: account.name.as_ref().map(ToString::to_string),
            company: account.company.as_ref().map(ToString::to_string),
            role: account.role.name(),
            portal: account.portal.as_ref().map(ToString::to_string),
            language: account.language.as_ref().map(ToString::to_string),
            joined: match account.joined {
                Joined::Invitation => "invitation",
                Joined::Domain => "domain",
                Joined::Import => "import",
            },
            joined_at: account.joined_at.to_string(),
            confirmed: account.is_confirmed(),
        }
    }
}

/// A page of accounts.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "AccountList"))]
pub struct AccountsAnswer {
    /// The accounts.
    pub accounts: Vec<AccountAnswer>,
    /// The cursor of the next page. `null` on the last one.
    pub next: Option<String>,
}

/// A company.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Company"))]
pub struct CompanyAnswer {
    /// The ID.
    pub id: String,
    /// The name.
    pub name: String,
    /// The domains of its people's addresses.
    pub domains: Vec<String>,
    /// The ID of the contract.
    pub contract: Option<String>,
    /// The address of the project manager.
    pub project_manager: Option<String>,
    /// The addresses of its portals, the top-level one first.
    pub portals: Vec<String>,
}

impl CompanyAnswer {
    /// Makes the answer for a company.
    #[must_use]
    pub fn new(company: &Company) -> Self {
        Self {
            id: company.id.to_string(),
            name: company.name.to_string(),
            domains: company.domains.iter().map(ToString::to_string).collect(),
            contract: company.contract.as_ref().map(ToString::to_string),
            project_manager: company.project_manager.as_ref().map(ToString::to_string),
            portals: company.portals.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A page of companies.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "CompanyList"))]
pub struct CompaniesAnswer {
    /// The companies.
    pub companies: Vec<CompanyAnswer>,
    /// The cursor of the next page. `null` on the last one.
    pub next: Option<String>,
}

/// What an import does.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Import"))]
pub struct ImportAnswer {
    /// `true` if nothing was written.
    pub dry_run: bool,
    /// The new accounts.
    pub added: u64,
    /// The accounts that are otherwise than before.
    pub changed: u64,
    /// The accounts that were so before.
    pub unchanged: u64,
    /// The new companies.
    pub companies: u64,
    /// What is wrong with the table. If anything is, nothing was written.
    pub errors: Vec<ImportErrorAnswer>,
}

/// What is wrong with a line of a table.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "ImportError"))]
pub struct ImportErrorAnswer {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong there, and what to do.
    pub message: String,
}

impl ImportAnswer {
    /// Makes the answer for an import that was done, or with a dry run would be.
    #[must_use]
    pub fn done(done: &Imported, dry_run: bool) -> Self {
        Self {
            dry_run,
            added: done.added,
            changed: done.changed,
            unchanged: done.unchanged,
            companies: done.companies.len() as u64,
            errors: Vec::new(),
        }
    }

    /// Makes the answer for a table with mistakes.
    #[must_use]
    pub fn refused(mistakes: &[ImportMistake], dry_run: bool, texts: &Texts) -> Self {
        let errors = mistakes.iter().map(|mistake| ImportErrorAnswer {
            line: mistake.line,
            message: texts.import_problem(&mistake.problem),
        });
        Self {
            errors: errors.collect(),
            ..Self::done(&Imported::default(), dry_run)
        }
    }
}

/// A session.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SessionInList"))]
pub struct ListedSessionAnswer {
    /// The ID.
    pub id: String,
    /// The time at which it began.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub began_at: Option<String>,
    /// The time at which it ends.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub expires_at: String,
    /// The program that it began with.
    pub device: Option<String>,
    /// `true` for the session of this very request.
    pub current: bool,
}

impl ListedSessionAnswer {
    /// Makes the entry of a session. `own` is the ID of the caller's.
    #[must_use]
    pub fn new(listed: &ListedSession, own: &str) -> Self {
        let ends_at = jiff::Timestamp::from_second(listed.session.expires_at);
        Self {
            id: listed.digest.clone(),
            began_at: listed.session.began_at.map(|at| at.to_string()),
            expires_at: ends_at.unwrap_or(jiff::Timestamp::MAX).to_string(),
            device: listed.session.device.clone(),
            current: listed.digest == own,
        }
    }
}

/// Sessions.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "SessionList"))]
pub struct SessionsAnswer {
    /// The sessions, the youngest first: a hundred at most.
    pub sessions: Vec<ListedSessionAnswer>,
}

/// The caller's profile.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Me"))]
pub struct MeAnswer {
    /// The address.
    pub email: String,
    /// The role at the desk.
    pub role: String,
    /// The account. `null` for somebody without one.
    pub account: Option<AccountAnswer>,
    /// `true` if the person may open tickets.
    pub may_open: bool,
    /// What the person is mailed about as a requester. `null` where people cannot choose.
    pub notices: Option<Vec<&'static str>>,
    /// What they are mailed about as one of the desk's people, of what its rules can tell them. `null` for all others.
    pub staff_notices: Option<Vec<&'static str>>,
    /// The time at which the session ends.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub session_ends_at: String,
}

impl MeAnswer {
    /// Makes the answer for a person with their account as it now is.
    #[must_use]
    pub fn new(
        desk: &Desk,
        person: &SignedIn,
        account: Option<&Account>,
        muted: &BTreeSet<Occasion>,
    ) -> Self {
        let told = desk.person(&person.email).map(|it| desk.occasions_for(it));
        let wanted_here = |told: Vec<Occasion>| {
            let wanted = told.into_iter().filter(|it| !muted.contains(it));
            wanted.map(Occasion::name).collect()
        };
        let chooses = desk.chooses_notices();
        let wanted = |account: &Account| {
            let topics = NoticeTopic::ALL.into_iter();
            let wanted = topics.filter(|topic| !account.muted.contains(topic));
            wanted.map(NoticeTopic::name).collect()
        };
        Self {
            email: person.email.to_string(),
            role: person.role().to_string(),
            may_open: desk.admit(person.visitor()).is_ok(),
            notices: account.filter(|_| chooses).map(wanted),
            staff_notices: told.map(wanted_here),
            account: account.map(AccountAnswer::new),
            session_ends_at: person.ends_at.to_string(),
        }
    }
}
