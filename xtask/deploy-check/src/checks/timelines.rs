//! A timeline is read in parts.

use super::pages::contains;
use crate::check::Check;
use serde_json::Value;
use xtask_client::Ask;

/// The desk of the ticket.
const DESK: &str = "smartplayer";
/// The requester.
const EMAIL: &str = "writes-much@customer.example.com";
/// The number of comments.
const COMMENTS: usize = 54;
/// The number of events in a part.
const PART: usize = 20;

/// A requester writes more than a page holds, and finds all of it in parts; the same address with another method is
/// told the right one.
pub(crate) async fn come_in_parts(check: &mut Check) -> Result<(), String> {
    let ticket = check.open(DESK, "report-a-bug", EMAIL).await?;
    for number in 0..COMMENTS {
        let said = ticket.comment(&format!("It does it again. {number}"));
        check.site.send(said).await?.expect(201)?;
    }
    let read = check.site.send(ticket.read()).await?.expect(200)?;
    let newest = read.json()?;
    let mut events = sequences(&newest);
    let mut older = newest.get("older").cloned();
    while let Some(Value::String(cursor)) = older {
        let part = check.site.send(ticket.older(&cursor, PART)).await?;
        let part = part.expect(200)?.json()?;
        events.extend(sequences(&part));
        older = part.get("older").cloned();
    }
    events.sort_unstable();
    let wanted: Vec<u64> = (1..=COMMENTS as u64 + 1).collect();
    if events != wanted {
        return Err(format!("expected each event once; got {events:?}"));
    }
    let page = Ask::get(ticket.page()).header("accept", "text/html");
    let page = check.site.send(page).await?.expect(200)?;
    contains(&page, "older=")?;
    let wrong = Ask::new(hyper::Method::PUT, ticket.api(""));
    let wrong = check.site.send(wrong).await?.expect(405)?;
    match wrong.header("allow") {
        "GET" => Ok(()),
        _ => Err(wrong.unlike("the method GET")),
    }
}

fn sequences(answer: &Value) -> Vec<u64> {
    let events = answer.get("timeline").and_then(Value::as_array);
    let events = events.into_iter().flatten();
    events
        .filter_map(|event| event.get("sequence")?.as_u64())
        .collect()
}
