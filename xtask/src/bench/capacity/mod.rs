//! What each operation takes of the table's capacity, as the table itself reports it.

mod files;
mod report;
mod taken;
mod texts;

pub(crate) use report::markdown;

use super::client::{Ask, Client};
use super::desk::{self, Ticket};
use super::figures::as_float;
use super::folder::Folder;
use super::kept::rounded;
use super::server::Server;
use super::sweep::{self, DESK, DUE};
use crate::say::say;
use files::OfFile;
use serde_json::{Value, json};
use std::path::Path;
use taken::{Taken, Units, total};
use texts::{Text, texts};

/// The functions that nobody waits for.
const NOTIFY: &str = "docket-notify";
const STORE: &str = "docket-store-attachment";
const SWEEP: &str = "docket-sweep";
/// More tickets than a page of the queue has.
const PAGE: u64 = 60;
/// How often the sweep of nothing is looked at: another one may come in between.
const ATTEMPTS: usize = 5;

/// What was found.
pub(crate) struct Found {
    /// What depends on the ticket's description.
    pub(crate) by_text: Vec<ByText>,
    /// The first page of a queue.
    pub(crate) queue: Taken,
    /// What a file takes.
    pub(crate) file: OfFile,
    /// What a sweep takes for one of [`DUE`] tickets that it closes.
    pub(crate) sweep: Taken,
    /// What a sweep takes that finds nothing.
    pub(crate) idle: Taken,
    /// What a function takes once after its start: the desk and the signing secret.
    pub(crate) first: Taken,
}

/// What a ticket with one description takes.
pub(crate) struct ByText {
    /// What the description is called.
    pub(crate) text: &'static str,
    /// To open it.
    pub(crate) open: Taken,
    /// To tell its requester of that.
    pub(crate) notify: Taken,
    /// To say something on it.
    pub(crate) comment: Taken,
    /// To move it to another status, on which it is due later and stands in another queue.
    pub(crate) status: Taken,
    /// To read it with its timeline.
    pub(crate) read: Taken,
}

/// What an action has taken.
struct Took {
    notify: Taken,
    store: Taken,
    sweep: Taken,
    /// By the functions that answer requests.
    answer: Taken,
}

/// Measures each operation on that build of the stack.
///
/// # Errors
/// As soon as something is not answered as it should be.
pub(crate) async fn run(stack: &Path) -> Result<Found, String> {
    let folder = Folder::fresh()?;
    let server = Server::start(stack, &folder.within("data")).await?;
    let mut client = Client::connect(&server.host).await?;
    say("measuring capacity units");
    let token = desk::sign_in(&mut client, DESK).await?;
    // The mail with the link was the first thing that this function did; the rest of what it took is what every mail takes.
    let first = Taken::by(|function| function == NOTIFY, &so_far(&mut client).await?);
    let due = sweep::prepare(&mut client, &token).await?;
    let (swept, _) = took(&mut client, async |client: &mut Client| {
        sweep::measure(client, &due).await
    })
    .await?;

    // That was two weeks ago.
    let token = desk::sign_in(&mut client, DESK).await?;
    for number in 0..PAGE {
        desk::open(&mut client, DESK, &desk::suggestion(number)).await?;
    }
    let (queue, ()) = took(&mut client, async |client: &mut Client| {
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

/// What the cost is reckoned from: the ticket with the first description, and the rest.
pub(crate) fn kept(found: &Found) -> Value {
    let figures = |(name, taken): (&str, &Taken)| {
        let figures = json!({
            "requests": rounded(taken.requests),
            "read": rounded(total(&taken.read)),
            "write": rounded(total(&taken.write)),
        });
        (name.to_owned(), figures)
    };
    let ticket = found.by_text.first().into_iter().flat_map(|one| {
        [
            ("open", &one.open),
            ("notify", &one.notify),
            ("comment", &one.comment),
            ("status", &one.status),
            ("read", &one.read),
        ]
    });
    let others = [
        ("queue", &found.queue),
        ("announce", &found.file.announce),
        ("announce_parts", &found.file.announce_parts),
        ("store", &found.file.store),
        ("attached", &found.file.attached),
        ("scan", &found.file.scan),
        ("download", &found.file.download),
        ("cancel", &found.file.cancel),
        ("sweep", &found.sweep),
        ("idle", &found.idle),
        ("first", &found.first),
    ];
    ticket.chain(others).map(figures).collect()
}

/// The life of a ticket with that description.
async fn life(client: &mut Client, text: &Text, key: &str, token: &str) -> Result<ByText, String> {
    // Programs send a key with each change, and so do the desk's own forms.
    let form = desk::suggestion_of(0, &text.text);
    let opening = desk::opening(DESK, &form).once(&format!("{key}-open"));
    let (open, ticket): (_, Ticket) = took(client, async |client: &mut Client| {
        desk::send(client, DESK, opening).await
    })
    .await?;
    let mut taken = async |ask: Ask, status| {
        let action = async |client: &mut Client| client.send(ask, status).await.map(drop);
        took(client, action).await.map(|(took, ())| took.answer)
    };
    let said = "It happened again this morning, on three of the screens.";
    let (comment, change) = (
        ticket.comment(said).once(&format!("{key}-comment")),
        ticket
            .change_to("feedback-waiting", token)
            .once(&format!("{key}-change")),
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

async fn idle(client: &mut Client) -> Result<Taken, String> {
    let mut least: Option<Taken> = None;
    for _ in 0..ATTEMPTS {
        let (took, ()) = took(client, async |_: &mut Client| Ok(())).await?;
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

/// Does that, lets all that follows from it happen, and tells what it has taken.
async fn took<T>(
    client: &mut Client,
    action: impl AsyncFnOnce(&mut Client) -> Result<T, String>,
) -> Result<(Took, T), String> {
    desk::settle(client).await?;
    let before = so_far(client).await?;
    let outcome = action(client).await?;
    desk::settle(client).await?;
    let after = so_far(client).await?;
    let since = |of: fn(&str) -> bool| Taken::by(of, &after).since(&Taken::by(of, &before));
    let took = Took {
        notify: since(|function| function == NOTIFY),
        store: since(|function| function == STORE),
        sweep: since(|function| function == SWEEP),
        answer: since(|function| ![NOTIFY, STORE, SWEEP].contains(&function)),
    };
    Ok((took, outcome))
}

async fn so_far(client: &mut Client) -> Result<Value, String> {
    client.json(Ask::get("/_local/table"), 200).await
}
