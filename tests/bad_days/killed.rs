//! Killed at random moments, again and again: nothing acknowledged is lost, and nothing happens twice.

use crate::support::load::{Load, moves, nothing_is_lost_or_doubled};
use crate::support::program::Place;
use crate::support::until::until;
use crate::support::{Answer, Client};
use serde_json::json;
use std::sync::Arc;

const WRITERS: usize = 4;

/// How often the program is killed.
fn kills() -> usize {
    match std::env::var_os("DOCKET_LONG") {
        Some(_) => 50,
        None => 5,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_it_keeps_everything_once_and_tells_of_it_once() {
    let place = Place::new();
    let load = Arc::new(Load::default());
    let mut agent: Option<String> = None;
    for round in 0..kills() {
        let mut program = place.start();
        let client = Client::new(&program.url);
        let bearer = match &agent {
            Some(bearer) => bearer.clone(),
            None => client.agent("spaceos").await.bearer,
        };
        agent = Some(bearer.clone());
        let writers = load.start(WRITERS, &client, &bearer);
        // Others look for what is due all the while.
        let sweeps = {
            let client = client.clone();
            tokio::spawn(async move {
                while let Some(Answer { status: 204, .. }) =
                    client.try_post("/_local/settle", &json!({})).await
                {}
            })
        };
        // Random enough: how long it takes until that many were acknowledged differs from run to run.
        let wanted = load.count() + 4 + (round * 7) % 23;
        until("so many tickets", || load.count() >= wanted).await;
        program.kill();
        for task in writers.into_iter().chain([sweeps]) {
            task.await.unwrap();
        }
    }
    let mut program = place.start();
    let client = Client::new(&program.url);
    let account = load.account();
    let stored = nothing_is_lost_or_doubled(&client, &place.data(), &account).await;
    assert!(stored >= account.len());

    // It is killed once more in the middle of the sweep that closes what has waited for ten days.
    let waiting = account.iter().filter(|ticket| ticket.waits);
    let waiting: Vec<_> = waiting.map(|waiting| &waiting.ticket).collect();
    assert!(!waiting.is_empty());
    let mails = place.data().join("mail");
    let count = || std::fs::read_dir(&mails).unwrap().count();
    let before = count();
    let moved = {
        let client = client.clone();
        tokio::spawn(async move {
            let ask = json!({ "advance": "P11D" });
            client.try_post("/_local/clock", &ask).await;
        })
    };
    until("the first mail about a closed ticket", || count() > before).await;
    program.kill();
    moved.await.unwrap();
    let program = place.start();
    let client = Client::new(&program.url);
    let settled = client.post("/_local/settle", &json!({})).await;
    assert_eq!(settled.status, 204);
    nothing_is_lost_or_doubled(&client, &place.data(), &account).await;
    for ticket in waiting {
        let read = client.read(ticket).await;
        assert_eq!(read["status"]["id"], "resolved", "{read}");
        assert_eq!(moves(&read, "resolved"), 1, "{read}");
    }
    // A mail that left in the moment of a kill comes again, as the mailbox has to expect, and only that one.
    let again = place.logged("came again");
    assert!(again <= (kills() + 1) * WRITERS, "{again} mails came again");
}
