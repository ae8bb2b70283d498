//! Announcements of files: each is given a place and signed addresses, and none is sent.

use super::large_desk::DESK;
use crate::attach::picture;
use crate::desk;
use crate::figures::as_float;
use crate::folder::Folder;
use crate::generator::{self, Load, MANY, Until};
use crate::server::Server;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;
use xtask_client::{Connection, Ticket};
use xtask_kit::say;

/// The most files that the desk takes on a ticket.
pub(crate) const ON_A_TICKET: u64 = 10;
/// The tickets for the files of one load.
const TICKETS: u64 = 200;
const NEW: Until = Until {
    requests: TICKETS * ON_A_TICKET,
    time: Duration::from_secs(10),
};
const REPEATED: Until = Until {
    requests: 10_000,
    time: Duration::from_secs(10),
};

/// The announcements, on one and on [`MANY`] connections.
pub(crate) struct Announcing {
    /// Files that their tickets did not know.
    pub(crate) new: [Announcements; 2],
    /// Files that were announced before: as when an upload goes on that was broken off. Nothing is written.
    pub(crate) repeated: [Announcements; 2],
}

/// Announcements of one kind.
pub(crate) struct Announcements {
    /// The load that they were.
    pub(crate) load: Load,
    /// The processor time of the whole stack for each, with the table and all that follows.
    pub(crate) processor: Duration,
}

/// Tickets, and how many files in all have been announced on them, in turns.
struct Announced {
    tickets: Rc<Vec<Ticket>>,
    files: u64,
}

/// Measures that build of the stack.
pub(crate) async fn measure(stack: &Path, folder: &Folder) -> Result<Announcing, String> {
    let server = Server::start(stack, &folder.within("announced")).await?;
    let (new_on_one, one) = new(&server, 1).await?;
    let (new_on_many, many) = new(&server, MANY).await?;
    Ok(Announcing {
        new: [new_on_one, new_on_many],
        repeated: [
            repeated(&server, 1, one).await?,
            repeated(&server, MANY, many).await?,
        ],
    })
}

/// Announces new files on tickets of their own.
async fn new(server: &Server, connections: usize) -> Result<(Announcements, Announced), String> {
    say(format!("announcing files, connections: {connections}"));
    let mut client = Connection::open(&server.host).await?;
    let mut tickets = Vec::new();
    for number in 0..TICKETS {
        tickets.push(desk::open(&mut client, DESK, &desk::bug_report(number)).await?);
    }
    let tickets = Rc::new(tickets);
    let on = Rc::clone(&tickets);
    let announce =
        async move |client: &mut Connection, number: u64| announce(client, &on, number, 201).await;
    let (announcements, files) = timed(server, connections, NEW, announce).await?;
    Ok((announcements, Announced { tickets, files }))
}

/// Announces those files again.
async fn repeated(
    server: &Server,
    connections: usize,
    announced: Announced,
) -> Result<Announcements, String> {
    say(format!("announcing them again, connections: {connections}"));
    let Announced { tickets, files } = announced;
    let announce = async move |client: &mut Connection, number: u64| {
        announce(client, &tickets, number % files.max(1), 200).await
    };
    let (announcements, _) = timed(server, connections, REPEATED, announce).await?;
    Ok(announcements)
}

/// Announces the file with that number on its ticket.
async fn announce(
    client: &mut Connection,
    tickets: &[Ticket],
    number: u64,
    status: u16,
) -> Result<(), String> {
    let at = usize::try_from(number % TICKETS).unwrap_or_default();
    let ticket = tickets.get(at).ok_or("there is no ticket for a file")?;
    let ask = ticket.announce(&picture(number));
    client.send(ask, status).await.map(drop)
}

/// Carries such a load out, and returns the number of announcements too.
async fn timed(
    server: &Server,
    connections: usize,
    until: Until,
    announce: impl AsyncFn(&mut Connection, u64) -> Result<(), String> + 'static,
) -> Result<(Announcements, u64), String> {
    let mut client = Connection::open(&server.host).await?;
    desk::settle(&mut client).await?;
    let before = server.processor_time()?;
    let (load, done) = generator::run(&server.host, connections, until, announce).await?;
    desk::settle(&mut client).await?;
    let processor = server.processor_time()?.saturating_sub(before);
    let files = u64::try_from(done.len()).unwrap_or(u64::MAX);
    let announcements = Announcements {
        load,
        processor: processor.div_f64(as_float(files.max(1))),
    };
    Ok((announcements, files))
}
