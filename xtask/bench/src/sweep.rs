//! A sweep of tickets that become due, among many that do not.

use crate::desk;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use xtask_client::{Ask, Connection, Ticket};

/// The number of tickets that become due.
pub(crate) const DUE: u64 = 100;
/// The desk that they are at: one that closes what waits for an answer for 14 days.
pub(crate) const DESK: &str = "smartplayer";
/// The attempts to read a count that stands still, and the pause in between.
const ATTEMPTS: usize = 40;
const PAUSE: Duration = Duration::from_millis(250);

/// Requests to the table by their operation.
pub(crate) type Requests = BTreeMap<String, u64>;

/// A sweep.
pub(crate) struct Sweep {
    /// The requests to the table until all due tickets were closed and their mails sent.
    pub(crate) requests: Requests,
    /// The time that it took.
    pub(crate) took: Duration,
}

/// Opens the tickets that are to become due, and lets them wait for an answer.
pub(crate) async fn prepare(client: &mut Connection, token: &str) -> Result<Vec<Ticket>, String> {
    let mut tickets = Vec::new();
    for number in 0..DUE {
        tickets.push(ticket_that_waits(client, number, token).await?);
    }
    desk::settle(client).await?;
    Ok(tickets)
}

/// Opens a ticket, and lets it wait for an answer.
pub(crate) async fn ticket_that_waits(
    client: &mut Connection,
    number: u64,
    token: &str,
) -> Result<Ticket, String> {
    let ticket = desk::open(client, DESK, &desk::suggestion(number)).await?;
    let ask = ticket.change_to("feedback-waiting", token);
    client.send(ask, 200).await?;
    Ok(ticket)
}

/// Lets 14 days pass, after which such tickets are due, and returns the time until all of them are closed and their mails sent. It ends all
/// sessions too.
pub(crate) async fn close(client: &mut Connection) -> Result<Duration, String> {
    let start = Instant::now();
    let ask = Ask::post("/_local/clock").json(&json!({ "advance": "P14D" }));
    client.send(ask.within(desk::PATIENCE), 200).await?;
    desk::settle(client).await?;
    Ok(start.elapsed())
}

/// Checks that these tickets are closed.
pub(crate) async fn are_closed(client: &mut Connection, tickets: &[Ticket]) -> Result<(), String> {
    for ticket in tickets {
        let answer = client.send(ticket.read(), 200).await?;
        if answer.text_at("/status/id")? != "done" {
            return Err("the sweep has left a ticket open that was due".to_owned());
        }
    }
    Ok(())
}

/// Closes these tickets.
pub(crate) async fn measure(client: &mut Connection, tickets: &[Ticket]) -> Result<Sweep, String> {
    let before = at_rest(client).await?;
    let took = close(client).await?;
    let mut requests = at_rest(client).await?;
    for (operation, count) in &mut requests {
        *count -= before.get(operation).copied().unwrap_or_default();
    }
    requests.retain(|_, count| *count > 0);
    are_closed(client, tickets).await?;
    Ok(Sweep { requests, took })
}

/// The requests so far, once they grow no more: right after it was asked to settle, the stack looks once more for what is due.
async fn at_rest(client: &mut Connection) -> Result<Requests, String> {
    let mut before = so_far(client).await?;
    for _ in 0..ATTEMPTS {
        tokio::time::sleep(PAUSE).await;
        let now = so_far(client).await?;
        if now == before {
            return Ok(now);
        }
        before = now;
    }
    Err("the requests to the table never stand still".to_owned())
}

async fn so_far(client: &mut Connection) -> Result<Requests, String> {
    let answer = client
        .send(Ask::get("/_local/requests"), 200)
        .await?
        .json()?;
    let counts = answer.as_object().into_iter().flatten();
    counts
        .map(|(operation, count)| Some((operation.clone(), count.as_u64()?)))
        .collect::<Option<_>>()
        .ok_or_else(|| format!("these are no counts: {answer}"))
}
