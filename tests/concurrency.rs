//! The same request twice, and two changes at once.

use crate::support::{Created, Site, ticket_body};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PATH: &str = "/api/desks/spaceos/tickets";

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_makes_one_ticket_and_the_same_answer() {
    let site = Site::start().await;
    let body = ticket_body("spaceos", "bug", json!({}));
    let key = [("idempotency-key", "order-66")];
    let first = site.post_with(PATH, &body, &key).await;
    assert_eq!(first.status, 201, "{}", first.text);
    // Even when the ticket has changed since: the answer is the one of then.
    let created = created(&first.json);
    site.post(
        &created.api("/comments"),
        &json!({ "body": "One more thing" }),
    )
    .await;
    let again = site.post_with(PATH, &body, &key).await;
    assert_eq!((again.status, &again.text), (201, &first.text));
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_eq!(again.header("location"), first.header("location"));
    // Another body under the same key is another request.
    let other = ticket_body("spaceos", "bug", json!({ "subject": "Another" }));
    site.post_with(PATH, &other, &key)
        .await
        .is_problem(422, "Idempotency-Key");
    // The same key at another desk is another key, and after a day it is forgotten.
    let elsewhere = ticket_body("spotme", "streaming", json!({}));
    assert_eq!(
        site.post_with("/api/desks/spotme/tickets", &elsewhere, &key)
            .await
            .status,
        201
    );
    site.advance("P1DT1M").await;
    let later = site.post_with(PATH, &body, &key).await;
    assert_eq!(later.status, 201);
    assert_ne!(later.json["id"], first.json["id"]);
}

fn created(body: &Value) -> Created {
    Created {
        desk: body["desk"].as_str().unwrap().to_owned(),
        id: body["id"].as_str().unwrap().to_owned(),
        key: body["key"].as_str().unwrap().to_owned(),
        body: body.clone(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_at_the_same_moment_makes_one_ticket() {
    let site = Site::start_without_limits().await;
    for round in 0..5 {
        let key = format!("round-{round}");
        let body = ticket_body("spaceos", "bug", json!({ "subject": key }));
        let requests = (0..8).map(|_| {
            let (client, body, key) = (site.client().clone(), body.clone(), key.clone());
            tokio::spawn(async move {
                client
                    .post_with(PATH, &body, &[("idempotency-key", &key)])
                    .await
            })
        });
        let mut answers = BTreeSet::new();
        for request in requests.collect::<Vec<_>>() {
            let answer = request.await.unwrap();
            assert_eq!(answer.status, 201, "{}", answer.text);
            answers.insert(answer.text);
        }
        assert_eq!(answers.len(), 1);
    }
    assert_eq!(site.agent("spaceos").await.queue("open").await.len(), 5);
    assert_eq!(site.mails_to("requester@example.com").await.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_makes_one_ticket() {
    let site = Site::start().await;
    let form = site.page("/spotme/new?topic=streaming").await;
    let key = form.input_value("idempotency_key");
    let fields = [
        ("topic", "streaming"),
        ("requester.email", "twice@example.com"),
        ("subject", "Double click"),
        ("description", "Twice"),
        ("idempotency_key", key.as_str()),
    ];
    let first = site.submit("/api/desks/spotme/tickets", &fields).await;
    let second = site.submit("/api/desks/spotme/tickets", &fields).await;
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(site.mails_to("twice@example.com").await.len(), 1);
    // Back in the browser, and another request written into the same form: nothing typed is lost, and once more sends it.
    let mut other = fields;
    other[2] = ("subject", "Something else");
    let asked = site.submit("/api/desks/spotme/tickets", &other).await;
    assert_eq!(asked.status, 422);
    assert!(asked.text.contains("value=\"Something else\""));
    let fresh = asked.input_value("idempotency_key");
    other[4] = ("idempotency_key", fresh.as_str());
    assert_eq!(
        site.submit("/api/desks/spotme/tickets", &other)
            .await
            .status,
        303
    );
    assert_eq!(site.mails_to("twice@example.com").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_comment_or_move_is_made_once() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let comment = json!({ "body": "Once" });
    let key = [("idempotency-key", "c-1")];
    let first = site
        .post_with(&ticket.api("/comments"), &comment, &key)
        .await;
    let again = site
        .post_with(&ticket.api("/comments"), &comment, &key)
        .await;
    assert_eq!((first.status, &first.text), (201, &again.text));
    let key = [("idempotency-key", "m-1")];
    let close = json!({ "status": "resolved", "comment": "Found it" });
    let first = site.post_with(&ticket.api("/status"), &close, &key).await;
    let again = site.post_with(&ticket.api("/status"), &close, &key).await;
    assert_eq!(
        (first.status, &first.text),
        (200, &again.text),
        "a move that could not be made again is told as made"
    );
    assert_eq!(site.read(&ticket).await["version"], 3);
    // The same key with other words, or for another kind of change, is a mistake.
    let other = json!({ "status": "resolved", "comment": "Found something else" });
    for (end, body) in [("/status", &other), ("/comments", &comment)] {
        site.post_with(&ticket.api(end), body, &key)
            .await
            .is_problem(422, "Idempotency-Key");
    }
    // A ticket remembers its own requests: another one has not seen the key.
    let other = site.ticket("spaceos", "bug", json!({})).await;
    let answer = site.post_with(&other.api("/status"), &close, &key).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_if_match_is_told_and_nothing_is_written() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let read = site.get(&ticket.api("")).await;
    let tag = read.header("etag").to_owned();
    assert!(tag.starts_with("\"1-"), "{tag}");
    let body = json!({ "body": "First" });
    let current = site
        .post_with(&ticket.api("/comments"), &body, &[("if-match", &tag)])
        .await;
    assert_eq!((current.status, current.header("etag")), (201, "\"2\""));
    let stale = site
        .post_with(
            &ticket.api("/comments"),
            &json!({ "body": "Second" }),
            &[("if-match", &tag)],
        )
        .await;
    stale.is_problem(412, "If-Match");
    let stale = site
        .post_with(
            &ticket.api("/status"),
            &json!({ "status": "resolved" }),
            &[("if-match", &tag)],
        )
        .await;
    stale.is_problem(412, "If-Match");
    assert_eq!(site.read(&ticket).await["version"], 2);
    let any = site
        .post_with(
            &ticket.api("/comments"),
            &json!({ "body": "Third" }),
            &[("if-match", "*")],
        )
        .await;
    assert_eq!(any.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_at_once_are_all_kept() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let requests: Vec<_> = (0..6)
        .map(|n| {
            let (client, path) = (site.client().clone(), ticket.api("/comments"));
            tokio::spawn(async move {
                client
                    .post(&path, &json!({ "body": format!("Comment {n}") }))
                    .await
            })
        })
        .collect();
    let mut taken = BTreeSet::new();
    for (n, request) in requests.into_iter().enumerate() {
        let answer = request.await.unwrap();
        assert!([201, 503].contains(&answer.status), "{}", answer.text);
        if answer.status == 201 {
            taken.insert(format!("Comment {n}"));
        }
    }
    assert!(taken.len() >= 4, "{taken:?}");
    let read = site.read(&ticket).await;
    let bodies = read["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .skip(1)
        .map(|e| e["body"].as_str().unwrap().to_owned());
    assert_eq!(bodies.collect::<BTreeSet<_>>(), taken);
    assert_eq!(read["version"], taken.len() + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_never_given_twice() {
    let site = Site::start_without_limits().await;
    let requests: Vec<_> = (0..60)
        .map(|n| {
            let client = site.client().clone();
            let body = ticket_body("spaceos", "question", json!({ "subject": format!("{n}") }));
            tokio::spawn(async move {
                client.post(PATH, &body).await.json["id"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
        })
        .collect();
    let mut ids = BTreeSet::new();
    for request in requests {
        assert!(ids.insert(request.await.unwrap()));
    }
    assert_eq!(ids.len(), 60);
}
