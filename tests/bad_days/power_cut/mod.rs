//! The power goes: what was not flushed to the disk is gone. Nothing that was acknowledged is.

mod disk;
mod trace;

use super::storage::works;
use crate::support::Client;
use crate::support::load::{Acknowledged, Load, nothing_is_lost_or_doubled};
use crate::support::program::Place;
use crate::support::until::until;
use disk::Disk;
use std::collections::BTreeMap;
use std::sync::Arc;
use trace::{STRACE, replay};

/// How often the power goes.
fn cuts() -> usize {
    match std::env::var_os("DOCKET_LONG") {
        Some(_) => 40,
        None => 6,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_power_cut_all_that_was_acknowledged_is_there_and_whole() {
    let place = Place::new();
    let trace = place.join("trace");
    let command: Vec<&str> = STRACE
        .into_iter()
        .chain([trace.to_str().unwrap()])
        .collect();
    if !works(&[command.as_slice(), &["true"]].concat()) {
        return;
    }
    // What was known to be acknowledged when the power went.
    let mut accounts: BTreeMap<String, Vec<Acknowledged>> = BTreeMap::new();
    let mut program = place.start_under(&command, &place.data());
    let client = Client::new(&program.url);
    let agent = client.agent("spaceos").await.bearer;
    let load = Arc::new(Load::default());
    let writers = load.start(3, &client, &agent);
    for cut in 0..cuts() {
        let wanted = load.count() + 2 + cut % 5;
        until("tickets", || load.count() >= wanted).await;
        let account = load.account();
        // The trace tells when it was received: later than all of the account.
        client.get(&format!("/cut-{cut}")).await;
        accounts.insert(format!("/cut-{cut}"), account);
    }
    program.kill();
    for writer in writers {
        writer.await.unwrap();
    }

    let mut disk = Disk::default();
    for above in place.data().ancestors().skip(1) {
        disk.has_folder(above);
    }
    let mut cut_off = Vec::new();
    replay(&trace, disk, "/cut-", |marker, disk| {
        let folder = place.join(&marker[1..]);
        disk.rebuild(&place.data(), &folder);
        cut_off.push((marker.to_owned(), folder));
    });
    assert_eq!(cut_off.len(), accounts.len(), "{cut_off:?}");
    let mut files = 0;
    for (marker, folder) in cut_off {
        let program = place.start_under(&[], &folder);
        let client = Client::new(&program.url);
        let account = &accounts[&marker];
        nothing_is_lost_or_doubled(&client, &folder, account).await;
        files += account.iter().filter(|ticket| ticket.has_file()).count();
    }
    assert!(files > 0);
}
