//! Who works on a ticket, what it is about, and how its requester rates the help.

use super::pages::contains;
use crate::check::Check;
use crate::wait::eventually;
use serde_json::{Value, json};
use std::time::Duration;
use xtask_client::{AGENT, Ask, Ticket};

const DESK: &str = "smartplayer";
/// The attempts to find the ticket counted, and the pause in between.
const COUNT: (usize, Duration) = (60, Duration::from_millis(500));
const EMAIL: &str = "rates@customer.example.com";

/// An agent takes a ticket with words to its requester, finds it among their own, and corrects how urgent it is.
pub(crate) async fn is_taken(check: &mut Check) -> Result<Ticket, String> {
    let ticket = check.open_confirmed(DESK, "report-a-bug", EMAIL).await?;
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    let take = json!({ "take": true, "message": "Which version is it?" });
    let taken = ticket.by_agent("/assignee", &take, &agent);
    let taken = check.site.send(taken).await?.expect(200)?;
    let email = format!("{AGENT}@{DESK}.example.com");
    if taken.text_at("/assignee/email")? != email {
        return Err(taken.unlike(&format!("a ticket of {email}")));
    }
    // Of the ticket, and of the agent's words.
    check.mails.insert(EMAIL.to_owned(), 2);
    let mail = check.mailbox.newest(EMAIL, 2).await?;
    if !mail.text.contains("> Which version is it?") {
        return Err(format!("expected the agent's words; got\n{}", mail.text));
    }
    let phase = taken.text_at("/status/phase")?;
    let own = format!("/api/desks/{DESK}/tickets?phase={phase}&assignee=me");
    let own = Ask::get(own).bearer(&agent);
    contains(&check.site.send(own).await?.expect(200)?, &ticket.id)?;
    let console = format!("/{DESK}/console?phase={phase}&assignee=me");
    let console = Ask::get(console).header("accept", "text/html");
    let console = check.site.send(console.bearer(&agent)).await?.expect(200)?;
    contains(&console, &ticket.id)?;
    are_counted(check, &agent, &email).await?;
    let details = json!({ "impact": "blocker" });
    let changed = ticket.by_agent("/details", &details, &agent);
    let changed = check.site.send(changed).await?.expect(200)?;
    match changed.text_at("/impact")?.as_str() {
        "blocker" => Ok(ticket),
        _ => Err(changed.unlike("the impact `blocker`")),
    }
}

/// `relay` counts what the agent works on, a moment later.
async fn are_counted(check: &Check, agent: &str, email: &str) -> Result<(), String> {
    let counts = || Ask::get(format!("/api/desks/{DESK}/counts")).bearer(agent);
    let (attempts, pause) = COUNT;
    eventually(attempts, pause, async || {
        let counts = check.site.send(counts()).await?.expect(200)?.json()?;
        let phases = counts.get("phases").and_then(Value::as_array);
        let own = phases.into_iter().flatten().filter_map(|phase| {
            let people = phase.get("assignees")?.as_array()?.iter();
            let mut own = people.filter(|person| person.get("email") == Some(&json!(email)));
            own.next()?.get("tickets")?.as_u64()
        });
        match own.sum::<u64>() {
            0 => Err(format!(
                "expected the ticket among the counts; got {counts}"
            )),
            _ => Ok(()),
        }
    })
    .await
}

/// The mail about the closing has the marks. The requester gives one, and a lead sees it.
pub(crate) async fn is_rated(check: &mut Check, ticket: &Ticket) -> Result<(), String> {
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    let done = ticket.by_agent("/status", &json!({ "status": "done" }), &agent);
    check.site.send(done).await?.expect(200)?;
    check.mails.insert(EMAIL.to_owned(), 3);
    let mail = check.mailbox.newest(EMAIL, 3).await?;
    if mail.text.matches("&score=").count() != 5 {
        return Err(format!("expected five marks; got\n{}", mail.text));
    }
    let rate = |score: u8| Ask::post(ticket.api("/rating")).json(&json!({ "score": score }));
    check.site.send(rate(2)).await?.expect(200)?;
    check.site.send(rate(4)).await?.expect(200)?;
    let lead = format!("lead@{DESK}.example.com");
    let lead = check.site.sign_in_as(DESK, &lead, &check.mailbox).await?;
    let ratings = Ask::get(format!("/api/desks/{DESK}/ratings")).bearer(&lead);
    let ratings = check.site.send(ratings).await?.expect(200)?.json()?;
    let (count, average) = (ratings.get("count"), ratings.get("average"));
    if (count, average.and_then(Value::as_f64)) != (Some(&json!(1)), Some(4.0)) {
        return Err(format!("expected one rating of 4; got {ratings}"));
    }
    let page = Ask::get(format!("/{DESK}/console/ratings")).header("accept", "text/html");
    let page = check.site.send(page.bearer(&lead)).await?.expect(200)?;
    contains(&page, &ticket.id)
}
