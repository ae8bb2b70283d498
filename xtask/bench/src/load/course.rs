//! The course of a run: starts on an empty folder, then the same measurements at each number of tickets.

use super::runs::{self, DESK, READS, WRITES};
use crate::desk;
use crate::folder::Folder;
use crate::generator::{Load, MANY, Until};
use crate::median::median;
use crate::server::Server;
use crate::sweep::{self, Sweep};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};
use xtask_client::{Ask, Connection, Ticket};
use xtask_kit::say;

const EMPTY_STARTS: usize = 5;
const FULL_STARTS: usize = 3;
/// The rest before the memory after a start is looked at.
const REST: Duration = Duration::from_millis(500);
/// After how many tickets the filling tells how far it is.
const FILL_STRIDE: u64 = 5_000;

/// The findings of a run.
pub(crate) struct Found {
    /// The starts on an empty folder.
    pub(crate) empty: Start,
    /// The rest, at each number of tickets.
    pub(crate) sizes: [AtSize; 2],
}

/// A start.
pub(crate) struct Start {
    /// The time to the first answer.
    pub(crate) time: Duration,
    /// The memory at rest, in bytes.
    pub(crate) memory: u64,
}

/// The same load on one and on [`MANY`] connections.
pub(crate) struct Loads {
    pub(crate) one: Load,
    pub(crate) many: Load,
}

/// The findings at one number of tickets.
pub(crate) struct AtSize {
    /// The number of tickets.
    pub(crate) tickets: u64,
    /// The starts on the folder with those tickets.
    pub(crate) start: Start,
    /// The most memory under load, in bytes.
    pub(crate) most_memory: u64,
    /// Opening tickets.
    pub(crate) open: Loads,
    /// Opening tickets on [`MANY`] connections and sending their mails: tickets per second.
    pub(crate) open_and_send: f64,
    /// Reading tickets.
    pub(crate) read: Loads,
    /// Reading the first page of the queue.
    pub(crate) queue: Loads,
    /// A sweep.
    pub(crate) sweep: Sweep,
}

/// Runs the whole course on that binary.
pub(crate) async fn run(binary: &Path, [few, many]: [u64; 2]) -> Result<Found, String> {
    let folder = Folder::fresh()?;
    say("starting on empty folders");
    let mut starts = Vec::new();
    for number in 0..EMPTY_STARTS {
        let server = Server::start(binary, &folder.within(&format!("empty-{number}"))).await?;
        starts.push(started(&server).await?);
    }
    let data = folder.within("full");
    let mut course = Course {
        server: Server::start(binary, &data).await?,
        binary: binary.to_owned(),
        data,
        tickets: Rc::default(),
        opened: 0,
    };
    Ok(Found {
        empty: middle(&starts),
        sizes: [course.at(few).await?, course.at(many).await?],
    })
}

struct Course {
    server: Server,
    binary: PathBuf,
    data: PathBuf,
    /// The tickets to read.
    tickets: Rc<Vec<Ticket>>,
    /// The number of all tickets, with those of the sweeps.
    opened: u64,
}

impl Course {
    async fn at(&mut self, size: u64) -> Result<AtSize, String> {
        // Before there are many tickets, since to sign in is to have all mails read. That takes memory, so the program is
        // started anew after it.
        let mut client = self.client().await?;
        let agent = desk::sign_in(&mut client, DESK).await?;
        let other = desk::sign_in(&mut client, sweep::DESK).await?;
        self.restart().await?;
        let mut client = self.client().await?;
        let due = sweep::prepare(&mut client, &other).await?;
        self.opened += sweep::DUE;
        self.fill(size).await?;
        let tickets = self.opened;
        let most_while_filling = self.server.most_memory()?;
        let start = self.starts().await?;
        let mut client = self.client().await?;
        say(format!("measuring at {tickets} tickets"));
        let read = Loads {
            one: self.read(1).await?,
            many: self.read(MANY).await?,
        };
        let queue = Loads {
            one: self.queue(1, &agent).await?,
            many: self.queue(MANY, &agent).await?,
        };
        let sweep = sweep::measure(&mut client, &due).await?;
        let one = self.open(1, WRITES).await?;
        desk::settle(&mut client).await?;
        let began = Instant::now();
        let many = self.open(MANY, WRITES).await?;
        desk::settle(&mut client).await?;
        Ok(AtSize {
            tickets,
            open_and_send: many.rate_over(began.elapsed()),
            open: Loads { one, many },
            read,
            queue,
            sweep,
            most_memory: self.server.most_memory()?.max(most_while_filling),
            start,
        })
    }

    async fn client(&self) -> Result<Connection, String> {
        Connection::open(&self.server.host).await
    }

    async fn restart(&mut self) -> Result<(), String> {
        self.server.stop();
        self.server = Server::start(&self.binary, &self.data).await?;
        Ok(())
    }

    async fn starts(&mut self) -> Result<Start, String> {
        let mut starts = Vec::new();
        for _ in 0..FULL_STARTS {
            self.restart().await?;
            starts.push(started(&self.server).await?);
        }
        Ok(middle(&starts))
    }

    /// Opens tickets until there are that many, a stride at a time, and lets their mails be sent.
    async fn fill(&mut self, size: u64) -> Result<(), String> {
        let start = Instant::now();
        let mut client = self.client().await?;
        while self.opened < size {
            let stride = Until {
                requests: FILL_STRIDE.min(size - self.opened),
                time: Duration::MAX,
            };
            self.open(MANY, stride).await?;
            desk::settle(&mut client).await?;
            let seconds = start.elapsed().as_secs();
            say(format!("  {} of {size} tickets, {seconds} s", self.opened));
        }
        Ok(())
    }

    async fn open(&mut self, connections: usize, until: Until) -> Result<Load, String> {
        let (load, tickets) =
            runs::open(&self.server.host, connections, until, self.opened).await?;
        self.opened += u64::try_from(tickets.len()).unwrap_or_default();
        Rc::make_mut(&mut self.tickets).extend(tickets);
        Ok(load)
    }

    async fn read(&self, connections: usize) -> Result<Load, String> {
        let host = &self.server.host;
        runs::each(host, connections, READS, &self.tickets, Ticket::read).await
    }

    async fn queue(&self, connections: usize, token: &str) -> Result<Load, String> {
        let ask = Ask::get(format!("/api/desks/{DESK}/tickets")).bearer(token);
        runs::same(&self.server.host, connections, READS, ask).await
    }
}

async fn started(server: &Server) -> Result<Start, String> {
    tokio::time::sleep(REST).await;
    Ok(Start {
        time: server.started_in,
        memory: server.memory()?,
    })
}

/// The median of each figure.
fn middle(starts: &[Start]) -> Start {
    Start {
        time: median(starts.iter().map(|start| start.time)),
        memory: median(starts.iter().map(|start| start.memory)),
    }
}
