//! The course of the measurements of capacity.

use super::age;
use super::files;
use super::found::{Found, Operation, operation};
use super::taken::{Taken, Units};
use super::texts::{Text, texts};
use super::took::{asked, so_far, took};
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
/// The attempts to look at a sweep of nothing: another one may come in between.
const ATTEMPTS: usize = 5;

/// Measures each operation on that build of the stack.
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
    let queue = Ask::get(format!("/api/desks/{DESK}/tickets")).bearer(&token);
    let queue = asked(&mut client, queue, 200).await?;
    let mut by_text = Vec::new();
    for (number, text) in texts().iter().enumerate() {
        // What the functions remember from the first ticket is not read for the second.
        life(&mut client, text, &format!("{number}-a"), &token).await?;
        let life = life(&mut client, text, &format!("{number}-b"), &token).await?;
        by_text.push((text.name, life));
    }
    // Here as well.
    files::measure(&mut client, 0).await?;
    let mut others = vec![operation("queue", "First page of a queue", queue.answer)];
    others.extend(files::measure(&mut client, 1).await?);
    let swept = swept.sweep.each_of(as_float(DUE));
    let idle = idle(&mut client).await?;
    // The desk and the signing secret.
    let first = Taken {
        write: Units::new(),
        ..first
    };
    others.extend([
        operation("sweep", "Close a due ticket, as one of many", swept),
        operation("idle", "Look for due tickets and find none", idle),
        operation("first", "Once after the start of a function", first),
    ]);
    let ages = age::measure(&mut client, &token).await?;
    Ok(Found {
        by_text,
        others,
        ages,
    })
}

/// The life of a ticket with that description.
async fn life(
    client: &mut Connection,
    text: &Text,
    key: &str,
    token: &str,
) -> Result<Vec<Operation>, String> {
    // Programs send a key with each change, and so do the desk's own forms.
    let form = desk::suggestion_of(0, &text.text);
    let opening = opening(DESK, &form).idempotency_key(&format!("{key}-open"));
    let open =
        async |client: &mut Connection| Ticket::opened(DESK, &client.send(opening, 201).await?);
    let (opened, ticket) = took(client, open).await?;
    let comment = ticket.comment("It happened again this morning, on three of the screens.");
    let comment = comment.idempotency_key(&format!("{key}-comment"));
    // On this status it is due later, and stands in another queue.
    let change = ticket.change_to("feedback-waiting", token);
    let change = change.idempotency_key(&format!("{key}-change"));
    let comment = asked(client, comment, 201).await?.answer;
    let change = asked(client, change, 200).await?.answer;
    let read = asked(client, ticket.read(), 200).await?.answer;
    Ok(vec![
        operation("open", "Open a ticket", opened.answer),
        operation("comment", "Comment on it", comment),
        operation("status", "Change its status", change),
        operation("read", "Read it", read),
        operation("notify", "Tell one person of an event", opened.notify),
    ])
}

/// The least that a sweep takes which finds nothing.
async fn idle(client: &mut Connection) -> Result<Taken, String> {
    let mut sweeps = Vec::new();
    for _ in 0..ATTEMPTS {
        let (took, ()) = took(client, async |_: &mut Connection| Ok(())).await?;
        sweeps.push(took.sweep);
    }
    let least = sweeps
        .into_iter()
        .min_by(|one, other| one.requests.total_cmp(&other.requests));
    Ok(least.unwrap_or_default())
}
