//! Several sweeps at once, and sweeps that are killed, do each thing once.

use crate::support::Site;
use crate::support::mortal::{Apart, SWEEP};
use docket_probe::{Killed, Probe};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread")]
async fn sweeps_at_once_record_each_breach_and_close_each_ticket_once() {
    let site = Site::start_without_limits().await;
    let agent = site.agent("spaceos").await;
    let mut tickets = Vec::new();
    for number in 0..24 {
        let from = format!("person-{number}@customer-a.example.com");
        let more = json!({ "requester": { "email": from }, "priority": "system-down" });
        let ticket = site.ticket("spaceos", "bug", more).await;
        // Half of them wait for their requesters, and are closed after ten days.
        if number % 2 == 0 {
            agent.comment(&ticket, "Is it so now?").await;
        }
        tickets.push(ticket);
    }
    site.settle().await;
    // The stack's own sweeps run meanwhile.
    let (one, two, three) = (site.sweep(), site.sweep(), site.sweep());
    for days in [3, 8] {
        let wait = format!("P{days}D");
        let moved = site.advance(&wait);
        let sweeps = async {
            for _ in 0..6 {
                let event = || json!({});
                let all = tokio::join!(
                    one.handle(event()),
                    two.handle(event()),
                    three.handle(event())
                );
                for swept in [all.0, all.1, all.2] {
                    swept.unwrap();
                }
            }
        };
        tokio::join!(moved, sweeps);
        site.settle().await;
    }
    let agent = site.agent("spaceos").await;
    for (number, ticket) in tickets.iter().enumerate() {
        let read = agent.get(&ticket.api_without_key("")).await.json;
        let timeline = read["timeline"].as_array().unwrap();
        let count = |kind: &str| {
            timeline
                .iter()
                .filter(|event| event["kind"] == kind)
                .count()
        };
        let person = format!("person-{number}@customer-a.example.com");
        let mails = site.mails_to(&person).await.len();
        if number % 2 == 0 {
            let closings = timeline.iter().filter(|event| event["cause"] == "silence");
            assert_eq!(closings.count(), 1, "{read}");
            // Of the ticket, of the answer, of the closing.
            assert_eq!((mails, count("service_level_breached")), (3, 0));
        } else {
            // The first response and the resolution.
            assert_eq!((mails, count("service_level_breached")), (1, 2), "{read}");
        }
    }
    assert_eq!(site.doctor().await.faults.len(), 0);
}

/// How many requests a run goes on by: all are tried in a long run.
fn stride() -> usize {
    match std::env::var_os("DOCKET_LONG") {
        Some(_) => 1,
        None => 11,
    }
}

/// A ticket that misses its targets, and one whose requester is reminded and silent all the same. Returns what has happened to them.
async fn timers(site: &Site, kill: &Value) -> Vec<(String, usize)> {
    let customer = json!({ "requester": { "email": "somebody@customer-b.example.com" } });
    let late = site.ticket("spotme", "streaming", customer).await;
    let silent = site.ticket("smartplayer", "quote", json!({})).await;
    let agent = site.agent("smartplayer").await;
    agent.move_to(&silent, "feedback-waiting", None).await;
    site.settle().await;
    let before = site.mails_to("requester@example.com").await.len();
    let faults = json!({ "killed": kill });
    assert_eq!(site.post("/_local/faults", &faults).await.status, 204);
    // What a kill has left, the next sweep does.
    for wait in ["PT31M", "PT1M1S", "P10D", "PT1M1S", "P4D", "PT1M1S"] {
        site.post("/_local/clock", &json!({ "advance": wait }))
            .await;
        site.settle().await;
    }
    let mut happened = Vec::new();
    for (ticket, desk) in [(&late, "spotme"), (&silent, "smartplayer")] {
        let agent = site.agent(desk).await;
        let read = agent.get(&ticket.api_without_key("")).await.json;
        let timeline = read["timeline"].as_array().unwrap();
        for kind in ["service_level_breached", "paged", "requester_reminded"] {
            let of = timeline.iter().filter(|event| event["kind"] == kind);
            happened.push((format!("{desk} {kind}"), of.count()));
        }
        let closings = timeline.iter().filter(|event| event["cause"] == "silence");
        happened.push((format!("{desk} closed"), closings.count()));
    }
    let mails = site.mails_to("requester@example.com").await.len() - before;
    happened.push(("mails".to_owned(), mails));
    happened
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_request_each_timer_of_a_ticket_runs_once() {
    let mut killed_at = BTreeMap::<String, usize>::new();
    let whole = {
        let site = Site::start_mortal(Probe::default(), Apart::default()).await;
        timers(&site, &Value::Null).await
    };
    // One reminder and one closing are mailed.
    assert_eq!(whole.last(), Some(&("mails".to_owned(), 2)), "{whole:?}");
    let once = [
        "spotme paged",
        "smartplayer requester_reminded",
        "smartplayer closed",
    ];
    for what in once {
        assert!(whole.contains(&(what.to_owned(), 1)), "{what}: {whole:?}");
    }
    for carried_out in [false, true] {
        let probe = Probe::default();
        let site = Site::start_mortal(probe.clone(), Apart::default()).await;
        for request in (1..).step_by(stride()) {
            let kill = json!({ "function": SWEEP, "request": request, "carried_out": carried_out });
            let happened = timers(&site, &kill).await;
            let killed = probe.killed();
            site.post("/_local/faults", &json!({})).await;
            let Some(Killed { at, .. }) = killed else {
                break;
            };
            assert_eq!(happened, whole, "{kill}, a {at}");
            *killed_at.entry(at).or_default() += 1;
        }
    }
    println!("killed at: {killed_at:?}");
    assert!(killed_at.values().sum::<usize>() >= 6, "{killed_at:?}");
    if stride() == 1 {
        assert!(
            killed_at.contains_key("TransactWriteItems"),
            "{killed_at:?}"
        );
    }
}
