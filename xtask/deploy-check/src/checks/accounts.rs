//! A desk that takes tickets from people it knows alone: accounts, companies, sharing, sessions.

use super::pages::contains;
use crate::check::Check;
use hyper::Method;
use serde_json::{Value, json};
use xtask_client::{Answer, Ask, Ticket};

/// The desk, one of those that [`super::desks::with_tickets`] adds.
pub(crate) const DESK: &str = "members";
const API: &str = "/api/desks/members";

/// What makes the small desk one of this kind.
pub(crate) const SETTINGS: &str = r#"
[access]
open = "accounts"
see = "company"
join_by_domain = true
remember_device = true
choose_notices = true

[sharing]
enabled = true

[[people]]
email = "admin@members.example.com"
name = "Admin"
role = "admin"
"#;

const ADA: &str = "ada@acme.customer.example.com";
const BEN: &str = "ben@acme.customer.example.com";
const EVE: &str = "eve@other.customer.example.com";

/// An admin imports accounts and makes a company; whoever is signed in opens a ticket that their company sees and nobody else, and shares it.
pub(crate) async fn are_let_in(check: &mut Check) -> Result<(), String> {
    let form = held(check).await?;
    let admin = "admin@members.example.com";
    let admin = check.site.sign_in_as(DESK, admin, &check.mailbox).await?;
    let company = json!({ "id": "acme", "name": "Acme", "domains": ["acme.customer.example.com"] });
    post(check, "/companies", &company, &admin)
        .await?
        .expect(201)?;
    let table = format!("email,name,company\n{ADA},Ada,acme\n{EVE},Eve,Other & Sons\n");
    let import = |dry_run: bool| {
        let ask = Ask::post(format!("{API}/accounts/import?dry_run={dry_run}"));
        ask.bearer(&admin).body("text/csv", table.clone())
    };
    let tried = check.site.send(import(true)).await?.expect(200)?;
    let done = check.site.send(import(false)).await?.expect(200)?;
    if tried.json()?.get("added") != Some(&json!(2)) || done.json()?.get("added") != Some(&json!(2))
    {
        return Err(done.unlike("two new accounts"));
    }
    for path in [
        "accounts",
        "companies",
        "import",
        "account",
        "company?id=acme",
    ] {
        let page = Ask::get(format!("/{DESK}/console/{path}"));
        let page = page.header("accept", "text/html").bearer(&admin);
        check.site.send(page).await?.expect(200)?;
    }
    let invited = json!({ "email": EVE, "company": "Other & Sons", "invite": true });
    post(check, "/accounts", &invited, &admin)
        .await?
        .expect(200)?;
    // Ben has no account until he signs in with an address at the company's domain.
    let ada = check.site.sign_in_as(DESK, ADA, &check.mailbox).await?;
    let ben = check.site.sign_in_as(DESK, BEN, &check.mailbox).await?;
    let eve = check.site.sign_in_as(DESK, EVE, &check.mailbox).await?;
    check.mails.insert(BEN.to_owned(), 1);
    let page = Ask::get(form).header("accept", "text/html").bearer(&ada);
    contains(
        &check.site.send(page).await?.expect(200)?,
        "A form from elsewhere",
    )?;
    let ticket =
        json!({ "topic": "question", "subject": "It does not work", "description": "At all" });
    let opened = post(check, "/tickets", &ticket, &ada).await?.expect(201)?;
    let ticket = Ticket::opened(DESK, &opened)?;
    lists(check, &ben, "company", &ticket, true).await?;
    lists(check, &eve, "shared", &ticket, false).await?;
    hidden(check, &ticket, &eve).await?;
    let share = ticket.by_agent("/watchers", &json!({ "email": EVE }), &ada);
    check.site.send(share).await?.expect(201)?;
    lists(check, &eve, "shared", &ticket, true).await?;
    let path = format!("{API}/tickets/{}/watchers/{EVE}", ticket.id);
    let leave = Ask::new(Method::DELETE, path).bearer(&eve);
    check.site.send(leave).await?.expect(200)?;
    hidden(check, &ticket, &eve).await?;
    // The invitation, the link to sign in, and the news of the sharing; the link and the acknowledgement.
    check.mails.insert(EVE.to_owned(), 3);
    check.mails.insert(ADA.to_owned(), 2);
    profile(check, &ada).await?;
    removal(check, &admin, &ben, &ticket).await
}

/// A form of somebody who is not signed in is held. Returns the address of its page.
async fn held(check: &Check) -> Result<String, String> {
    let body = json!({ "topic": "question", "subject": "s", "description": "d", "requester": { "email": ADA } });
    let refused = Ask::post(format!("{API}/tickets")).json(&body);
    check.site.send(refused).await?.expect(401)?;
    let fields = [
        ("topic", "question"),
        ("subject", "A form from elsewhere"),
        ("description", "d"),
    ];
    let form = Ask::post(format!("{API}/tickets"))
        .header("accept", "text/html")
        .form(fields);
    let led = check.site.send(form).await?.expect(303)?;
    let page = led.header("location").to_owned();
    let asks = Ask::get(page.clone()).header("accept", "text/html");
    check.site.send(asks).await?.expect(401)?;
    Ok(page)
}

/// Somebody changes their profile, and ends their other sessions.
async fn profile(check: &Check, ada: &str) -> Result<(), String> {
    let change = json!({ "name": "Ada L.", "notices": ["status"] });
    let changed = post(check, "/me", &change, ada).await?.expect(200)?;
    contains(&changed, "Ada L.")?;
    let page = Ask::get(format!("/{DESK}/profile"));
    let page = page.header("accept", "text/html").bearer(ada);
    contains(&check.site.send(page).await?.expect(200)?, "Ada L.")?;
    let sessions = Ask::get(format!("{API}/sessions")).bearer(ada);
    contains(
        &check.site.send(sessions).await?.expect(200)?,
        "\"current\":true",
    )?;
    post(check, "/sessions/end", &json!({}), ada)
        .await?
        .expect(204)?;
    let me = Ask::get(format!("{API}/me")).bearer(ada);
    check.site.send(me).await?.expect(200)?;
    Ok(())
}

/// A company loses its domain, and with it those who joined by that; an account is removed.
async fn removal(check: &Check, admin: &str, ben: &str, ticket: &Ticket) -> Result<(), String> {
    let without = json!({ "name": "Acme" });
    post(check, "/companies/acme", &without, admin)
        .await?
        .expect(200)?;
    hidden(check, ticket, ben).await?;
    let path = format!("{API}/accounts/{EVE}");
    let remove = Ask::new(Method::DELETE, path).bearer(admin);
    check.site.send(remove).await?.expect(204)?;
    Ok(())
}

async fn post(check: &Check, end: &str, body: &Value, token: &str) -> Result<Answer, String> {
    let ask = Ask::post(format!("{API}{end}")).json(body).bearer(token);
    check.site.send(ask).await
}

async fn lists(
    check: &Check,
    token: &str,
    view: &str,
    ticket: &Ticket,
    wanted: bool,
) -> Result<(), String> {
    let list = Ask::get(format!("{API}/tickets?view={view}")).bearer(token);
    let list = check.site.send(list).await?.expect(200)?;
    match list.text().contains(&ticket.id) == wanted {
        true => Ok(()),
        false => Err(list.unlike(&format!(
            "the list with {} or without it: {wanted}",
            ticket.id
        ))),
    }
}

async fn hidden(check: &Check, ticket: &Ticket, token: &str) -> Result<(), String> {
    let read = Ask::get(format!("{API}/tickets/{}", ticket.id)).bearer(token);
    check.site.send(read).await?.expect(404).map(drop)
}
