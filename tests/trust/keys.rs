//! The keys of tickets: what a changed one opens, how they end, and how the desk ends them.

use crate::support::{Created, Site};
use docket::RunningStack;
use docket_cloud::store::KeyState;
use docket_local::ShownKey;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const DESK: &str = "smartplayer";

fn with_key(ticket: &Created, key: &str) -> Created {
    Created {
        key: key.to_owned(),
        ..ticket.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_key_opens_nothing() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let other = site.ticket(DESK, "quote", json!({})).await;
    let owner = site.mailed(&ticket, "requester@example.com").await;
    let others = site.mailed(&other, "requester@example.com").await;
    let mut keys = vec![
        other.key.clone(),
        others.key.clone(),
        "x".to_owned(),
        "0".repeat(22),
    ];
    for key in [&ticket.key, &owner.key] {
        for place in 0..key.len() {
            let mut bytes = key.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            keys.push(String::from_utf8(bytes).unwrap());
            keys.push(key[..place].to_owned());
        }
        keys.push(format!("{key}A"));
        keys.push(key.to_ascii_uppercase());
    }
    let mut gained = 0;
    for key in keys {
        let forged = with_key(&ticket, &key);
        let read = site.get(&forged.api("")).await;
        let said = site
            .post(&forged.api("/comments"), &json!({ "body": "x" }))
            .await;
        gained += usize::from(read.status == 200) + usize::from(said.status == 201);
    }
    assert_eq!(gained, 0);
    assert_eq!(site.read(&ticket).await["version"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_end_ninety_days_after_the_ticket_is_done_and_a_new_mail_brings_new_ones() {
    let site = Site::start().await;
    let opened = site.ticket(DESK, "quote", json!({})).await;
    let ticket = site.confirmed(&opened).await;
    site.post(&ticket.api("/status"), &json!({ "status": "done" }))
        .await;
    site.advance("P89D").await;
    assert_eq!(site.get(&ticket.api("")).await.status, 200);
    site.advance("P1D").await;
    for keyed in [&ticket, &opened] {
        site.get(&keyed.api("")).await.is_problem(410, "key");
        site.post(&keyed.api("/comments"), &json!({ "body": "x" }))
            .await
            .is_problem(410, "key");
        let page = site.page(&keyed.page()).await;
        assert_eq!(page.status, 410);
        assert!(page.words().contains("90 days"), "{}", page.words());
    }
    // A wrong key does not even learn that.
    site.get(&with_key(&ticket, "wrong").api(""))
        .await
        .is_problem(404, "");
    let agent = site.agent(DESK).await;
    agent.comment(&ticket, "We found it after all").await;
    let again = site.mailed(&ticket, "requester@example.com").await;
    assert_eq!(site.get(&again.api("")).await.status, 200);
    site.advance("P90D").await;
    site.get(&again.api("")).await.is_problem(410, "key");
    let agent = site.agent(DESK).await;
    let sent = agent
        .post(&ticket.api_without_key("/link"), &json!({}))
        .await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    let again = site.mailed(&ticket, "requester@example.com").await;
    assert_eq!(site.get(&again.api("")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_ends_all_keys_of_a_ticket() {
    let site = Site::start().await;
    let copied = json!({ "cc": ["copied@example.com"] });
    let opened = site.ticket(DESK, "report-a-bug", copied).await;
    let owner = site.confirmed(&opened).await;
    let watcher = site.mailed(&opened, "copied@example.com").await;
    let agent = site.agent(DESK).await;
    for keyed in [&opened, &owner, &watcher] {
        let path = keyed.api("/revoke-keys");
        site.post(&path, &json!({})).await.is_problem(403, "key");
    }
    let ended = agent
        .post(&opened.api_without_key("/revoke-keys"), &json!({}))
        .await;
    assert_eq!(ended.status, 200, "{}", ended.text);
    for keyed in [&opened, &owner, &watcher] {
        site.get(&keyed.api("")).await.is_problem(404, "");
    }
    agent.comment(&opened, "Here you go").await;
    for address in ["requester@example.com", "copied@example.com"] {
        let fresh = site.mailed(&opened, address).await;
        let read = site.get(&fresh.api("")).await;
        assert_eq!(read.status, 200);
        // It is the desk's own matter.
        assert!(!read.text.contains("keys_revoked"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_keys_rotate_under_load_without_one_refused_link() {
    let site = Site::start_without_limits().await;
    let opened = site.ticket("spotme", "streaming", json!({})).await;
    let owner = site.mailed(&opened, "requester@example.com").await;
    let ask = json!({ "email": "agent-1@spotme.example.com" });
    site.post("/api/desks/spotme/sign-in", &ask).await;
    let link = site.links_to("agent-1@spotme.example.com").await.remove(0);
    let is_over = Arc::new(AtomicBool::new(false));
    let mut readers = tokio::task::JoinSet::new();
    for ticket in [&opened, &owner] {
        for _ in 0..4 {
            let (client, path) = (site.client().clone(), ticket.api(""));
            let is_over = Arc::clone(&is_over);
            readers.spawn(async move {
                let mut statuses = Vec::new();
                while !is_over.load(Ordering::Relaxed) {
                    statuses.push(client.get(&path).await.status);
                }
                statuses
            });
        }
    }
    let stack = RunningStack::on(site.folder());
    let states =
        |keys: &[ShownKey]| -> Vec<KeyState> { keys.iter().map(|key| key.state).collect() };
    let first = stack.keys(false).await.unwrap();
    assert_eq!(states(&first), [KeyState::Current]);
    let mut keys = vec![opened.key.clone(), owner.key.clone()];
    for round in 1..=3 {
        let rotated = stack.keys(true).await.unwrap();
        assert_eq!(rotated.len(), round + 1);
        assert_eq!(rotated[round].state, KeyState::Next);
        // It does not sign yet.
        let before = site.ticket("spotme", "streaming", json!({})).await;
        assert!(before.key.starts_with(&rotated[round - 1].id));
        site.advance("PT2M").await;
        let after = site.ticket("spotme", "streaming", json!({})).await;
        assert!(after.key.starts_with(&rotated[round].id));
        assert_eq!(site.get(&before.api("")).await.status, 200);
        assert_eq!(site.get(&after.api("")).await.status, 200);
        keys.push(after.key);
    }
    is_over.store(true, Ordering::Relaxed);
    let mut read = 0;
    while let Some(statuses) = readers.join_next().await {
        let statuses = statuses.unwrap();
        read += statuses.len();
        let refused: Vec<&u16> = statuses.iter().filter(|status| **status != 200).collect();
        assert!(
            refused.is_empty(),
            "{refused:?} of {} reads",
            statuses.len()
        );
    }
    assert!(read > 0, "nobody read while the keys rotated");
    let begun = site
        .post("/api/desks/spotme/session", &json!({ "token": link }))
        .await;
    assert_eq!(begun.status, 201, "a link of before: {}", begun.text);
    // No key stands in what a command shows.
    let shown = format!("{:?}", stack.keys(false).await.unwrap());
    assert!(!shown.contains("secret"), "{shown}");
    // What the first key signed ends long after; the next mail has a key that works.
    site.advance("P401D").await;
    site.get(&opened.api("")).await.is_problem(404, "");
    let agent = site.agent("spotme").await;
    agent.comment(&opened, "Are you still there?").await;
    let fresh = site.mailed(&opened, "requester@example.com").await;
    assert_eq!(site.get(&fresh.api("")).await.status, 200);
}
