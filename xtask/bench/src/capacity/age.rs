//! What a ticket takes as it grows: the same operations on a ticket with few events and with many.

use super::found::AgeRow;
use super::took::took;
use crate::desk;
use crate::figures::as_float;
use crate::median::median;
use crate::sweep::DESK;
use std::time::Instant;
use xtask_client::{Ask, Connection, Ticket};
use xtask_kit::say;

/// The numbers of events of the tickets.
pub(crate) const AGES: [u64; 3] = [10, 1_000, 10_000];
/// The number of times that each operation is done on each ticket.
const TIMES: usize = 31;

/// Measures each operation at each age.
pub(crate) async fn measure(client: &mut Connection, token: &str) -> Result<Vec<AgeRow>, String> {
    let mut rows: Vec<AgeRow> = Vec::new();
    for age in AGES {
        say(format!("measuring a ticket of {age} events"));
        let ticket = desk::open(client, DESK, &desk::suggestion(age)).await?;
        let mut version = 1;
        while version < age {
            let said = ticket.comment("It happened again this morning, on three of the screens.");
            let answer = client.send(said, 201).await?.json()?;
            let told = answer.get("version").and_then(serde_json::Value::as_u64);
            version = told.ok_or("a comment was answered without a version")?;
        }
        let page = format!("/{DESK}/console/tickets/{}", ticket.id);
        let page = Ask::get(page).header("accept", "text/html").bearer(token);
        row(client, &mut rows, "Read it by the API", &ticket.read(), 200).await?;
        row(client, &mut rows, "An agent opens its page", &page, 200).await?;
        let said = ticket.comment("It happened again.");
        row(client, &mut rows, "Comment on it", &said, 201).await?;
        moves(client, &mut rows, &ticket, token).await?;
    }
    Ok(rows)
}

async fn row(
    client: &mut Connection,
    rows: &mut Vec<AgeRow>,
    name: &'static str,
    ask: &Ask,
    status: u16,
) -> Result<(), String> {
    let asks = std::iter::repeat_n(ask.clone(), TIMES);
    many(client, rows, name, asks, status).await
}

/// An agent moves the ticket to and fro.
async fn moves(
    client: &mut Connection,
    rows: &mut Vec<AgeRow>,
    ticket: &Ticket,
    token: &str,
) -> Result<(), String> {
    let there = ["pending", "feedback-waiting"].into_iter().cycle();
    let asks = there.take(TIMES).map(|to| ticket.change_to(to, token));
    many(client, rows, "An agent changes its status", asks, 200).await
}

async fn many(
    client: &mut Connection,
    rows: &mut Vec<AgeRow>,
    name: &'static str,
    asks: impl Iterator<Item = Ask>,
    status: u16,
) -> Result<(), String> {
    let (mut times, mut bytes) = (Vec::new(), 0);
    let (took, ()) = took(client, async |client: &mut Connection| {
        for ask in asks {
            let start = Instant::now();
            let answer = client.send(ask, status).await?;
            times.push(start.elapsed());
            bytes = answer.body.len() as u64;
        }
        Ok(())
    })
    .await?;
    let each = took.answer.each_of(as_float(TIMES as u64));
    let figures = (each, median(times), bytes);
    match rows.iter_mut().find(|row| row.name == name) {
        Some(row) => row.figures.push(figures),
        None => rows.push(AgeRow {
            name,
            figures: vec![figures],
        }),
    }
    Ok(())
}
