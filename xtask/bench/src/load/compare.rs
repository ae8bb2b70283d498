//! Two builds side by side: the main rows of the load on the one and on the other in turn, so that what else happens on the
//! machine happens to both.

use super::runs::{self, DESK};
use crate::desk;
use crate::figures::{rate, ratio, time, time_ratio};
use crate::folder::Folder;
use crate::generator::{Load, MANY, Until};
use crate::median::median;
use crate::server::Server;
use crate::table::table;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use xtask_client::{Ask, Connection, Ticket};
use xtask_kit::say;

/// The tickets that are there before the first round.
const TICKETS: Until = Until {
    requests: 1_000,
    time: Duration::MAX,
};
const WRITES: Until = Until {
    requests: 1_000,
    time: Duration::from_secs(3),
};
const READS: Until = Until {
    requests: 3_000,
    time: Duration::from_secs(3),
};
/// The agents' page of a desk, in this build and in older ones: the first that is there counts.
const QUEUE_PAGES: [&str; 2] = ["console", "tickets"];
/// A row of the report.
const ROWS: [(&str, Row); 6] = [
    ("Open a ticket, 1 connection", Row::Open(1)),
    ("Open a ticket, 16 connections", Row::Open(MANY)),
    ("Read a ticket", Row::Read),
    ("Page of a desk", Row::DeskPage),
    ("Page of a ticket", Row::TicketPage),
    ("Page of the queue", Row::QueuePage),
];

#[derive(Clone, Copy)]
enum Row {
    Open(usize),
    Read,
    DeskPage,
    TicketPage,
    QueuePage,
}

/// One of the two builds at work.
struct Side {
    server: Server,
    control: Connection,
    tickets: Rc<Vec<Ticket>>,
    queue_page: Ask,
    opened: u64,
    /// The figures of each round, by row.
    found: [Vec<Figures>; ROWS.len()],
}

/// The figures of one load.
#[derive(Clone, Copy)]
struct Figures {
    /// The time of the whole load for each request.
    each: Duration,
    half: Duration,
    /// The processor time of the server for each request, with all that follows from it.
    processor: Duration,
}

/// Measures these two builds in that many rounds, and returns the report. A ratio is the first one's figure divided by the
/// second one's.
pub(crate) async fn compare([this, other]: [&Path; 2], rounds: u32) -> Result<String, String> {
    let folder = Folder::fresh()?;
    let mut this = Side::start(this, folder.within("this")).await?;
    let mut other = Side::start(other, folder.within("other")).await?;
    for round in 1..=rounds {
        say(format!("comparing, round {round} of {rounds}"));
        for (number, (_, row)) in ROWS.iter().enumerate() {
            for side in [&mut this, &mut other] {
                let figures = side.measure(*row).await?;
                if let Some(found) = side.found.get_mut(number) {
                    found.push(figures);
                }
            }
        }
    }
    let head = ["Rate, p50, processor", "this build", "the other", "ratios"];
    let rows = ROWS.iter().zip(this.found.iter().zip(&other.found));
    Ok(table(
        &head,
        rows.map(|((what, _), (this, other))| cells(what, middle(this), middle(other))),
    ))
}

impl Side {
    async fn start(binary: &Path, data: PathBuf) -> Result<Self, String> {
        let server = Server::start(binary, &data).await?;
        let mut control = Connection::open(&server.host).await?;
        let token = desk::sign_in(&mut control, DESK).await?;
        let queue_page = queue_page(&mut control, &token).await?;
        let (_, tickets) = runs::open(&server.host, MANY, TICKETS, 0).await?;
        desk::settle(&mut control).await?;
        Ok(Self {
            opened: TICKETS.requests,
            server,
            control,
            tickets: Rc::new(tickets),
            queue_page,
            found: Default::default(),
        })
    }

    async fn measure(&mut self, row: Row) -> Result<Figures, String> {
        let host = &self.server.host;
        let before = self.server.processor_time()?;
        let load = match row {
            Row::Open(connections) => {
                let (load, opened) = runs::open(host, connections, WRITES, self.opened).await?;
                self.opened += u64::try_from(opened.len()).unwrap_or_default();
                load
            }
            Row::Read => runs::each(host, 1, READS, &self.tickets, Ticket::read).await?,
            Row::DeskPage => {
                let page = page(format!("/{DESK}"));
                runs::same(host, 1, READS, page).await?
            }
            Row::TicketPage => {
                let ask = |ticket: &Ticket| page(ticket.page());
                runs::each(host, 1, READS, &self.tickets, ask).await?
            }
            Row::QueuePage => runs::same(host, 1, READS, self.queue_page.clone()).await?,
        };
        desk::settle(&mut self.control).await?;
        let processor = self.server.processor_time()?.saturating_sub(before);
        Ok(Figures::of(&load, processor))
    }
}

impl Figures {
    fn of(load: &Load, processor: Duration) -> Self {
        let count = load.count().max(1);
        Self {
            each: load.took / count,
            half: load.percentile(50),
            processor: processor / count,
        }
    }
}

async fn queue_page(client: &mut Connection, token: &str) -> Result<Ask, String> {
    for name in QUEUE_PAGES {
        let ask = page(format!("/{DESK}/{name}")).bearer(token);
        if client.send(ask.clone(), 200).await.is_ok() {
            return Ok(ask);
        }
    }
    Err("a build shows no queue at any of its known addresses".to_owned())
}

fn page(path: String) -> Ask {
    Ask::get(path).header("accept", "text/html")
}

/// The median of each figure.
fn middle(rounds: &[Figures]) -> Figures {
    let of = |pick: fn(&Figures) -> Duration| median(rounds.iter().map(pick));
    Figures {
        each: of(|figures| figures.each),
        half: of(|figures| figures.half),
        processor: of(|figures| figures.processor),
    }
}

fn cells(what: &str, this: Figures, other: Figures) -> Vec<String> {
    let per_second = |figures: Figures| 1.0 / figures.each.as_secs_f64();
    let cell = |figures: Figures| {
        let (half, processor) = (time(figures.half), time(figures.processor));
        format!("{}, {half}, {processor}", rate(per_second(figures)))
    };
    let ratios = [
        ratio(per_second(this), per_second(other)),
        time_ratio(this.half, other.half),
        time_ratio(this.processor, other.processor),
    ];
    vec![what.to_owned(), cell(this), cell(other), ratios.join(", ")]
}
