//! Tables of accounts: by the API, by the form in the console, and by the command.

mod command;
mod form;
mod tables;
mod together;

use crate::support::{Answer, Site, Staff, remember};
use reqwest::Method;
use serde_json::{Value, json};

const DESK: &str = "smartplayer";
const PATH: &str = "/api/desks/smartplayer/accounts/import";

/// An admin of the desk who is signed in.
struct Admin<'s> {
    site: &'s Site,
    staff: Staff<'s>,
}

impl<'s> Admin<'s> {
    async fn of(site: &'s Site) -> Self {
        let staff = site.sign_in(DESK, "admin@smartplayer.example.com").await;
        Self { site, staff }
    }

    async fn send(&self, query: &str, table: impl Into<Vec<u8>>) -> Answer {
        send(self.site, &self.staff.bearer, query, table.into()).await
    }

    /// Imports a table, which has to be taken.
    async fn import(&self, table: impl Into<Vec<u8>>) -> Value {
        let answer = self.send("", table).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json
    }

    /// All accounts, with what a table says of them.
    async fn accounts(&self) -> Vec<[String; 6]> {
        let accounts = self.all("accounts").await;
        let columns = docket_domain::account::COLUMNS;
        let cell =
            |account: &Value, column| account[column].as_str().unwrap_or_default().to_owned();
        let row = |account: &Value| columns.map(|column| cell(account, column));
        accounts.iter().map(row).collect()
    }

    /// The names of all companies.
    async fn companies(&self) -> Vec<String> {
        let companies = self.all("companies").await;
        let name = |company: &Value| company["name"].as_str().unwrap().to_owned();
        companies.iter().map(name).collect()
    }

    /// All entries of a list, page by page.
    async fn all(&self, list: &str) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("/api/desks/{DESK}/{list}{cursor}");
            let page = self.staff.get(&path).await;
            assert_eq!(page.status, 200, "{}", page.text);
            let entries = page.json[list].as_array().unwrap();
            assert!(entries.len() <= 50, "a page has 50 entries at most");
            all.extend(entries.iter().cloned());
            match page.json["next"].as_str() {
                Some(next) => cursor = format!("?cursor={next}"),
                None => return all,
            }
        }
    }
}

async fn send(site: &Site, bearer: &str, query: &str, table: Vec<u8>) -> Answer {
    // What is personal in a table is in no log.
    let text = String::from_utf8_lossy(&table);
    let cells = text.split([',', ';', '\t', '\n', '\r', '"']).take(10_000);
    cells
        .filter(|cell| cell.contains(['@', ' ']))
        .for_each(remember);
    let mut headers = vec![("content-type", "text/csv")];
    if !bearer.is_empty() {
        headers.push(("authorization", bearer));
    }
    let path = format!("{PATH}{query}");
    site.send(Method::POST, &path, &headers, table).await
}

fn counts(added: u64, changed: u64, unchanged: u64, companies: u64) -> Value {
    json!({
        "dry_run": false, "added": added, "changed": changed, "unchanged": unchanged, "companies": companies, "errors": [],
    })
}

/// A member of a company, as a row of [`Admin::accounts`].
fn member(email: &str, name: &str, company: &str) -> [String; 6] {
    [email, name, company, "member", "", ""].map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_tried_then_imported_and_changes_nothing_twice() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    let table = "email,name,company,role,portal,language\n\
        ada@acme.example.com,Ada L,acme,administrator,https://acme.example.com/users,ru\n\
        ben@acme.example.com,Ben M,acme,,,\n\
        eve@other.example.com,Eve N,other,sub_administrator,other.example.com,en\n";
    let tried = admin.send("?dry_run=true", table).await;
    let mut would = counts(3, 0, 0, 2);
    would["dry_run"] = true.into();
    assert_eq!((tried.status, tried.json), (200, would));
    assert!(admin.accounts().await.is_empty() && admin.companies().await.is_empty());

    assert_eq!(admin.import(table).await, counts(3, 0, 0, 2));
    let stored = admin.accounts().await;
    let first = [
        "ada@acme.example.com",
        "Ada L",
        "acme",
        "administrator",
        "acme.example.com",
        "ru",
    ];
    let last = [
        "eve@other.example.com",
        "Eve N",
        "other",
        "sub_administrator",
        "other.example.com",
        "en",
    ];
    let expected = [
        first.map(str::to_owned),
        member("ben@acme.example.com", "Ben M", "acme"),
        last.map(str::to_owned),
    ];
    assert_eq!(stored, expected);
    assert_eq!(admin.companies().await, ["acme", "other"]);
    let acme = admin
        .staff
        .get("/api/desks/smartplayer/companies/acme")
        .await;
    assert_eq!(acme.json["portals"], json!(["acme.example.com"]));

    // Who is in a table is not written to.
    assert!(site.mails_to("ada@acme.example.com").await.is_empty());

    assert_eq!(admin.import(table).await, counts(0, 0, 3, 0));
    let changed = table.replace("Ben M", "Benjamin M");
    assert_eq!(admin.import(changed).await, counts(0, 1, 2, 0));
    let stored = admin.accounts().await;
    assert_eq!(
        stored[1],
        member("ben@acme.example.com", "Benjamin M", "acme")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_cell_leaves_what_the_person_set() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    admin
        .import("email,name\nada@example.com,A. Person\n")
        .await;
    let ada = site.sign_in(DESK, "ada@example.com").await;
    let own = json!({ "name": "Ada King", "language": "ru" });
    let set = ada.post("/api/desks/smartplayer/me", &own).await;
    assert_eq!(set.status, 200, "{}", set.text);
    let table = "email,name,company,language\nada@example.com, ,acme,\n";
    assert_eq!(admin.import(table).await, counts(0, 1, 0, 1));
    let mut expected = member("ada@example.com", "Ada King", "acme");
    expected[5] = "ru".to_owned();
    assert_eq!(admin.accounts().await, [expected]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_admin_imports() {
    let site = Site::start_as_shipped().await;
    let table = "email\nada@example.com\n";
    send(&site, "", "", table.into()).await.is_problem(401, "");
    for email in ["agent-1", "lead"] {
        let email = format!("{email}@smartplayer.example.com");
        let staff = site.sign_in(DESK, &email).await;
        for query in ["", "?dry_run=true"] {
            let refused = send(&site, &staff.bearer, query, table.into()).await;
            refused.is_problem(403, "");
        }
    }
    // The admin of another desk is nobody here.
    let other = site.sign_in("spaceos", "admin@spaceos.example.com").await;
    send(&site, &other.bearer, "", table.into())
        .await
        .is_problem(401, "");
    assert!(Admin::of(&site).await.accounts().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_too_large_is_refused_with_the_way_out() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    let rows = |count: usize| {
        let rows = (0..count).map(|number| format!("person-{number}@example.com\n"));
        format!("email\n{}", rows.collect::<String>())
    };
    // The function refuses the one, and the gateway the other.
    for count in [200_000, 1_000_000] {
        let refused = admin.send("", rows(count)).await;
        refused.is_problem(413, "body");
        let told = refused.json["detail"].as_str().unwrap();
        assert!(told.contains("`docket accounts import`"), "{told}");
        assert!(told.contains("4194304"), "{told}");
    }
    assert!(admin.accounts().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_of_more_than_fifty_go_on() {
    let site = Site::start_as_shipped().await;
    let admin = Admin::of(&site).await;
    let email = |number| format!("person-{number:03}@example.com");
    let company = |number| format!("company-{number:03}");
    let rows = (0..120).map(|number| format!("{},{}\n", email(number), company(number / 2)));
    let table = format!("email,company\n{}", rows.collect::<String>());
    assert_eq!(admin.import(table).await, counts(120, 0, 0, 60));
    let expected: Vec<_> = (0..120)
        .map(|number| member(&email(number), "", &company(number / 2)))
        .collect();
    assert_eq!(admin.accounts().await, expected);
    let expected: Vec<_> = (0..60).map(company).collect();
    assert_eq!(admin.companies().await, expected);
}
