//! The keys of tickets: what a changed one opens, how they end, and how the desk ends them.

use crate::support::{Created, Site};
use serde_json::json;

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
