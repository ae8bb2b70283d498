//! What a large file takes, from its announcement until its ticket shows it.

use super::DESK;
use crate::attach::{self, video};
use crate::desk;
use crate::folder::Folder;
use crate::median::median;
use crate::server::Server;
use std::path::Path;
use std::time::{Duration, Instant};
use xtask_client::{Connection, File};
use xtask_kit::say;

/// How often a file of each length is sent, each time to a stack that was started for it.
pub(crate) const ROUNDS: usize = 5;
/// How long the stack is left alone before its memory is looked at.
const REST: Duration = Duration::from_millis(500);

/// The uploads of files of one length.
pub(crate) struct Upload {
    /// Their length, in millions of bytes.
    pub(crate) megabytes: usize,
    rounds: Vec<Round>,
}

struct Round {
    time: Duration,
    /// In bytes.
    rest: u64,
    /// In bytes.
    most: u64,
}

impl Upload {
    /// From the announcement until the ticket shows the file.
    pub(crate) fn time(&self) -> Duration {
        median(self.rounds.iter().map(|round| round.time))
    }

    /// The stack's memory before, in bytes.
    pub(crate) fn rest(&self) -> u64 {
        median(self.rounds.iter().map(|round| round.rest))
    }

    /// The stack's most memory until then, in bytes.
    pub(crate) fn most(&self) -> u64 {
        median(self.rounds.iter().map(|round| round.most))
    }

    /// How much more that is than before, in bytes.
    pub(crate) fn growth(&self) -> u64 {
        let growth = |round: &Round| round.most.saturating_sub(round.rest);
        median(self.rounds.iter().map(growth))
    }
}

/// Sends a file of so many millions of bytes to that build of the stack, with the desks in that folder.
///
/// # Errors
/// As soon as something is not answered as it should be.
pub(crate) async fn measure(
    stack: &Path,
    folder: &Folder,
    desks: &Path,
    megabytes: usize,
) -> Result<Upload, String> {
    let file = video(megabytes * 1_000_000);
    let mut rounds = Vec::new();
    for number in 1..=ROUNDS {
        say(format!(
            "sending a file of {megabytes} MB, round {number} of {ROUNDS}"
        ));
        let data = folder.within(&format!("upload-{megabytes}-{number}"));
        let server = Server::start_with(stack, &data, desks).await?;
        rounds.push(round(&server, &file).await?);
    }
    Ok(Upload { megabytes, rounds })
}

async fn round(server: &Server, file: &File) -> Result<Round, String> {
    let mut client = Connection::open(&server.host).await?;
    let ticket = desk::open(&mut client, DESK, &desk::bug_report(0)).await?;
    desk::settle(&mut client).await?;
    tokio::time::sleep(REST).await;
    let rest = server.memory()?;
    let start = Instant::now();
    let announced = attach::announce(&mut client, &ticket, file).await?;
    announced.send(&mut client, file).await?;
    // Where a page looks again and again, this waits until it is done.
    desk::settle(&mut client).await?;
    let shown = client.send(ticket.read(), 200).await?;
    let time = start.elapsed();
    if shown.text_at("/attachments/0/state")? != "stored" {
        return Err("a file was sent, and its ticket does not show it".to_owned());
    }
    Ok(Round {
        time,
        rest,
        most: server.most_memory()?,
    })
}
