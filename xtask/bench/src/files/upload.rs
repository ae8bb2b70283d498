//! Uploads of large files, each from its announcement until its ticket shows it.

use super::large_desk::DESK;
use crate::attach::{self, video};
use crate::desk;
use crate::folder::Folder;
use crate::median::median;
use crate::server::Server;
use std::path::Path;
use std::time::{Duration, Instant};
use xtask_client::{Connection, File};
use xtask_kit::say;

/// The number of uploads of each length, each to a stack that was started for it.
pub(crate) const ROUNDS: usize = 5;
/// The rest before the stack's memory is looked at.
const REST: Duration = Duration::from_millis(500);

/// The uploads of files of one length, as medians.
pub(crate) struct Upload {
    /// Their length, in millions of bytes.
    pub(crate) megabytes: usize,
    /// The time from the announcement until the ticket shows the file.
    pub(crate) time: Duration,
    /// The stack's memory before, in bytes.
    pub(crate) rest: u64,
    /// The stack's most memory until then, in bytes.
    pub(crate) most: u64,
    /// The growth of memory until then, in bytes.
    pub(crate) growth: u64,
}

/// Sends a file of so many millions of bytes to that build of the stack, with the desks in that folder.
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
        rounds.push(round(&server, megabytes, &file).await?);
    }
    Ok(Upload {
        megabytes,
        time: median(rounds.iter().map(|round| round.time)),
        rest: median(rounds.iter().map(|round| round.rest)),
        most: median(rounds.iter().map(|round| round.most)),
        growth: median(rounds.iter().map(|round| round.growth)),
    })
}

async fn round(server: &Server, megabytes: usize, file: &File) -> Result<Upload, String> {
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
    let most = server.most_memory()?;
    Ok(Upload {
        megabytes,
        time,
        rest,
        most,
        growth: most.saturating_sub(rest),
    })
}
