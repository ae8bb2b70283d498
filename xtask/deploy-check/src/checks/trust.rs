//! Strangers and mailboxes.

use super::pages::contains;
use crate::check::Check;
use crate::requests;
use serde_json::{Value, json};
use xtask_client::{Ask, Ticket};

/// The desk of the tickets.
const DESK: &str = "smartplayer";
/// Somebody in whose name a stranger writes.
const EMAIL: &str = "ceo@victim.example.com";
/// The new tickets of an address in an hour, as a desk has them that says nothing else.
const TICKETS: usize = 20;
/// What the desk says.
const ANSWER: &str = "Is the answer for the mailbox alone?";

/// Whoever opens a ticket in another's name reads no answer; the mailbox does. A change from a page of another site is refused.
pub(crate) async fn in_mailboxes_alone(check: &mut Check) -> Result<(), String> {
    let opened = check.open(DESK, "report-a-bug", EMAIL).await?;
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    let said = opened.by_agent("/comments", &json!({ "body": ANSWER }), &agent);
    check.site.send(said).await?.expect(201)?;
    *check.mails.entry(EMAIL.to_owned()).or_default() += 1;
    let owner = check.mailed(&opened, EMAIL).await?;
    contains(&page(check, &owner).await?, ANSWER)?;
    for shown in [
        page(check, &opened).await?,
        check.site.send(opened.read()).await?,
    ] {
        if shown.text().contains(ANSWER) {
            return Err("expected no answer of the desk for whoever opened the ticket".to_owned());
        }
    }
    let elsewhere = Ask::post(
        opened
            .api("/comments")
            .split('?')
            .next()
            .unwrap_or_default(),
    )
    .header("cookie", format!("docket_{DESK}={agent}"))
    .header("origin", "https://evil.example.com")
    .json(&json!({ "body": "x" }));
    check.site.send(elsewhere).await?.expect(403)?;
    let end = opened.by_agent("/revoke-keys", &json!({}), &agent);
    check.site.send(end).await?.expect(200)?;
    check.site.send(owner.read()).await?.expect(404).map(drop)
}

async fn page(check: &Check, ticket: &Ticket) -> Result<xtask_client::Answer, String> {
    let ask = Ask::get(ticket.page()).header("accept", "text/html");
    check.site.send(ask).await?.expect(200)
}

/// More tickets than a limit lets pass are refused, and told when to come back.
pub(crate) async fn limits_hold(check: &mut Check) -> Result<(), String> {
    let email = "floods@customer.example.com";
    for _ in 0..TICKETS {
        check.open(DESK, "report-a-bug", email).await?;
    }
    let one_more = requests::request(DESK, "report-a-bug", email);
    let one_more = Ask::post(format!("/api/desks/{DESK}/tickets")).json(&one_more);
    let refused = check.site.send(one_more).await?.expect(429)?;
    let seconds: u64 = refused.header("retry-after").parse().unwrap_or_default();
    match (1..=3_601).contains(&seconds) {
        true => Ok(()),
        false => Err(refused.unlike("a `retry-after` within the hour")),
    }
}

/// A form that is kept is sent by the link in the mail, and its requester is known then.
pub(crate) async fn kept_and_sent_by_mail(check: &mut Check) -> Result<(), String> {
    let email = "drafts@customer.example.com";
    let mut request = requests::request(DESK, "report-a-bug", email);
    let keep = Ask::post(format!("/api/desks/{DESK}/drafts")).json(&request);
    check.site.send(keep).await?.expect(202)?;
    let mail = check.mailbox.newest(email, 1).await?;
    let link = format!("/{DESK}/new?draft=");
    let found = mail.text.split_once(&link).map(|(_, rest)| rest);
    let token = found.and_then(|rest| rest.split_whitespace().next());
    let token = token.ok_or_else(|| format!("expected a mail with {link}; got\n{}", mail.text))?;
    let form = Ask::get(format!("{link}{token}")).header("accept", "text/html");
    contains(&check.site.send(form).await?.expect(200)?, email)?;
    if let Some(request) = request.as_object_mut() {
        request.insert("draft".to_owned(), token.into());
    }
    let ticket = check.site.open(DESK, &request).await?;
    // The link, and the acknowledgement.
    *check.mails.entry(email.to_owned()).or_default() += 2;
    let answer = check.site.send(ticket.read()).await?.expect(200)?.json()?;
    match answer.pointer("/requester/confirmed") {
        Some(&Value::Bool(true)) => Ok(()),
        other => Err(format!("expected a confirmed requester; got {other:?}")),
    }
}
