//! The loads that are put on a stack.

use crate::desk;
use crate::generator::{Load, Until, run};
use std::rc::Rc;
use std::time::Duration;
use xtask_client::{Ask, Connection, Ticket};

/// The desk that all of them are about.
pub(crate) const DESK: &str = "spaceos";
/// The most of a load that writes.
pub(crate) const WRITES: Until = Until {
    requests: 2_000,
    time: Duration::from_secs(10),
};
/// The most of a load that reads.
pub(crate) const READS: Until = Until {
    requests: 10_000,
    time: Duration::from_secs(10),
};

/// Opens tickets, which are numbered from `first` on.
pub(crate) async fn open(
    host: &str,
    connections: usize,
    until: Until,
    first: u64,
) -> Result<(Load, Vec<Ticket>), String> {
    let open = async move |client: &mut Connection, number| {
        desk::open(client, DESK, &desk::bug_report(first + number)).await
    };
    run(host, connections, until, open).await
}

/// Sends that request of each ticket, all over the table.
pub(crate) async fn each(
    host: &str,
    connections: usize,
    until: Until,
    tickets: &Rc<Vec<Ticket>>,
    ask: fn(&Ticket) -> Ask,
) -> Result<Load, String> {
    let tickets = Rc::clone(tickets);
    let count = u64::try_from(tickets.len()).unwrap_or(u64::MAX).max(1);
    let read = async move |client: &mut Connection, number: u64| {
        // A prime far from a power of ten: the reads go all over the table.
        let at = usize::try_from(number * 7_919 % count).unwrap_or_default();
        let ticket = tickets.get(at).ok_or("there is no ticket to read")?;
        client.send(ask(ticket), 200).await.map(drop)
    };
    run(host, connections, until, read)
        .await
        .map(|(load, _)| load)
}

/// Sends the same request again and again.
pub(crate) async fn same(
    host: &str,
    connections: usize,
    until: Until,
    ask: Ask,
) -> Result<Load, String> {
    let send =
        async move |client: &mut Connection, _| client.send(ask.clone(), 200).await.map(drop);
    run(host, connections, until, send)
        .await
        .map(|(load, _)| load)
}
