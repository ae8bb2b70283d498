//! Ratings: who is asked, what a mark of the mail does, and what the leads see.

use crate::support::{Answer, Created, Site};
use serde_json::{Value, json};

const REQUESTER: &str = "requester@example.com";
const LEAD: &str = "lead@smartplayer.example.com";

async fn ticket(site: &Site) -> Created {
    let ticket = site
        .ticket("smartplayer", "suggest-a-feature", json!({}))
        .await;
    site.confirmed(&ticket).await
}

async fn last_mail(site: &Site, to: &str) -> Value {
    site.mails_to(to).await.pop().unwrap()
}

/// The links of the marks in a mail, the lowest first, as paths.
fn marks(mail: &Value) -> Vec<String> {
    let text = mail["text"].as_str().unwrap();
    let marks = text.lines().filter(|line| line.contains("score="));
    let links = marks.map(|line| {
        let link = line.split_once(": ").unwrap().1;
        let path = link.splitn(4, '/').nth(3).unwrap();
        format!("/{}", path.split('#').next().unwrap())
    });
    links.collect()
}

async fn rate(site: &Site, ticket: &Created, body: &Value) -> Answer {
    site.post(&ticket.api("/rating"), body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_11_a_mark_of_the_mail_opens_the_portal_where_it_is_confirmed() {
    let site = Site::start().await;
    let ticket = ticket(&site).await;
    let agent = site.agent("smartplayer").await;
    let before = site.mails_to(REQUESTER).await.len();
    agent.move_to(&ticket, "done", None).await;
    // One mail tells of the closing and asks.
    let mails = site.mails_to(REQUESTER).await;
    assert_eq!(mails.len(), before + 1, "{mails:?}");
    let marks = marks(mails.last().unwrap());
    assert_eq!(marks.len(), 5);
    let html = mails.last().unwrap()["html"].as_str().unwrap();
    assert_eq!(html.matches("score=").count(), 5);
    // A scanner that opens every link rates nothing.
    for mark in &marks {
        let page = site.page(mark).await;
        assert_eq!(page.status, 200);
    }
    assert!(site.read(&ticket).await["rating"].is_null());
    let page = site.page(&marks[3]).await;
    assert!(
        page.text.contains("value=\"4\" form=\"reply\" checked"),
        "{}",
        page.text
    );
    // There it is confirmed, with a comment.
    let key = page.input_value("idempotency_key");
    let typed = [
        ("idempotency_key", &*key),
        ("score", "4"),
        ("comment", "It took a day."),
        ("body", ""),
        ("version", "1"),
    ];
    let rated = site.submit(&ticket.api("/rating"), &typed).await;
    assert_eq!(rated.status, 303, "{}", rated.text);
    let read = site.read(&ticket).await;
    assert_eq!(read["rating"]["score"], 4);
    assert_eq!(read["status"]["id"], "done", "a rating reopens nothing");
    // The lead is told, with the words.
    let told = last_mail(&site, LEAD).await;
    let text = told["text"].as_str().unwrap();
    assert!(
        text.contains("4 of 5") && text.contains("It took a day."),
        "{text}"
    );
    // It can be changed for 7 days. What was written before stays.
    site.advance("P6D").await;
    let changed = rate(&site, &ticket, &json!({ "score": 5 })).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let lead = site.sign_in("smartplayer", LEAD).await;
    let ratings = lead.get("/api/desks/smartplayer/ratings").await.json;
    assert_eq!(ratings["count"], 1, "{ratings}");
    assert_eq!(ratings["average"], 5.0);
    assert_eq!(ratings["ratings"][0]["score"], 5);
    assert_eq!(ratings["ratings"][0]["comment"], "It took a day.");
    let page = lead.page("/smartplayer/console/ratings").await;
    assert!(page.words().contains("5.00 of 5") && page.words().contains("It took a day."));
    site.advance("P1DT1S").await;
    rate(&site, &ticket, &json!({ "score": 1 }))
        .await
        .is_problem(409, "score");
    let page = site.page(&ticket.page()).await;
    assert!(!page.text.contains("id=\"rating\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_11_who_closes_it_themselves_and_whom_silence_closes_is_asked_too() {
    let site = Site::start().await;
    let ticket = ticket(&site).await;
    let before = site.mails_to(REQUESTER).await.len();
    let done = json!({ "status": "done" });
    assert_eq!(site.post(&ticket.api("/status"), &done).await.status, 200);
    assert_eq!(site.mails_to(REQUESTER).await.len(), before + 1);
    assert_eq!(marks(&last_mail(&site, REQUESTER).await).len(), 5);
    assert_eq!(
        rate(&site, &ticket, &json!({ "score": 2 })).await.status,
        200
    );
    // Reopened, it cannot be rated. Its next closing has a rating of its own.
    let agent = site.agent("smartplayer").await;
    agent.move_to(&ticket, "feedback-waiting", None).await;
    rate(&site, &ticket, &json!({ "score": 3 }))
        .await
        .is_problem(409, "score");
    assert!(site.read(&ticket).await["rating"].is_null());
    site.advance("P14DT1M").await;
    assert_eq!(site.status(&ticket).await, "done");
    assert_eq!(marks(&last_mail(&site, REQUESTER).await).len(), 5);
    assert_eq!(
        rate(&site, &ticket, &json!({ "score": 5 })).await.status,
        200
    );
    let lead = site.sign_in("smartplayer", LEAD).await;
    let ratings = lead.get("/api/desks/smartplayer/ratings").await.json;
    assert_eq!(
        (&ratings["count"], &ratings["average"]),
        (&json!(2), &json!(3.5))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_requester_rates_and_only_with_a_mark() {
    let site = Site::start().await;
    let ticket = ticket(&site).await;
    let agent = site.agent("smartplayer").await;
    let copied = json!({ "email": "copied@example.com" });
    let shared = agent
        .post(&ticket.api_without_key("/watchers"), &copied)
        .await;
    assert_eq!(shared.status, 201, "{}", shared.text);
    agent.move_to(&ticket, "done", None).await;
    // Who is copied is told of the closing, and not asked.
    let told = last_mail(&site, "copied@example.com").await;
    assert!(marks(&told).is_empty(), "{told}");
    let watcher = site.mailed(&ticket, "copied@example.com").await;
    let good = json!({ "score": 5 });
    assert_eq!(rate(&site, &watcher, &good).await.status, 403);
    let by_agent = agent.post(&ticket.api_without_key("/rating"), &good).await;
    assert_eq!(by_agent.status, 403);
    for wrong in [
        json!({}),
        json!({ "score": "" }),
        json!({ "score": 0 }),
        json!({ "score": 6 }),
        json!({ "score": -1 }),
        json!({ "score": 300 }),
        json!({ "score": 4.5 }),
        json!({ "score": "four" }),
        json!({ "score": [4] }),
    ] {
        rate(&site, &ticket, &wrong).await.is_problem(422, "score");
    }
    let long = json!({ "score": 3, "comment": "x".repeat(10_001) });
    rate(&site, &ticket, &long).await.is_problem(422, "comment");
    // A form that was refused comes back with what was typed.
    let typed = [("comment", "Very kind people"), ("body", "And thank you")];
    let back = site.submit(&ticket.api("/rating"), &typed).await;
    assert_eq!(back.status, 422);
    assert!(back.text.contains("Very kind people") && back.text.contains("And thank you"));
    // What the requester says is theirs and the desk's.
    assert_eq!(
        rate(&site, &ticket, &json!({ "score": 1, "comment": "Slow" }))
            .await
            .status,
        200
    );
    let read = site.get(&watcher.api("")).await;
    assert!(read.json["rating"].is_null() && !read.text.contains("Slow"));
    // Nor does a later mail quote it.
    agent.comment(&ticket, "We are sorry.").await;
    let told = last_mail(&site, "copied@example.com").await;
    let text = told["text"].as_str().unwrap();
    assert!(
        text.contains("We are sorry.") && !text.contains("Slow"),
        "{text}"
    );
    // Agents see it on the ticket. The list is for leads.
    let read = agent.get(&ticket.api_without_key("")).await;
    assert_eq!(read.json["rating"]["score"], 1);
    let list = agent.get("/api/desks/smartplayer/ratings").await;
    assert_eq!(list.status, 403);
}
