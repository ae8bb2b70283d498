//! Limits: every anonymous way has one, and nobody who means well meets it.

use crate::support::files::File;
use crate::support::{Answer, Client, Site, ticket_body};
use serde_json::{Value, json};

const DESK: &str = "spotme";
const TICKETS: &str = "/api/desks/spotme/tickets";

/// A stack whose desk has these limits.
async fn site(limits: &str) -> Site {
    Site::start_with_limits(DESK, limits).await
}

fn body(person: usize) -> Value {
    let email = format!("person-{person}@example.com");
    ticket_body(
        DESK,
        "streaming",
        json!({ "requester": { "email": email } }),
    )
}

async fn open(client: &Client, person: usize) -> Answer {
    client.post(TICKETS, &body(person)).await
}

fn is_limited(answer: &Answer, limit: &str) {
    answer.is_problem(429, limit);
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=86_401).contains(&seconds), "{seconds}");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_43_a_network_has_its_limit_and_others_have_theirs() {
    let site = site("tickets_per_network = 5").await;
    let flood = site.on_network([127, 1, 1, 1]);
    for person in 0..5 {
        assert_eq!(open(&flood, person).await.status, 201);
    }
    is_limited(&open(&flood, 5).await, "tickets_per_network");
    // Nobody else waits for it, and the same network may again after its window.
    assert_eq!(open(&site.on_network([127, 1, 1, 2]), 6).await.status, 201);
    // A header of the sender's own says nothing.
    let headers = [
        ("x-forwarded-for", "203.0.113.9"),
        ("cloudfront-viewer-address", "203.0.113.9:1"),
    ];
    let lie = flood.post_with(TICKETS, &body(7), &headers).await;
    is_limited(&lie, "tickets_per_network");
    site.advance("PT1H").await;
    assert_eq!(open(&flood, 5).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_43_an_address_and_a_desk_have_theirs() {
    let site = site("tickets_per_address = 2\ntickets = 4").await;
    for network in 1..=2 {
        let client = site.on_network([127, 2, 0, network]);
        assert_eq!(open(&client, 0).await.status, 201);
    }
    let client = site.on_network([127, 2, 0, 3]);
    is_limited(&open(&client, 0).await, "tickets_per_address");
    assert_eq!(open(&client, 1).await.status, 201);
    assert_eq!(open(&client, 2).await.status, 201);
    is_limited(&open(&client, 3).await, "tickets");
    // Whoever works at the desk opens a ticket for somebody all the same, as for a caller on the phone.
    let agent = site.agent(DESK).await;
    assert_eq!(agent.post(TICKETS, &body(0)).await.status, 201);
    // A request that was carried out is answered as before, whatever was reached since.
    let fresh = self::site("tickets = 1").await;
    let key = [("idempotency-key", "once")];
    let first = fresh.post_with(TICKETS, &body(1), &key).await;
    assert_eq!(first.status, 201);
    let again = fresh.post_with(TICKETS, &body(1), &key).await;
    assert_eq!((again.status, &again.json["id"]), (201, &first.json["id"]));
    is_limited(&open(&fresh, 2).await, "tickets");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_43_five_hundred_people_behind_one_address_are_no_attack() {
    let site = Site::start_at_noon().await;
    let mut tasks = tokio::task::JoinSet::new();
    for person in 0..500 {
        let client = site.client().clone();
        tasks.spawn(async move { open(&client, person).await.status });
    }
    while let Some(status) = tasks.join_next().await {
        assert_eq!(status.unwrap(), 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_37_past_a_limit_the_typed_text_comes_back() {
    let site = site("tickets_per_network = 1\nchanges_per_ticket = 1").await;
    let ticket = site.ticket(DESK, "streaming", json!({})).await;
    let typed = "Words that took an hour";
    let fields = [
        ("topic", "streaming"),
        ("requester.email", "person@example.com"),
        ("subject", "A subject"),
        ("description", typed),
        ("idempotency_key", "page-1"),
    ];
    let page = site.submit(TICKETS, &fields).await;
    assert_eq!(page.status, 429, "{}", page.text);
    assert!(!page.header("retry-after").is_empty());
    assert!(page.text.contains(typed) && page.words().contains("too often"));
    let comment = [("body", typed), ("idempotency_key", "page-2")];
    assert_eq!(
        site.submit(&ticket.api("/comments"), &comment).await.status,
        303
    );
    let comment = [("body", typed), ("idempotency_key", "page-3")];
    let page = site.submit(&ticket.api("/comments"), &comment).await;
    assert_eq!(page.status, 429);
    assert!(page.text.contains(typed));
    // In an hour, its button works.
    site.advance("PT1H").await;
    let key = page.input_value("idempotency_key");
    let again = [("body", typed), ("idempotency_key", key.as_str())];
    assert_eq!(
        site.submit(&ticket.api("/comments"), &again).await.status,
        303
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_fills_in_everything_is_stopped_and_a_person_is_not() {
    let site = Site::start_at_noon().await;
    let form = site.page("/spotme/new?topic=streaming").await;
    assert!(form.inputs().contains(&"confirm_url".to_owned()));
    let fields = |url| {
        [
            ("topic", "streaming"),
            ("requester.email", "person@example.com"),
            ("subject", "A subject"),
            ("description", "Words that took an hour"),
            ("confirm_url", url),
        ]
    };
    let again = site.submit(TICKETS, &fields("https://evil.example")).await;
    assert_eq!(again.status, 422);
    assert!(again.text.contains("Words that took an hour") && !again.text.contains("evil.example"));
    assert_eq!(again.input_value("confirm_url"), "");
    assert_eq!(site.submit(TICKETS, &fields("")).await.status, 303);
    let mut bot = body(1);
    bot["confirm_url"] = "x".into();
    site.post(TICKETS, &bot)
        .await
        .is_problem(422, "confirm_url");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_43_changes_files_downloads_and_sign_ins_have_limits() {
    let site = site(
        "changes_per_ticket = 2\nfiles_per_ticket = 2\ndownloads_per_ticket = 2\nsign_ins_per_network = 3\nfile_bytes_per_address = 10000",
    )
    .await;
    let ticket = site.ticket(DESK, "technical-problem", json!({})).await;
    let say = json!({ "body": "Words" });
    for _ in 0..2 {
        assert_eq!(site.post(&ticket.api("/comments"), &say).await.status, 201);
    }
    is_limited(
        &site.post(&ticket.api("/comments"), &say).await,
        "changes_per_ticket",
    );
    let done = json!({ "status": "closed" });
    is_limited(
        &site.post(&ticket.api("/status"), &done).await,
        "changes_per_ticket",
    );
    is_limited(
        &site.post(&ticket.api("/link"), &json!({})).await,
        "changes_per_ticket",
    );

    // The bytes of an opener are not those of the address, which may be somebody else's.
    let ticket = site.confirmed(&ticket).await;
    let id = site.attach(&ticket, &File::png("one.png")).await;
    let big = json!({ "name": "big.png", "size": 9_990, "content_type": "image/png", "sha256": "0".repeat(64) });
    let refused = site.post(&ticket.api("/attachments"), &big).await;
    is_limited(&refused, "file_bytes_per_address");
    // The day goes on after the hour.
    site.advance("PT1H").await;
    is_limited(
        &site.post(&ticket.api("/attachments"), &big).await,
        "file_bytes_per_address",
    );
    let second = site.announce(&ticket, &File::png("two.png")).await;
    assert_eq!(second.status, 201);
    let third = site.announce(&ticket, &File::png("three.png")).await;
    is_limited(&third, "files_per_ticket");
    let download = ticket.api(&format!("/attachments/{id}"));
    for _ in 0..2 {
        assert_eq!(site.get(&download).await.status, 302);
    }
    is_limited(&site.get(&download).await, "downloads_per_ticket");

    // The desk's people are no strangers.
    let agent = site.agent(DESK).await;
    for _ in 0..3 {
        agent.comment(&ticket, "Words").await;
        let path = ticket.api_without_key(&format!("/attachments/{id}"));
        assert_eq!(agent.get(&path).await.status, 302);
    }
    let ask = json!({ "email": "agent-1@spotme.example.com" });
    assert_eq!(
        site.post("/api/desks/spotme/sign-in", &ask).await.status,
        202
    );
    is_limited(
        &site.post("/api/desks/spotme/sign-in", &ask).await,
        "sign_ins_per_network",
    );
    let guess = json!({ "token": "guess" });
    is_limited(
        &site.post("/api/desks/spotme/session", &guess).await,
        "sign_ins_per_network",
    );
}
