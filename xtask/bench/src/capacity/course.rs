//! The course of the measurements of capacity.

use super::files;
use super::found::{ByText, Found};
use super::taken::{Taken, Units};
use super::texts::{Text, texts};
use super::took::{so_far, took};
use crate::desk;
use crate::figures::as_float;
use crate::folder::Folder;
use crate::server::Server;
use crate::sweep::{self, DESK, DUE};
use std::path::Path;
use xtask_client::{Ask, Connection, Ticket, opening};
use xtask_kit::{Function, say};

/// More tickets than a page of the queue has.
const PAGE: u64 = 60;
/// How often the sweep of nothing is looked at: another one may come in between.
const ATTEMPTS: usize = 5;

/// Measures each operation on that build of the stack.
///
/// # Errors
/// As soon as something is not answered as it should be.
pub(crate) async fn run(stack: &Path) -> Result<Found, String> {
    let folder = Folder::fresh()?;
    let server = Server::start(stack, &folder.within("data")).await?;
    let mut client = Connection::open(&server.host).await?;
    say("measuring capacity units");
    let token = desk::sign_in(&mut client, DESK).await?;
    // The mail with the link was the first thing that this function did; the rest of what it took is what every mail takes.
    let notify = Function::Notify.package();
    let first = Taken::by(&|function| function == notify, &so_far(&mut client).await?);
    let due = sweep::prepare(&mut client, &token).await?;
    let (swept, _) = took(&mut client, async |client: &mut Connection| {
        sweep::measure(client, &due).await
    })
    .await?;

    // That was two weeks ago.
    let token = desk::sign_in(&mut client, DESK).await?;
    for number in 0..PAGE {
        desk::open(&mut client, DESK, &desk::suggestion(number)).await?;
    }
    let (queue, ()) = took(&mut client, async |client: &mut Connection| {
        let ask = Ask::get(format!("/api/desks/{DESK}/tickets")).bearer(&token);
        client.send(ask, 200).await.map(drop)
    })
    .await?;
    let mut by_text = Vec::new();
    for (number, text) in texts().iter().enumerate() {
        // What the functions remember from the first ticket is not read for the second.
        life(&mut client, text, &format!("{number}-a"), &token).await?;
        by_text.push(life(&mut client, text, &format!("{number}-b"), &token).await?);
    }
    // Here as well.
    files::measure(&mut client, 0).await?;
    let file = files::measure(&mut client, 1).await?;
    Ok(Found {
        by_text,
        queue: queue.answer,
        file,
        sweep: swept.sweep.each_of(as_float(DUE)),
        idle: idle(&mut client).await?,
        first: Taken {
            write: Units::new(),
            ..first
        },
    })
}

/// The life of a ticket with that description.
async fn life(
    client: &mut Connection,
    text: &Text,
    key: &str,
    token: &str,
) -> Result<ByText, String> {
    // Programs send a key with each change, and so do the desk's own forms.
    let form = desk::suggestion_of(0, &text.text);
    let opening = opening(DESK, &form).idempotency_key(&format!("{key}-open"));
    let (open, ticket): (_, Ticket) = took(client, async |client: &mut Connection| {
        Ticket::opened(DESK, &client.send(opening, 201).await?)
    })
    .await?;
    let mut taken = async |ask: Ask, status| {
        let action = async |client: &mut Connection| client.send(ask, status).await.map(drop);
        took(client, action).await.map(|(took, ())| took.answer)
    };
    let said = "It happened again this morning, on three of the screens.";
    let (comment, change) = (
        ticket
            .comment(said)
            .idempotency_key(&format!("{key}-comment")),
        ticket
            .change_to("feedback-waiting", token)
            .idempotency_key(&format!("{key}-change")),
    );
    Ok(ByText {
        text: text.name,
        open: open.answer,
        notify: open.notify,
        comment: taken(comment, 201).await?,
        status: taken(change, 200).await?,
        read: taken(ticket.read(), 200).await?,
    })
}

async fn idle(client: &mut Connection) -> Result<Taken, String> {
    let mut least: Option<Taken> = None;
    for _ in 0..ATTEMPTS {
        let (took, ()) = took(client, async |_: &mut Connection| Ok(())).await?;
        let sweep = took.sweep;
        if least
            .as_ref()
            .is_none_or(|least| sweep.requests < least.requests)
        {
            least = Some(sweep);
        }
    }
    Ok(least.unwrap_or_default())
}
