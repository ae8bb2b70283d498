//! The course of the measurements of incidents.

use crate::capacity::{Taken, took};
use crate::desk;
use crate::folder::Folder;
use crate::generator::{Load, MANY, Until, run as load};
use crate::raised::raised;
use crate::server::Server;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use xtask_client::{AGENT, Ask, Connection};
use xtask_kit::{read, write};

/// The desk.
const DESK: &str = "demo";
/// The people whom the incident affects, each with a ticket.
pub(crate) const AFFECTED: u64 = 10_000;
/// The tickets that are linked by one request.
const LINKED: usize = 50;
/// The readers of the status page.
const READERS: u64 = 20_000;
/// The longest time that an update may take, and the pause between two looks.
const PATIENCE: Duration = Duration::from_secs(600);
const PAUSE: Duration = Duration::from_millis(100);

/// The findings.
pub(crate) struct Found {
    /// The status page, read anew each time, and by readers who have it.
    pub(crate) read: Load,
    pub(crate) known: Load,
    /// From the request until the last mail of an update has left, and what that takes of the table.
    pub(crate) told_in: Duration,
    pub(crate) told: Taken,
    /// What the link of one ticket takes.
    pub(crate) link: Taken,
}

/// Measures that build of the stack.
pub(crate) async fn run(binary: &Path) -> Result<Found, String> {
    let folder = Folder::fresh()?;
    let desks = folder.within("desks");
    write(desks.join(format!("{DESK}.toml")), &raised(&desk_file()?)?)?;
    let data = folder.within("data");
    let server = Server::start_with(binary, &data, &desks).await?;
    let until = |requests| Until {
        requests,
        time: Duration::MAX,
    };
    let open = async |client: &mut Connection, number| {
        desk::open(client, DESK, &desk::fault(number)).await
    };
    let (_, tickets) = load(&server.host, MANY, until(AFFECTED), open).await?;
    // Not before: a connection that is idle is closed.
    let mut client = Connection::open(&server.host).await?;
    let token = desk::sign_in(&mut client, DESK).await?;
    desk::settle(&mut client).await?;
    let incidents = format!("/api/desks/{DESK}/incidents");
    let declared = json!({ "title": "No door opens", "body": "We know of it, and look into it." });
    let ask = Ask::post(&incidents).bearer(&token).json(&declared);
    let declared = client.send(ask, 201).await?.json()?;
    let id = declared.get("id").and_then(Value::as_str);
    let incident = format!("{incidents}/{}", id.ok_or("expected an incident")?);
    let ids: Vec<&str> = tickets.iter().map(|ticket| ticket.id.as_str()).collect();
    let link = |ids: &[&str]| {
        let ask = Ask::post(format!("{incident}/tickets")).bearer(&token);
        ask.json(&json!({ "tickets": ids }))
    };
    let (first, rest) = ids.split_first().ok_or("no ticket was opened")?;
    let one = link(&[*first]);
    let (linked, ()) = took(&mut client, async |client: &mut Connection| {
        client.send(one, 200).await.map(drop)
    })
    .await?;
    for ids in rest.chunks(LINKED) {
        client.send(link(ids), 200).await?;
    }
    let (read, known) = status_page(&server, &mut client, until(READERS)).await?;
    let update = json!({ "body": "The doors open again in a quarter of an hour." });
    let ask = Ask::post(format!("{incident}/updates")).bearer(&token);
    let ask = ask.json(&update);
    let mails = mails(&data)?;
    let start = Instant::now();
    let (told, told_in) = took(&mut client, async |client: &mut Connection| {
        client.send(ask, 201).await?;
        while self::mails(&data)? < mails + AFFECTED {
            if start.elapsed() > PATIENCE {
                return Err("the update was not told to all".to_owned());
            }
            tokio::time::sleep(PAUSE).await;
            // A connection that is idle is closed.
            client.send(Ask::get("/_local/clock"), 200).await?;
        }
        Ok(start.elapsed())
    })
    .await?;
    Ok(Found {
        read,
        known,
        told_in,
        told: told.all(),
        link: linked.all(),
    })
}

/// Returns how many mails have left: each is a file.
fn mails(data: &Path) -> Result<u64, String> {
    let files = std::fs::read_dir(data.join("mail"));
    let files = files.map_err(|error| format!("the mailbox: {error}"))?;
    Ok(files.count() as u64)
}

/// Reads the status page on many connections.
async fn status_page(
    server: &Server,
    client: &mut Connection,
    until: Until,
) -> Result<(Load, Load), String> {
    let page = || Ask::get(format!("/{DESK}/status")).header("accept", "text/html");
    let shown = client.send(page(), 200).await?;
    let tag = shown.header("etag").to_owned();
    let read = async move |client: &mut Connection, _| client.send(page(), 200).await.map(drop);
    let (read, _) = load(&server.host, MANY, until, read).await?;
    let known = async move |client: &mut Connection, _| {
        let ask = page().header("if-none-match", &tag);
        client.send(ask, 304).await.map(drop)
    };
    let (known, _) = load(&server.host, MANY, until, known).await?;
    Ok((read, known))
}

/// Makes the demo desk with an agent.
fn desk_file() -> Result<String, String> {
    let demo = read("tests/data/demo.toml")?;
    // They are the last part of its file.
    let (head, _) = demo
        .split_once("[[people]]")
        .ok_or("the demo desk has no people")?;
    let agent = format!("{AGENT}@{DESK}.example.com");
    Ok(format!(
        "{head}\n[[people]]\nemail = \"{agent}\"\nname = \"Agent\"\nrole = \"agent\"\n"
    ))
}
