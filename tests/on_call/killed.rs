//! The functions that make the calls, killed at each of their requests.

use super::*;
use crate::support::mortal::{Apart, NOTIFY, SWEEP};
use docket_probe::{Killed, Probe};
use std::collections::BTreeMap;

/// How SES is asked to send a mail.
const SEND: &str = "SendRawEmail";

/// How many requests a run goes on by: all are tried in a long run.
fn stride() -> usize {
    match std::env::var_os("DOCKET_LONG") {
        Some(_) => 1,
        None => 7,
    }
}

/// Those who are called at spaceOS now: who is on call, and the other engineer, with how often each was called so far.
async fn engineers(site: &Site) -> [(String, usize); 2] {
    let first = on_call(site).await;
    let other = other_than(&first);
    let before = (
        calls(site, &first).await.len(),
        calls(site, other).await.len(),
    );
    [(first, before.0), (other.to_owned(), before.1)]
}

/// A page whose first level is silent, and whose second level acknowledges. Returns how often each was called.
async fn course(
    site: &Site,
    agent: &crate::support::Staff<'_>,
    engineers: &[(String, usize); 2],
) -> Vec<usize> {
    incident(site, "customer@example.com").await;
    // What a kill has left is taken up a minute later: by the next sweep, and by whoever finds that the attempt has ended. Nobody waits for it meanwhile.
    for minutes in [1, 9, 1, 1] {
        let by = json!({ "advance": format!("PT{minutes}M1S") });
        site.post("/_local/clock", &by).await;
    }
    site.settle().await;
    let pages = agent.get("/api/desks/spaceos/pages").await;
    let id = pages.json["pages"][0]["id"].as_str().unwrap();
    let act = async |what: &str| {
        let path = format!("/api/desks/spaceos/pages/{id}/{what}");
        let done = agent.post(&path, &json!({})).await;
        assert_eq!(done.status, 200, "{}", done.text);
    };
    act("acknowledge").await;
    site.advance("PT1H").await;
    act("resolve").await;
    let mut called = Vec::new();
    for (email, before) in engineers {
        called.push(calls(site, email).await.len() - before);
    }
    called
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_request_each_call_is_made_and_none_twice() {
    let mut killed_at = BTreeMap::<String, usize>::new();
    for function in [NOTIFY, SWEEP] {
        for carried_out in [false, true] {
            let probe = Probe::default();
            let site = Site::start_mortal(probe.clone(), Apart::default()).await;
            for request in (1..).step_by(stride()) {
                let kill =
                    json!({ "function": function, "request": request, "carried_out": carried_out });
                let (called, killed) = killed_by(&site, &probe, &kill).await;
                let Some(Killed { at, before }) = killed else {
                    break;
                };
                let what = format!("{kill}, a {at}");
                // A mail that SES took in the moment of a kill comes again: nobody knows that it left.
                let has_left = (carried_out && at == SEND) || before.iter().any(|it| it == SEND);
                let unknown = usize::from(has_left);
                // At once, and with the other one.
                for (called, wanted) in called.iter().zip([2, 1]) {
                    assert!(
                        (wanted..=wanted + unknown).contains(called),
                        "{what}: {called}"
                    );
                }
                *killed_at.entry(format!("{function} {at}")).or_default() += 1;
            }
        }
    }
    println!("killed at: {killed_at:?}");
    let kills: usize = killed_at.values().sum();
    if stride() == 1 {
        let transaction = format!("{SWEEP} TransactWriteItems");
        assert!(killed_at.contains_key(&transaction), "{killed_at:?}");
    }
    assert!(kills >= 15, "{killed_at:?}");
}

/// A page during which a function is killed. Returns how often each was called, and how the function was killed, if it made so many requests.
async fn killed_by(site: &Site, probe: &Probe, kill: &Value) -> (Vec<usize>, Option<Killed>) {
    to_tuesday(site, 2).await;
    // The number of a ticket says in which quarter of the index its page waits. It is the same one each time, so that each request of the sweep has its turn.
    for _ in 1..docket_cloud::store::keys::DUE_SHARDS {
        let more =
            json!({ "requester": { "email": "customer@example.com" }, "priority": "system-down" });
        site.ticket("spaceos", "question", more).await;
    }
    let engineers = engineers(site).await;
    let agent = site.agent("spaceos").await;
    let faults = json!({ "killed": kill });
    assert_eq!(site.post("/_local/faults", &faults).await.status, 204);
    let called = course(site, &agent, &engineers).await;
    let killed = probe.killed();
    // What has not happened by now happens to nobody else.
    site.post("/_local/faults", &json!({})).await;
    (called, killed)
}
