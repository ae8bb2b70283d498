//! The course of the measurements of notices.

use crate::capacity::{Taken, took};
use crate::desk;
use crate::folder::Folder;
use crate::generator::{MANY, Until, run as load};
use crate::raised::raised;
use crate::server::Server;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use xtask_client::Connection;
use xtask_kit::{read, write};

/// The desks, each with how many people are told of a new ticket: its requester, and the others by a rule.
pub(crate) const AUDIENCES: [(&str, u64); 3] = [("one", 1), ("ten", 10), ("hundred", 100)];
/// The tickets of each desk by which what a notice takes is measured, after one whose figures do not count.
const TICKETS: u64 = 5;
/// The tickets whose mails are waited for one after the other.
const ONE_BY_ONE: usize = 300;
/// The tickets that are opened at once, each with ten mails.
pub(crate) const FLOOD: u64 = 1_000;
/// The pause between two looks for a mail, and the time in which it has to come.
const LOOK: Duration = Duration::from_micros(200);
const PATIENCE: Duration = Duration::from_secs(30);

/// The findings.
pub(crate) struct Found {
    /// What `notify` takes for one mail, by how many are told.
    pub(crate) by_audience: Vec<(u64, Taken)>,
    /// The mails that leave in a second while tickets are opened as fast as they are taken.
    pub(crate) rate: f64,
    /// From the answer to an opening until its mail has left, the shortest first.
    pub(crate) waits: Vec<Duration>,
}

/// Measures that build of the stack.
pub(crate) async fn run(binary: &Path) -> Result<Found, String> {
    let folder = Folder::fresh()?;
    let desks = folder.within("desks");
    for (id, told) in AUDIENCES {
        write(desks.join(format!("{id}.toml")), &desk_of(id, told)?)?;
    }
    let data = folder.within("data");
    let server = Server::start_with(binary, &data, &desks).await?;
    let mut client = Connection::open(&server.host).await?;
    let mut by_audience = Vec::new();
    for (id, told) in AUDIENCES {
        desk::open(&mut client, id, &form(0)).await?;
        let (took, ()) = took(&mut client, async |client: &mut Connection| {
            for number in 1..=TICKETS {
                desk::open(client, id, &form(number)).await?;
            }
            Ok(())
        })
        .await?;
        let mails = crate::figures::as_float(told * TICKETS);
        by_audience.push((told, took.notify.each_of(mails)));
    }
    let waits = one_by_one(&mut client, &data.join("mail")).await?;
    Ok(Found {
        by_audience,
        rate: flood(&server, &mut client).await?,
        waits,
    })
}

/// Opens tickets one after the other, each once the mail of the one before has left.
async fn one_by_one(client: &mut Connection, mails: &Path) -> Result<Vec<Duration>, String> {
    desk::settle(client).await?;
    let mut waits = Vec::new();
    for number in 0..ONE_BY_ONE {
        let before = count(mails)?;
        desk::open(client, "one", &form(number as u64)).await?;
        let opened = Instant::now();
        while count(mails)? == before {
            if opened.elapsed() > PATIENCE {
                return Err("the mail of a ticket did not leave".to_owned());
            }
            tokio::time::sleep(LOOK).await;
        }
        waits.push(opened.elapsed());
    }
    waits.sort_unstable();
    Ok(waits)
}

fn count(mails: &Path) -> Result<usize, String> {
    let files = std::fs::read_dir(mails).map_err(|error| format!("the mailbox: {error}"))?;
    let names = files.flatten().map(|file| file.file_name());
    Ok(names
        .filter(|name| name.to_string_lossy().ends_with(".eml"))
        .count())
}

/// Opens many tickets at once. Returns the mails that left in a second, from the first ticket to the last mail.
async fn flood(server: &Server, client: &mut Connection) -> Result<f64, String> {
    desk::settle(client).await?;
    let until = Until {
        requests: FLOOD,
        time: Duration::MAX,
    };
    let begun = Instant::now();
    let open =
        async move |client: &mut Connection, number| desk::open(client, "ten", &form(number)).await;
    load(&server.host, MANY, until, open).await?;
    desk::settle(client).await?;
    Ok(crate::figures::as_float(FLOOD * 10) / begun.elapsed().as_secs_f64())
}

fn form(number: u64) -> Value {
    json!({
        "topic": "question",
        "requester": { "email": format!("person-{number}@customer.example.com") },
        "subject": format!("Room bookings show the wrong floor ({number})"),
        "description": "Since the update of last Tuesday, the list of bookings shows the floor of the room that was booked before.",
    })
}

/// Makes a desk with as many people as are told beside the requester.
fn desk_of(id: &str, told: u64) -> Result<String, String> {
    let demo = read("tests/data/demo.toml")?;
    // They are the last part of its file.
    let (head, _) = demo
        .split_once("[[people]]")
        .ok_or("the demo desk has no people")?;
    let is_prefix = |line: &&str| line.starts_with("ticket_prefix");
    let prefix = head
        .lines()
        .find(is_prefix)
        .ok_or("the demo desk has no prefix")?;
    let own = format!("ticket_prefix = \"{}\"", id.to_uppercase());
    let head = head.replace(prefix, &own);
    let mut desk = head.replace("id = \"demo\"", &format!("id = \"{id}\""));
    for number in 1..told {
        let _ = write!(
            desk,
            "\n\n[[people]]\nemail = \"agent-{number}@{id}.example.com\"\nname = \"Agent {number}\"\nrole = \"agent\"\n"
        );
    }
    if told > 1 {
        desk.push_str("\n[[notices]]\nwhen = \"opened\"\nwho = [\"agents\"]\n");
    }
    raised(&desk)
}
