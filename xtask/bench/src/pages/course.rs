//! The course of the measurements of pages.

use crate::capacity::{Taken, took};
use crate::desk;
use crate::folder::Folder;
use crate::generator::{MANY, Until, run as load};
use crate::raised::raised;
use crate::server::Server;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::HashSet;
use std::path::Path;
use std::time::{Duration, Instant};
use xtask_client::{AGENT, Ask, Connection};
use xtask_kit::{read, write};

/// The desk whose tickets call somebody, and the one whose tickets do not.
const CALLS: &str = "calls";
const QUIET: &str = "quiet";
/// The pages that are started one after the other while nothing else happens.
const IDLE: usize = 200;
/// The tickets that are opened at once meanwhile, each with one mail, and the pause between two pages.
pub(crate) const FLOOD: u64 = 20_000;
const PAUSE: Duration = Duration::from_millis(250);
/// The tickets of one trouble that are opened at once.
pub(crate) const SURGE: u64 = 500;

/// The findings.
pub(crate) struct Found {
    /// From the start of a page until its first call has left, the shortest first: by itself, and behind the flood.
    pub(crate) idle: Vec<Duration>,
    pub(crate) behind: Vec<Duration>,
    /// Many tickets at once.
    pub(crate) surge: Surge,
    /// What each act takes of the table, all functions together.
    pub(crate) acts: Vec<(&'static str, Taken)>,
}

/// Many tickets at once, each of which would start a page.
pub(crate) struct Surge {
    /// The time until all were opened.
    pub(crate) took: Duration,
    /// The pages that they started, and the calls that were made.
    pub(crate) pages: usize,
    pub(crate) calls: usize,
    /// From the start of the page until its first call has left.
    pub(crate) first_call: Duration,
}

/// Measures that build of the stack.
pub(crate) async fn run(binary: &Path) -> Result<Found, String> {
    let folder = Folder::fresh()?;
    let desks = folder.within("desks");
    for id in [CALLS, QUIET] {
        write(desks.join(format!("{id}.toml")), &desk_of(id)?)?;
    }
    let data = folder.within("data");
    let server = Server::start_with(binary, &data, &desks).await?;
    let mut client = Connection::open(&server.host).await?;
    let token = desk::sign_in(&mut client, CALLS).await?;
    let mut pages = Vec::new();
    for number in 0..IDLE {
        pages.push(page(&mut client, &token, number as u64).await?);
    }
    let idle = waits(&mut client, &data, &pages).await?;
    let pages = behind(&server, &mut client, &token).await?;
    let behind = waits(&mut client, &data, &pages).await?;
    let surge = surge(&server, &mut client, &token, &data).await?;
    // Last, since it moves the clock, which the times of files know nothing of.
    let acts = acts(&mut client, &token).await?;
    Ok(Found {
        idle,
        behind,
        surge,
        acts,
    })
}

/// A page: its ID and its start.
type Started = (String, Timestamp);

/// Starts a page by a ticket, and ends it once it has called, so that the next ticket starts another.
async fn page(client: &mut Connection, token: &str, number: u64) -> Result<Started, String> {
    desk::open(client, CALLS, &desk::fault(number)).await?;
    let started = last_page(client, token).await?;
    let called = async |client: &mut Connection| {
        let ask = Ask::get(format!("/api/desks/{CALLS}/pages/{}", started.0)).bearer(token);
        let page = client.send(ask, 200).await?.json()?;
        let sent = page.pointer("/events/1/calls/0/sent");
        Ok::<bool, String>(sent.and_then(Value::as_bool) == Some(true))
    };
    while !called(client).await? {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    act(client, token, &started.0, "resolve").await?;
    Ok(started)
}

async fn last_page(client: &mut Connection, token: &str) -> Result<Started, String> {
    let ask = Ask::get(format!("/api/desks/{CALLS}/pages")).bearer(token);
    let pages = client.send(ask, 200).await?.json()?;
    let text = |place| pages.pointer(place).and_then(Value::as_str);
    let (id, at) = (text("/pages/0/id"), text("/pages/0/started_at"));
    let at = at.and_then(|at| at.parse().ok());
    let (Some(id), Some(at)) = (id, at) else {
        return Err(format!("expected a page; got {pages}"));
    };
    Ok((id.to_owned(), at))
}

async fn act(client: &mut Connection, token: &str, id: &str, act: &str) -> Result<(), String> {
    let ask = Ask::post(format!("/api/desks/{CALLS}/pages/{id}/{act}"));
    let ask = ask.bearer(token).json(&json!({}));
    client.send(ask, 200).await.map(drop)
}

/// Starts pages while tickets are opened as fast as they are taken.
async fn behind(
    server: &Server,
    client: &mut Connection,
    token: &str,
) -> Result<Vec<Started>, String> {
    let until = Until {
        requests: FLOOD,
        time: Duration::MAX,
    };
    let open = async move |client: &mut Connection, number| {
        desk::open(client, QUIET, &desk::fault(number)).await
    };
    let is_over = Cell::new(false);
    let flood = async {
        let flood = load(&server.host, MANY, until, open).await;
        is_over.set(true);
        flood.map(drop)
    };
    let started = async {
        let mut pages = Vec::new();
        while !is_over.get() {
            tokio::time::sleep(PAUSE).await;
            pages.push(page(client, token, pages.len() as u64).await?);
        }
        Ok(pages)
    };
    let (flood, started) = tokio::join!(flood, started);
    flood?;
    started
}

/// Returns how long the first call of each page took: its mail is a file, whose name begins with the ID.
async fn waits(
    client: &mut Connection,
    data: &Path,
    pages: &[Started],
) -> Result<Vec<Duration>, String> {
    let calls = mails(client, data).await?;
    let mut waits = Vec::new();
    for (id, started) in pages {
        let call = calls.iter().find(|(name, _)| name.starts_with(id));
        let (_, at) = call.ok_or_else(|| format!("the page {id} called nobody"))?;
        let wait = at.duration_since(*started);
        let wait = Duration::try_from(wait);
        waits.push(wait.map_err(|_| format!("the page {id} called before it started"))?);
    }
    waits.sort_unstable();
    Ok(waits)
}

/// Returns the names of all mails, and when each left.
async fn mails(client: &mut Connection, data: &Path) -> Result<Vec<(String, Timestamp)>, String> {
    desk::settle(client).await?;
    let files = std::fs::read_dir(data.join("mail"));
    let files = files.map_err(|error| format!("the mailbox: {error}"))?;
    let mails = files.flatten().filter_map(|file| {
        let name = file.file_name().into_string().ok()?;
        let at = file.metadata().ok()?.modified().ok()?;
        Some((name, Timestamp::try_from(at).ok()?))
    });
    Ok(mails.collect())
}

/// Opens many tickets at once.
async fn surge(
    server: &Server,
    client: &mut Connection,
    token: &str,
    data: &Path,
) -> Result<Surge, String> {
    let before: HashSet<String> = mails(client, data)
        .await?
        .into_iter()
        .map(|it| it.0)
        .collect();
    let until = Until {
        requests: SURGE,
        time: Duration::MAX,
    };
    let open = async move |client: &mut Connection, number| {
        desk::open(client, CALLS, &desk::fault(number)).await
    };
    let begun = Instant::now();
    load(&server.host, MANY, until, open).await?;
    let took = begun.elapsed();
    let after = mails(client, data).await?;
    // The name of a call begins with the page's ID, and a UUID has a `-` as its ninth character.
    let is_call = |name: &str| name.as_bytes().get(8) == Some(&b'-') && !before.contains(name);
    let calls: Vec<&(String, Timestamp)> = after.iter().filter(|it| is_call(&it.0)).collect();
    let pages: HashSet<&str> = calls.iter().filter_map(|it| it.0.get(..36)).collect();
    let started = last_page(client, token).await?;
    let first_call = waits(client, data, std::slice::from_ref(&started)).await?;
    act(client, token, &started.0, "resolve").await?;
    Ok(Surge {
        took,
        pages: pages.len(),
        calls: calls.len(),
        first_call: first_call.first().copied().unwrap_or_default(),
    })
}

/// Measures what each act takes.
async fn acts(client: &mut Connection, token: &str) -> Result<Vec<(&'static str, Taken)>, String> {
    // The figures of the first do not count: what is read once is kept.
    page(client, token, 0).await?;
    desk::open(client, QUIET, &desk::fault(0)).await?;
    let mut acts = Vec::new();
    let mut measured = |name, taken: crate::capacity::Took| acts.push((name, taken.all()));
    let open = async |client: &mut Connection, desk| {
        desk::open(client, desk, &desk::fault(1)).await.map(drop)
    };
    let (taken, ()) = took(client, async |client: &mut Connection| {
        open(client, QUIET).await
    })
    .await?;
    measured("A ticket that calls nobody, with its mail", taken);
    let (taken, ()) = took(client, async |client: &mut Connection| {
        open(client, CALLS).await
    })
    .await?;
    measured("One that starts a page, with both mails", taken);
    let (taken, ()) = took(client, async |client: &mut Connection| {
        open(client, CALLS).await
    })
    .await?;
    measured("One that joins it, with its mail", taken);
    let (taken, ()) = took(client, async |client: &mut Connection| {
        let ask = Ask::post("/_local/clock").json(&json!({ "advance": "PT11M" }));
        client.send(ask, 200).await.map(drop)
    })
    .await?;
    measured("A step that the sweep calls, with its mail", taken);
    let (id, _) = last_page(client, token).await?;
    let (taken, ()) = took(client, async |client: &mut Connection| {
        act(client, token, &id, "acknowledge").await
    })
    .await?;
    measured("An acknowledgement", taken);
    act(client, token, &id, "resolve").await?;
    Ok(acts)
}

/// Makes a desk with an agent. On the one that calls, each ticket calls them at once, and again after ten minutes.
fn desk_of(id: &str) -> Result<String, String> {
    let demo = read("tests/data/demo.toml")?;
    // They are the last part of its file.
    let (head, _) = demo
        .split_once("[[people]]")
        .ok_or("the demo desk has no people")?;
    let prefix = "ticket_prefix = \"DEMO\"";
    let own = format!("ticket_prefix = \"{}\"", id.to_uppercase());
    let head = head.replace(prefix, &own);
    let mut desk = head.replace("id = \"demo\"", &format!("id = \"{id}\""));
    let agent = format!("{AGENT}@{id}.example.com");
    desk.push_str(&format!(
        "\n[[people]]\nemail = \"{agent}\"\nname = \"Agent\"\nrole = \"agent\"\n"
    ));
    if id == CALLS {
        desk.push_str(&format!(
            "\n[[escalation_policies]]\nid = \"all\"\nlabel = \"All\"\nlast_resort = [\"{agent}\"]\n\
             steps = [{{ after = \"PT0S\", notify = [\"{agent}\"] }}, {{ after = \"PT10M\", notify = [\"{agent}\"] }}]\n\
             \n[[pages]]\nwhen = \"opened\"\npolicy = \"all\"\n"
        ));
    }
    raised(&desk)
}
