//! A sweep of many tickets that are due at once.

use crate::capacity::{Taken, took, total};
use crate::desk;
use crate::figures::count;
use crate::folder::Folder;
use crate::generator::{MANY, Until, run as load};
use crate::server::Server;
use crate::sweep::{DESK, are_closed, close, ticket_that_waits};
use crate::table::{row, table};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;
use xtask_client::Connection;

/// The number of tickets that are due.
const DUE: u64 = 10_000;

/// The findings.
pub(crate) struct Found {
    /// From the instant at which they are due until the last is closed, and its mails have left: to its requester, and to who works on it.
    took: Duration,
    /// What the sweep takes for each, and `notify` for its mails.
    sweep: Taken,
    notify: Taken,
}

/// Measures that build of the stack.
pub(crate) async fn run(binary: &Path) -> Result<Found, String> {
    let folder = Folder::fresh()?;
    let server = Server::start(binary, &folder.within("data")).await?;
    let mut client = Connection::open(&server.host).await?;
    let token: Rc<str> = desk::sign_in(&mut client, DESK).await?.into();
    let until = Until {
        requests: DUE,
        time: Duration::MAX,
    };
    let prepare = async move |client: &mut Connection, number| {
        ticket_that_waits(client, number, &token).await
    };
    let (_, tickets) = load(&server.host, MANY, until, prepare).await?;
    // A connection that is idle is closed.
    let mut client = Connection::open(&server.host).await?;
    let (units, took) = took(&mut client, async |client: &mut Connection| {
        close(client).await
    })
    .await?;
    are_closed(&mut client, &tickets).await?;
    let each = crate::figures::as_float(DUE);
    Ok(Found {
        took,
        sweep: units.sweep.each_of(each),
        notify: units.notify.each_of(each),
    })
}

/// Writes the report; it ends with a line's end.
pub(crate) fn markdown(build: &str, cores: usize, found: &Found) -> String {
    let seconds = found.took.as_secs_f64();
    let rate = crate::figures::as_float(DUE) / seconds;
    let parts = [
        ("The sweep closes it", &found.sweep),
        ("Its mails leave", &found.notify),
    ];
    let rows = parts.map(|(name, taken)| {
        let (read, written) = (total(&taken.read), total(&taken.write));
        let [requests, read, written] =
            [taken.requests, read, written].map(|figure: f64| format!("{figure:.2}"));
        row(&[name, &requests, &read, &written])
    });
    let units = table(
        &[
            "What a due ticket takes of the table",
            "requests",
            "units read",
            "units written",
        ],
        rows,
    );
    format!(
        "{build}, {cores} cores.\n\nOf {} tickets that are due at once, the last is closed and its mails have left after {seconds:.1} s: {rate:.0} tickets a second.\n\n{units}",
        count(DUE)
    )
}
