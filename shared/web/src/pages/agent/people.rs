//! The pages of accounts and companies, for an admin.

use crate::pages::frame::Frame;
use crate::pages::messages::{form_status, message, summary};
use crate::pages::page::page;
use crate::request::Call;
use crate::response::Response;
use crate::views::{ImportAnswer, ListedSessionAnswer};
use askama::Template;
use docket_app::links::{query_of, with_query};
use docket_cloud::store::{AccountsPage, CompaniesPage, ListedSession};
use docket_domain::CompanyId;
use docket_domain::account::{Account, AccountDraft, AccountRole, COLUMNS, Company, CompanyDraft};
use docket_domain::desk::Desk;
use docket_texts::FieldMessage;
use http::StatusCode;

/// The tabs of these pages, each with the ID of its name.
const TABS: [(&str, &str); 3] = [
    ("accounts", "people-accounts"),
    ("companies", "people-companies"),
    ("import", "people-import"),
];

/// What these pages have in common.
struct People<'a> {
    desk: &'a Desk,
    tab: &'static str,
}

impl People<'_> {
    /// Returns the tabs: the address, the name, and whether it is the page's.
    fn tabs(&self, frame: &Frame<'_>) -> Vec<(String, String, bool)> {
        let console = frame.links(self.desk).console();
        let tab = |(tab, name): (&str, &str)| {
            let is_here = tab == self.tab;
            (format!("{console}/{tab}"), frame.t(name), is_here)
        };
        TABS.into_iter().map(tab).collect()
    }

    fn role(&self, frame: &Frame<'_>, role: &AccountRole) -> String {
        frame.t(&format!("account-role-{}", role.name()))
    }
}

/// Returns the frame of one of these pages, and what they have in common.
fn page_of<'a>(call: &Call, desk: &'a Desk, tab: &'static str) -> (Frame<'a>, People<'a>) {
    let mut frame = Frame::of_desk(call, desk, call.language(desk));
    frame.address = format!("{}/{tab}", frame.links(desk).console());
    (frame, People { desk, tab })
}

#[derive(Template)]
#[template(path = "people/accounts.html")]
struct AccountsTemplate<'a> {
    frame: Frame<'a>,
    people: People<'a>,
    accounts: &'a [Account],
    start: &'a str,
    is_first: bool,
    next: Option<String>,
}

/// Makes a page of the list of accounts.
#[must_use]
pub fn accounts(call: &Call, desk: &Desk, shown: &AccountsPage) -> Response {
    let (mut frame, people) = page_of(call, desk, "accounts");
    frame.is_wide = true;
    let start = call.query("start").unwrap_or_default();
    let next = shown.next.as_ref().map(|next| {
        let query = query_of([("start", start), ("cursor", next.as_str())]);
        with_query(&frame.links(desk).accounts(), &query)
    });
    page(
        StatusCode::OK,
        &AccountsTemplate {
            frame,
            people,
            accounts: &shown.accounts,
            start,
            is_first: call.query("cursor").is_none(),
            next,
        },
    )
}

/// The contents of the page of an account.
#[derive(Debug, Default)]
pub struct AccountForm {
    /// What was typed, or what the account has.
    pub draft: AccountDraft,
    /// `true` to tell the person by mail.
    pub invite: bool,
    /// The messages about invalid input.
    pub messages: Vec<FieldMessage>,
    /// The account as it is. `None` for a new one.
    pub there: Option<Account>,
    /// Its sessions.
    pub sessions: Vec<ListedSession>,
}

impl AccountForm {
    /// Makes the contents for an account that is there.
    #[must_use]
    pub fn of(account: Account, sessions: Vec<ListedSession>) -> Self {
        let text = |text: Option<String>| text.unwrap_or_default();
        Self {
            draft: AccountDraft {
                email: account.email.to_string(),
                name: text(account.name.as_ref().map(ToString::to_string)),
                company: text(account.company.as_ref().map(ToString::to_string)),
                role: account.role.name().to_owned(),
                portal: text(account.portal.as_ref().map(ToString::to_string)),
                language: text(account.language.as_ref().map(ToString::to_string)),
            },
            there: Some(account),
            sessions,
            ..Self::default()
        }
    }
}

#[derive(Template)]
#[template(path = "people/account.html")]
struct AccountTemplate<'a> {
    frame: Frame<'a>,
    people: People<'a>,
    form: &'a AccountForm,
    sessions: Vec<ListedSessionAnswer>,
}

impl AccountTemplate<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        message(&self.form.messages, field)
    }

    fn summary(&self) -> Vec<(String, String)> {
        summary(&self.form.messages)
    }

    fn roles(&self) -> [AccountRole; 3] {
        AccountRole::ALL
    }

    fn is_role(&self, role: &AccountRole) -> bool {
        let given = self.form.draft.role.as_str();
        given == role.name() || (given.is_empty() && *role == AccountRole::default())
    }

    fn is_language(&self, code: &str) -> bool {
        self.form.draft.language == code
    }
}

/// Makes the page of an account, or of a new one.
#[must_use]
pub fn account(call: &Call, desk: &Desk, form: &AccountForm) -> Response {
    let (mut frame, people) = page_of(call, desk, "accounts");
    frame.has_errors = !form.messages.is_empty();
    frame.address = match &form.there {
        Some(account) => frame.links(desk).account(&account.email),
        None => format!("{}/account", frame.links(desk).console()),
    };
    let sessions = form.sessions.iter();
    let sessions = sessions
        .map(|listed| ListedSessionAnswer::new(listed, ""))
        .collect();
    let template = AccountTemplate {
        frame,
        people,
        form,
        sessions,
    };
    page(form_status(&form.messages), &template)
}

#[derive(Template)]
#[template(path = "people/companies.html")]
struct CompaniesTemplate<'a> {
    frame: Frame<'a>,
    people: People<'a>,
    companies: &'a [Company],
    start: &'a str,
    is_first: bool,
    next: Option<String>,
}

/// Makes a page of the list of companies.
#[must_use]
pub fn companies(call: &Call, desk: &Desk, shown: &CompaniesPage) -> Response {
    let (mut frame, people) = page_of(call, desk, "companies");
    frame.is_wide = true;
    let start = call.query("start").unwrap_or_default();
    let next = shown.next.as_ref().map(|next| {
        let query = query_of([("start", start), ("cursor", next.as_str())]);
        with_query(&frame.links(desk).companies(), &query)
    });
    page(
        StatusCode::OK,
        &CompaniesTemplate {
            frame,
            people,
            companies: &shown.companies,
            start,
            is_first: call.query("cursor").is_none(),
            next,
        },
    )
}

/// The contents of the page of a company.
#[derive(Debug, Default)]
pub struct CompanyForm {
    /// What was typed, or what the company has.
    pub draft: CompanyDraft,
    /// The ID of the company. `None` for a new one.
    pub there: Option<CompanyId>,
    /// The messages about invalid input.
    pub messages: Vec<FieldMessage>,
    /// Its first accounts.
    pub accounts: Vec<Account>,
}

impl CompanyForm {
    /// Makes the contents for a company that is there.
    #[must_use]
    pub fn of(company: Company, accounts: Vec<Account>) -> Self {
        let names =
            |all: &[docket_domain::DomainName]| all.iter().map(ToString::to_string).collect();
        let text = |text: Option<String>| text.unwrap_or_default();
        Self {
            draft: CompanyDraft {
                id: company.id.to_string(),
                name: company.name.to_string(),
                domains: names(&company.domains),
                contract: text(company.contract.as_ref().map(ToString::to_string)),
                project_manager: text(company.project_manager.as_ref().map(ToString::to_string)),
                portals: names(&company.portals),
            },
            there: Some(company.id),
            accounts,
            ..Self::default()
        }
    }
}

#[derive(Template)]
#[template(path = "people/company.html")]
struct CompanyTemplate<'a> {
    frame: Frame<'a>,
    people: People<'a>,
    form: &'a CompanyForm,
}

impl CompanyTemplate<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        message(&self.form.messages, field)
    }

    fn summary(&self) -> Vec<(String, String)> {
        summary(&self.form.messages)
    }

    fn is_contract(&self, id: impl AsRef<str>) -> bool {
        self.form.draft.contract == id.as_ref()
    }
}

/// Makes the page of a company, or of a new one.
#[must_use]
pub fn company(call: &Call, desk: &Desk, form: &CompanyForm) -> Response {
    let (mut frame, people) = page_of(call, desk, "companies");
    frame.has_errors = !form.messages.is_empty();
    frame.address = match &form.there {
        Some(id) => frame.links(desk).company(id),
        None => format!("{}/company", frame.links(desk).console()),
    };
    page(
        form_status(&form.messages),
        &CompanyTemplate {
            frame,
            people,
            form,
        },
    )
}

#[derive(Template)]
#[template(path = "people/import.html")]
struct ImportTemplate<'a> {
    frame: Frame<'a>,
    people: People<'a>,
    table: &'a str,
    answer: Option<&'a ImportAnswer>,
    messages: Vec<FieldMessage>,
}

impl ImportTemplate<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        message(&self.messages, field)
    }

    fn columns(&self) -> String {
        COLUMNS.join(",")
    }

    /// Says what an import does.
    fn outcome(&self, answer: &ImportAnswer) -> String {
        let count = |number: u64| number.to_string();
        let id = match answer.dry_run {
            true => "import-would",
            false => "import-done",
        };
        self.frame.texts.with(
            id,
            &[
                ("added", &count(answer.added)),
                ("changed", &count(answer.changed)),
                ("unchanged", &count(answer.unchanged)),
                ("companies", &count(answer.companies)),
            ],
        )
    }
}

/// Makes the page of the import. `table` is what was typed, `answer` what was done with it.
#[must_use]
pub fn import(
    call: &Call,
    desk: &Desk,
    status: StatusCode,
    table: &str,
    answer: Option<&ImportAnswer>,
    messages: Vec<FieldMessage>,
) -> Response {
    let (mut frame, people) = page_of(call, desk, "import");
    frame.has_errors = status != StatusCode::OK;
    page(
        status,
        &ImportTemplate {
            frame,
            people,
            table,
            answer,
            messages,
        },
    )
}
