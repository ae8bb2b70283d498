//! What comes of time that passes: a reminder before the closing, a call for a missed target, and a reply long after the closing.

use super::silence;
use crate::check::Check;
use crate::wait::by_the_sweep;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use xtask_client::{Ask, Ticket};

const DESK: &str = "smartplayer";
const EMAIL: &str = "late@customer.example.com";
/// A desk that calls people for a missed target, and somebody to whom it owes an answer within 30 minutes.
const LEVELS_DESK: &str = "spotme";
const CUSTOMER: &str = "late@customer-b.example.com";

fn days_ago(days: i64) -> Timestamp {
    Timestamp::now() - SignedDuration::from_hours(24 * days)
}

/// The desk waits for the requester since eleven days, and closes after fourteen.
pub(crate) async fn is_waited_for(check: &mut Check) -> Result<Ticket, String> {
    let ticket = check.open_confirmed(DESK, "report-a-bug", EMAIL).await?;
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    let wait = ticket.by_agent("/status", &json!({ "status": "feedback-waiting" }), &agent);
    check.site.send(wait).await?.expect(200)?;
    check.mails.insert(EMAIL.to_owned(), 2);
    check.mailbox.newest(EMAIL, 2).await?;
    silence::since(&check.stack, &ticket, days_ago(11)).await?;
    Ok(ticket)
}

/// The sweep has the requester reminded.
pub(crate) async fn is_reminded(check: &mut Check) -> Result<(), String> {
    let mail = by_the_sweep(async || check.mailbox.newest(EMAIL, 3).await).await?;
    check.mails.insert(EMAIL.to_owned(), 3);
    match mail.text.contains("We are waiting for your reply") {
        true => Ok(()),
        false => Err(format!("expected a reminder; got\n{}", mail.text)),
    }
}

/// A ticket misses its target. The sweep puts it on the page of those on call.
pub(crate) async fn calls_people(check: &mut Check) -> Result<(), String> {
    let ticket = check.open(LEVELS_DESK, "streaming", CUSTOMER).await?;
    let agent = check.site.sign_in(LEVELS_DESK, &check.mailbox).await?;
    check.mailbox.newest(CUSTOMER, 1).await?;
    let hours_ago = Timestamp::now() - SignedDuration::from_hours(2);
    silence::since(&check.stack, &ticket, hours_ago).await?;
    by_the_sweep(async || {
        let ask = Ask::get(format!("/api/desks/{LEVELS_DESK}/tickets/{}", ticket.id));
        let shown = check
            .site
            .send(ask.bearer(&agent))
            .await?
            .expect(200)?
            .json()?;
        let timeline = shown.pointer("/timeline").and_then(Value::as_array);
        let breached = json!(["first_response"]);
        let mut calls = timeline.into_iter().flatten();
        match calls.any(|event| event.get("breached") == Some(&breached)) {
            true => Ok(()),
            false => Err(format!("expected a call; got {shown}")),
        }
    })
    .await
}

/// A ticket that was closed long ago takes no comment. What its requester writes opens one that follows it.
pub(crate) async fn opens_another(check: &mut Check, ticket: &Ticket) -> Result<(), String> {
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    let done = ticket.by_agent("/status", &json!({ "status": "done" }), &agent);
    check.site.send(done).await?.expect(200)?;
    check.mails.insert(EMAIL.to_owned(), 4);
    check.mailbox.newest(EMAIL, 4).await?;
    silence::since(&check.stack, ticket, days_ago(31)).await?;
    let words = json!({ "body": "It is broken again." });
    let comment = Ask::post(ticket.api("/comments")).json(&words);
    check.site.send(comment).await?.expect(409)?;
    let blank = Ask::post(ticket.api("/follow-up")).json(&json!({ "body": " " }));
    check.site.send(blank).await?.expect(422)?;
    let page = Ask::post(ticket.api("/follow-up")).form([("body", " ")]);
    let page = page.header("accept", "text/html");
    check.site.send(page).await?.expect(422)?;
    let opened = Ask::post(ticket.api("/follow-up")).json(&words);
    let opened = check.site.send(opened).await?.expect(201)?;
    check.mails.insert(EMAIL.to_owned(), 5);
    check.mailbox.newest(EMAIL, 5).await?;
    match opened.text_at("/follows")? == ticket.id {
        true => Ok(()),
        false => Err(opened.unlike(&format!("a ticket that follows {}", ticket.id))),
    }
}
