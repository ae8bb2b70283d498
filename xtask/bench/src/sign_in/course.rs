//! The course of the measurements of links.

use crate::desk;
use crate::folder::Folder;
use crate::generator::{MANY, Until, run as load};
use crate::median::median;
use crate::server::Server;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use xtask_client::{AGENT, Connection, ask_for_link};

/// The desk that people sign in to.
const DESK: &str = "smartplayer";
/// The requests of each kind.
const REQUESTS: u64 = 200;
/// The tickets of the flood.
pub(crate) const FLOOD: u64 = 20_000;
/// The pause between two looks for the mail.
const LOOK: Duration = Duration::from_millis(10);
/// The time in which the mail has to come.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// The findings.
pub(crate) struct Found {
    /// The median time of an answer to somebody who works at the desk.
    pub(crate) known: Duration,
    /// The same for somebody who does not.
    pub(crate) unknown: Duration,
    /// The time from the request until the mail had left, behind the flood.
    pub(crate) mailed: Duration,
    /// The mails of the flood that had left by then.
    pub(crate) before: u64,
}

/// Measures that build of the stack.
pub(crate) async fn run(binary: &Path) -> Result<Found, String> {
    let folder = Folder::fresh()?;
    let [known, unknown] = answers(binary, &folder.within("answers")).await?;
    let (mailed, before) = flood(binary, &folder.within("flood")).await?;
    Ok(Found {
        known,
        unknown,
        mailed,
        before,
    })
}

/// The requests of both kinds in turn: whatever else the machine does slows both down.
async fn answers(binary: &Path, data: &Path) -> Result<[Duration; 2], String> {
    let server = Server::start(binary, data).await?;
    let mut client = Connection::open(&server.host).await?;
    let agent = format!("{AGENT}@{DESK}.example.com");
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..REQUESTS {
        let stranger = format!("person-{number}@{DESK}.example.com");
        for (email, times) in [(&agent, &mut known), (&stranger, &mut unknown)] {
            let ask = ask_for_link(DESK, email);
            let asked = Instant::now();
            client.send(ask, 202).await?;
            times.push(asked.elapsed());
        }
    }
    Ok([median(known), median(unknown)])
}

/// Asks for a link right after the flood. Returns the time until its mail had left, and the mails of the flood
/// that had left before it.
async fn flood(binary: &Path, data: &Path) -> Result<(Duration, u64), String> {
    let server = Server::start(binary, data).await?;
    let until = Until {
        requests: FLOOD,
        time: Duration::MAX,
    };
    let open = async move |client: &mut Connection, number| {
        desk::open(client, DESK, &desk::suggestion(number)).await
    };
    load(&server.host, MANY, until, open).await?;
    let mut mailbox = Mailbox::of(data);
    mailbox.new_mails()?;
    let mut client = Connection::open(&server.host).await?;
    let email = format!("{AGENT}@{DESK}.example.com");
    let asked = Instant::now();
    client.send(ask_for_link(DESK, &email), 202).await?;
    let to = format!("To: <{email}>");
    while asked.elapsed() < PATIENCE {
        if mailbox.new_mails()?.iter().any(|mail| mail.contains(&to)) {
            let took = asked.elapsed();
            let before = u64::try_from(mailbox.seen.len()).unwrap_or_default();
            return Ok((took, before.saturating_sub(1)));
        }
        tokio::time::sleep(LOOK).await;
    }
    Err("the link to sign in was not mailed".to_owned())
}

/// The folder of mails: to ask the stack for them waits until all have left.
struct Mailbox {
    folder: PathBuf,
    seen: HashSet<PathBuf>,
}

impl Mailbox {
    fn of(data: &Path) -> Self {
        Self {
            folder: data.join("mail"),
            seen: HashSet::new(),
        }
    }

    /// Reads the mails that came since the last look.
    fn new_mails(&mut self) -> Result<Vec<String>, String> {
        let failed = |error: std::io::Error| format!("the mailbox: {error}");
        let mut mails = Vec::new();
        for file in std::fs::read_dir(&self.folder).map_err(failed)? {
            let path = file.map_err(failed)?.path();
            let is_mail = path.extension().is_some_and(|end| end == "eml");
            if is_mail && self.seen.insert(path.clone()) {
                mails.push(std::fs::read_to_string(&path).map_err(failed)?);
            }
        }
        Ok(mails)
    }
}
