//! One box for what an agent writes: a reply, a note, or either with a new status, in one request and one mail.

use crate::support::{Created, Site, Staff};
use serde_json::{Value, json};

async fn ticket(site: &Site) -> Created {
    let ticket = site.ticket("demo", "question", json!({})).await;
    site.confirmed(&ticket).await
}

async fn send(agent: &Staff<'_>, ticket: &Created, body: &Value) -> Value {
    let answer = agent.post(&ticket.api_without_key("/comments"), body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json
}

/// The mails to the requester since there were so many.
async fn mails(site: &Site, ticket: &Created, before: usize) -> Vec<String> {
    site.settle().await;
    let to = ticket.body["requester"]["email"].as_str().unwrap();
    let mails = site.mails_to(to).await;
    let texts = mails
        .iter()
        .map(|mail| mail["text"].as_str().unwrap().to_owned());
    texts.skip(before).collect()
}

const DEMO: &str = include_str!("data/demo.toml");

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_with_a_status_is_one_event_and_one_mail() {
    let site = Site::start_with_desk(DEMO).await;
    let ticket = ticket(&site).await;
    let agent = site.agent("demo").await;
    let (before, version) = (
        mails(&site, &ticket, 0).await.len(),
        site.read(&ticket).await["version"].as_u64().unwrap(),
    );
    let sent = send(
        &agent,
        &ticket,
        &json!({ "body": "Is it better now?", "status": "asked" }),
    )
    .await;
    assert_eq!(
        (&sent["status"]["id"], &sent["version"]),
        (&json!("asked"), &json!(version + 1))
    );
    let mails = mails(&site, &ticket, before).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(
        mails[0].contains("Is it better now?") && mails[0].contains("We asked you"),
        "{}",
        mails[0]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_with_a_status_tells_the_requester_of_the_status_alone() {
    let site = Site::start_with_desk(DEMO).await;
    let ticket = ticket(&site).await;
    let agent = site.agent("demo").await;
    let before = mails(&site, &ticket, 0).await.len();
    let note =
        json!({ "body": "Between us: it was the cache", "internal": true, "status": "done" });
    send(&agent, &ticket, &note).await;
    assert_eq!(site.status(&ticket).await, "done");
    let mails = mails(&site, &ticket, before).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(!mails[0].contains("cache"), "{}", mails[0]);
    assert!(!site.page(&ticket.page()).await.text.contains("cache"));
    let seen = agent
        .page(&format!("/demo/console/tickets/{}", ticket.id))
        .await
        .text;
    assert!(seen.contains("Between us: it was the cache"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_goes_without_words_and_a_refusal_keeps_them() {
    let site = Site::start_with_desk(DEMO).await;
    let ticket = ticket(&site).await;
    let agent = site.agent("demo").await;
    send(&agent, &ticket, &json!({ "body": "", "status": "asked" })).await;
    assert_eq!(site.status(&ticket).await, "asked");
    let path = ticket.api_without_key("/comments");
    // Nothing is half done: neither the note nor the status.
    let version = site.read(&ticket).await["version"].clone();
    for (body, field) in [
        (json!({ "body": "Words", "status": "nowhere" }), "status"),
        (json!({ "body": "Words", "status": "asked" }), "status"),
        (
            json!({ "body": "Words", "internal": true, "status": "new" }),
            "status",
        ),
        (json!({ "body": "" }), "body"),
        (
            json!({ "body": "x".repeat(10_001), "status": "done" }),
            "body",
        ),
    ] {
        agent.post(&path, &body).await.is_problem(422, field);
    }
    assert_eq!(site.read(&ticket).await["version"], version);
    // The requester writes with it, too, and has no notes.
    let done = json!({ "body": "Thank you", "status": "done" });
    site.post(&ticket.api("/comments"), &done)
        .await
        .is_problem(403, "status");
    let note = json!({ "body": "Between us", "internal": true, "status": "done" });
    assert_eq!(site.post(&ticket.api("/comments"), &note).await.status, 403);
    // A page that is refused has the words in the box that they came from.
    let fields = [
        ("body", "A long story"),
        ("status", "nowhere"),
        ("internal", "true"),
    ];
    let page = agent.submit(&path, &fields).await;
    assert_eq!(page.status, 422, "{}", page.text);
    assert!(
        page.text.contains("A long story</textarea>"),
        "{}",
        page.text
    );
    assert!(
        page.text.contains("value=\"true\" checked"),
        "it stays a note: {}",
        page.text
    );
}
