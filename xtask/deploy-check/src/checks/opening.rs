//! Tickets are opened.

use super::pages;
use crate::check::Check;
use crate::requests::{self, DESKS};
use crate::site::Site;
use serde_json::json;
use xtask_client::{Ask, Ticket};

/// Opens a ticket on each desk by JSON, and one by a browser's form; each of them can be read at once, in the API and on its page.
/// Returns those by JSON, and notes each requester's mail.
pub(crate) async fn on_each_desk(check: &mut Check) -> Result<Vec<Ticket>, String> {
    let mut tickets = Vec::new();
    for (desk, topic) in DESKS {
        let email = format!("json@{desk}.customer.example.com");
        let ticket = check.open(desk, topic, &email).await?;
        read(&check.site, &ticket).await?;
        tickets.push(ticket);
        let email = format!("form@{desk}.customer.example.com");
        let ticket = by_form(&check.site, desk, topic, &email).await?;
        check.mails.insert(email, 1);
        read(&check.site, &ticket).await?;
    }
    Ok(tickets)
}

/// Reads a ticket, as a program and as a browser.
pub(crate) async fn read(site: &Site, ticket: &Ticket) -> Result<(), String> {
    let answer = site.read(ticket).await?;
    if answer.text_at("/id")? != ticket.id {
        return Err(answer.unlike(&format!("the ticket {}", ticket.id)));
    }
    let page = pages::page(site, &ticket.page()).await?;
    pages::contains(&page, "a red „…“")
}

/// A browser is sent on to the page of its ticket.
async fn by_form(
    site: &Site,
    desk: &'static str,
    topic: &str,
    email: &str,
) -> Result<Ticket, String> {
    let fields = requests::form(&requests::request(desk, topic, email));
    let fields = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let ask = Ask::post(format!("/api/desks/{desk}/tickets"))
        .header("accept", "text/html")
        .form(fields);
    let answer = site.send(ask).await?.expect(303)?;
    Ticket::of_page(desk, answer.header("location"))
        .ok_or_else(|| answer.unlike("a `location` that is the ticket's page with its key"))
}

/// A ticket with somebody copied: they are told once the requester has confirmed the address.
pub(crate) async fn with_a_copy(check: &mut Check) -> Result<(), String> {
    let (email, copied) = ("asks@customer.example.com", "copied@customer.example.com");
    let mut request = requests::request("learnupon", "question", email);
    if let Some(request) = request.as_object_mut() {
        request.insert("cc".to_owned(), [copied].into());
    }
    let opened = check.site.open("learnupon", &request).await?;
    check.mails.insert(email.to_owned(), 1);
    let ticket = check.mailed(&opened, email).await?;
    check.mailbox.settle().await?;
    let early = check.mailbox.all().await?;
    if early.iter().any(|mail| mail.is_to(copied)) {
        return Err(format!(
            "expected no mail to {copied} before the address is confirmed"
        ));
    }
    let confirm = Ask::post(ticket.api("/confirm")).json(&json!({}));
    check.site.send(confirm).await?.expect(200)?;
    check.mails.insert(copied.to_owned(), 1);
    Ok(())
}
