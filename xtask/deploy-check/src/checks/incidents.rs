//! A large-scale incident: declared, shown, told of once, closed with its tickets.

use crate::check::Check;
use crate::wait::by_the_sweep;
use serde_json::{Value, json};
use xtask_client::{Ask, Ticket};

const DESK: &str = "spotme";
const AFFECTED: &str = "affected@customer-a.example.com";
const FOLLOWER: &str = "follower@customer.example.com";
/// SpotMe's project manager of the customer at that domain.
const MANAGER: &str = "project-manager-1@spotme.example.com";

/// An agent declares an incident with two tickets of one requester, somebody follows it, and all are told of an update and of the end, once.
pub(crate) async fn are_told(check: &mut Check) -> Result<Vec<Ticket>, String> {
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    let tickets = vec![
        check.open(DESK, "streaming", AFFECTED).await?,
        check.open(DESK, "streaming", AFFECTED).await?,
    ];
    let ids: Vec<String> = tickets.iter().map(|ticket| ticket.id.clone()).collect();
    let incidents = format!("/api/desks/{DESK}/incidents");
    let post = |path: String, body: Value| Ask::post(path).json(&body).bearer(&agent);
    let declared =
        json!({ "title": "The stream stands still", "topics": ["streaming"], "tickets": ids });
    let declared = check.site.send(post(incidents.clone(), declared)).await?;
    let declared = declared.expect(201)?.json()?;
    let id = declared.get("id").and_then(Value::as_str);
    let id = id.ok_or("expected an incident")?;
    for page in [
        format!("/{DESK}/status"),
        format!("/{DESK}/new?topic=streaming"),
    ] {
        let ask = Ask::get(page).header("accept", "text/html");
        let shown = check.site.send(ask).await?.expect(200)?;
        super::pages::contains(&shown, "The stream stands still")?;
    }
    // Somebody who has no ticket is asked first.
    let followers = format!("{incidents}/{id}/followers");
    let ask = Ask::post(&followers).json(&json!({ "email": FOLLOWER }));
    check.site.send(ask).await?.expect(202)?;
    let mail = check.mailbox.newest(FOLLOWER, 1).await?;
    let token = mail.text.split_once("?token=").map(|(_, rest)| rest);
    let token = token.and_then(|rest| rest.split_whitespace().next());
    let token = token.ok_or_else(|| format!("expected a token; got\n{}", mail.text))?;
    let ask = Ask::post(format!("{followers}/confirm")).json(&json!({ "token": token }));
    check.site.send(ask).await?.expect(200)?;
    for (end, body, status) in [
        ("updates", json!({ "body": "We restart the servers." }), 201),
        (
            "close",
            json!({ "body": "It flows again.", "close_tickets": true }),
            200,
        ),
    ] {
        let ask = post(format!("{incidents}/{id}/{end}"), body);
        check.site.send(ask).await?.expect(status)?;
    }
    // The question, and what is told; of the tickets, the link of each as well; the manager once of the incident itself.
    for (to, count) in [(FOLLOWER, 3), (AFFECTED, 4), (MANAGER, 3)] {
        check.mailbox.newest(to, count).await?;
        check.mails.insert(to.to_owned(), count);
    }
    Ok(tickets)
}

/// The sweep closes the tickets.
pub(crate) async fn close(check: &Check, tickets: &[Ticket]) -> Result<(), String> {
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    for ticket in tickets {
        let look = async || {
            let ask = Ask::get(format!("/api/desks/{DESK}/tickets/{}", ticket.id));
            let shown = check.site.send(ask.bearer(&agent)).await?;
            let shown = shown.expect(200)?.json()?;
            match shown.pointer("/status/phase") == Some(&json!("done")) {
                true => Ok(()),
                false => Err(format!("expected that {} is done; got {shown}", ticket.id)),
            }
        };
        by_the_sweep(look).await?;
    }
    Ok(())
}
