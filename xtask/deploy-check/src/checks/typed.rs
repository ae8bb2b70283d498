//! What people type is mended, laid out and kept.

use super::pages::contains;
use crate::check::Check;
use crate::requests;
use serde_json::json;
use xtask_client::{Answer, Ask};

/// The desk of the tickets.
const DESK: &str = "smartplayer";
/// The requester.
const EMAIL: &str = "types-much@customer.example.com";

/// A form as long as it may be is taken, in a script of which each character is encoded in nine bytes. A comment from a page
/// that is behind comes back with what is new, and so does one without a key. Nobody is told of what did not happen.
pub(crate) async fn is_kept(check: &mut Check) -> Result<(), String> {
    let request = requests::request(DESK, "report-a-bug", EMAIL);
    let mut form = requests::form(&request);
    for (name, value) in &mut form {
        match name.as_str() {
            "description" => *value = "漢".repeat(10_000),
            "requester.email" => *value = format!("Requester <{EMAIL}>"),
            _ => {}
        }
    }
    let fields = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let sent = Ask::post(format!("/api/desks/{DESK}/tickets")).form(fields);
    check.site.send(as_browser(sent)).await?.expect(303)?;
    *check.mails.entry(EMAIL.to_owned()).or_default() += 1;

    let mended = "Is it better now?\u{b}    It is not.";
    let ticket = check.open(DESK, "report-a-bug", EMAIL).await?;
    let said = check.site.send(ticket.comment(mended)).await?.expect(201)?;
    if said.text_at("/timeline/0/body")? != "Is it better now?\n    It is not." {
        return Err(said.unlike("two lines"));
    }
    let same = [
        ("body", "Is it better on the second try?"),
        ("version", "1"),
    ];
    let again = Ask::post(ticket.api("/comments")).form(same);
    check.site.send(as_browser(again)).await?.expect(303)?;
    let without_key = ticket.api("/comments");
    let without_key = without_key.split('?').next().unwrap_or_default();
    let refused = Ask::post(without_key).form(same);
    let refused = check.site.send(as_browser(refused)).await?.expect(401)?;
    is_there(&refused, "Is it better on the second try?")?;
    let stale = json!({ "body": "Is it better?", "version": 0 });
    let told = Ask::post(ticket.api("/comments")).json(&stale);
    check.site.send(told).await?.expect(422)?;
    Ok(())
}

fn as_browser(ask: Ask) -> Ask {
    ask.header("accept", "text/html")
}

fn is_there(page: &Answer, text: &str) -> Result<(), String> {
    contains(page, text)?;
    contains(page, "/sign-in?return_to=")
}
