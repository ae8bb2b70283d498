//! The requester and the desk talk on a ticket.

use super::pages::contains;
use crate::check::Check;
use crate::mailbox::Mail;
use crate::requests;
use crate::site::Site;
use serde_json::json;
use xtask_client::{AGENT, Ask, Ticket};

/// The desk of the ticket, which closes what waits for its requester too long.
const DESK: &str = "smartplayer";
/// The requester.
pub(crate) const EMAIL: &str = "talks@customer.example.com";

/// The requester is mailed the ticket's link and comments, an agent is told of both, signs in by the mailed link, comments, and lets the ticket
/// wait for the requester.
pub(crate) async fn both_ways(check: &mut Check) -> Result<Ticket, String> {
    let opened = check.open(DESK, "report-a-bug", EMAIL).await?;
    let ticket = check.mailed(&opened, EMAIL).await?;
    let mail = check.mailbox.newest(EMAIL, 1).await?;
    let link = check.site.link(&ticket);
    if !mail.text.contains(&link) || mail.text.contains(&check.site.link(&opened)) {
        return Err(format!("expected a mail with {link}; got\n{}", mail.text));
    }
    let comment = ticket.comment("It does it again.");
    check.site.send(comment).await?.expect(201)?;
    let email = format!("{AGENT}@{DESK}.example.com");
    let is_meant = |mail: &Mail| mail.is_for_staff(&ticket.id);
    let told = check.mailbox.newest_of(&email, 2, is_meant).await?;
    if !told.text.contains("> It does it again.") {
        return Err(format!(
            "expected the requester's words; got\n{}",
            told.text
        ));
    }
    let agent = check.site.sign_in(DESK, &check.mailbox).await?;
    console(&check.site, &ticket, &agent).await?;
    let body = json!({ "body": "Is it better now?", "status": "feedback-waiting" });
    let comment = ticket.by_agent("/comments", &body, &agent);
    check.site.send(comment).await?.expect(201)?;
    // Of the ticket, and of the agent's comment with the new status; not of the requester's own comment.
    check.mails.insert(EMAIL.to_owned(), 2);
    Ok(ticket)
}

/// An agent offers a remote session, whose link the requester is mailed.
pub(crate) async fn remote_session(check: &mut Check) -> Result<(), String> {
    const EMAIL: &str = "is-shown@customer.example.com";
    const URL: &str = "https://meet.example.com/deployed";
    let ticket = check.open("spaceos", "bug", EMAIL).await?;
    let agent = check.site.sign_in("spaceos", &check.mailbox).await?;
    let offer = ticket.by_agent("/remote-session", &json!({ "url": URL }), &agent);
    check.site.send(offer).await?.expect(201)?;
    check.mails.insert(EMAIL.to_owned(), 2);
    let mail = check.mailbox.newest(EMAIL, 2).await?;
    match mail.text.contains(URL) {
        true => Ok(()),
        false => Err(format!("expected a mail with {URL}; got\n{}", mail.text)),
    }
}

/// An agent works in the console: the queue shows the ticket, and its address in the portal leads there.
async fn console(site: &Site, ticket: &Ticket, agent: &str) -> Result<(), String> {
    let page = |path: &str| Ask::get(path).header("accept", "text/html").bearer(agent);
    let console = format!("/{DESK}/console/tickets/{}", ticket.id);
    let old = page(&format!("/{DESK}/tickets/{}", ticket.id));
    let led = site.send(old).await?.expect(303)?;
    if led.header("location") != console {
        return Err(led.unlike(&format!("the way to {console}")));
    }
    let in_list = format!("{console}?phase=open");
    for path in [&format!("/{DESK}/console"), &console, &in_list] {
        let shown = site.send(page(path)).await?.expect(200)?;
        contains(&shown, &ticket.id)?;
    }
    // The index is asked for the ticket that follows.
    let next = format!("/{DESK}/console/next?phase=open&after={}", ticket.id);
    let led = site.send(page(&next)).await?.expect(303)?;
    if !led
        .header("location")
        .starts_with(&format!("/{DESK}/console"))
    {
        return Err(led.unlike("the way to the next ticket, or to the list"));
    }
    Ok(())
}

/// A requester signs in, finds their ticket in their list, and comments on it.
pub(crate) async fn signed_in(check: &mut Check) -> Result<(), String> {
    const EMAIL: &str = "returns@customer.example.com";
    let opened = check.open(DESK, "report-a-bug", EMAIL).await?;
    check.mailed(&opened, EMAIL).await?;
    let session = check.site.sign_in_as(DESK, EMAIL, &check.mailbox).await?;
    // Of the ticket, and with the link to sign in.
    check.mails.insert(EMAIL.to_owned(), 2);
    let page = Ask::get(format!("/{DESK}/tickets"));
    let page = page.header("accept", "text/html").bearer(&session);
    let shown = check.site.send(page).await?.expect(200)?;
    contains(&shown, &opened.id)?;
    let list = Ask::get(format!("/api/desks/{DESK}/tickets")).bearer(&session);
    contains(&check.site.send(list).await?.expect(200)?, &opened.id)?;
    let body = json!({ "body": "It does it again." });
    let comment = opened.by_agent("/comments", &body, &session);
    check.site.send(comment).await?.expect(201)?;
    let console = Ask::get(format!("/{DESK}/console")).header("accept", "text/html");
    check
        .site
        .send(console.bearer(&session))
        .await?
        .expect(403)?;
    Ok(())
}

/// A requester closes their own ticket, by the button of its page.
pub(crate) async fn own_move(site: &Site) -> Result<(), String> {
    let request = requests::request(DESK, "report-a-bug", "closes@customer.example.com");
    let ticket = site.open(DESK, &request).await?;
    let ask = Ask::post(ticket.api("/status"));
    let ask = ask.header("accept", "text/html").form([("status", "done")]);
    site.send(ask).await?.expect(303)?;
    match site.status(&ticket).await?.as_str() {
        "done" => Ok(()),
        other => Err(format!("expected the status `done`; got `{other}`")),
    }
}
