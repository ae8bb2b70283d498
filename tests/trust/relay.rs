//! Strangers cannot make the desk write to people, and not with words of theirs.

use crate::support::{Site, ticket_body};
use serde_json::{Value, json};

const DESK: &str = "smartplayer";
const VICTIM: &str = "ceo@victim.example";
/// The end of the addresses of the desk's people.
const STAFF: &str = "@smartplayer.example.com";
/// What the stranger wants the victim to read.
const BAIT: [&str; 4] = ["cheap pills", "evil.example", "Dear winner", "invoice.exe"];

fn bait(place: usize) -> Value {
    let copied: Vec<String> = (0..10)
        .map(|n| format!("copied-{place}-{n}@victim.example"))
        .collect();
    let body = json!({
        "requester": { "email": VICTIM, "name": BAIT[2] },
        "subject": BAIT[0], "description": format!("Visit https://{}/", BAIT[1]), "cc": copied,
    });
    ticket_body(DESK, "report-a-bug", body)
}

/// All mails of the stack, as they left.
async fn mails(site: &Site) -> Vec<Value> {
    site.get("/_local/mail")
        .await
        .json
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_42_thirty_posts_with_ten_copied_each_reach_nobody_with_a_word() {
    let site = Site::start_at_noon().await;
    let tickets = format!("/api/desks/{DESK}/tickets");
    let (mut opened, mut refused) = (Vec::new(), 0);
    for place in 0..30 {
        // From ever new networks, as a botnet does.
        let client = site.on_network([127, 7, 0, u8::try_from(place + 1).unwrap()]);
        let answer = client.post(&tickets, &bait(place)).await;
        match answer.status {
            201 => opened.push((
                answer.json["id"].as_str().unwrap().to_owned(),
                answer.json["key"].as_str().unwrap().to_owned(),
            )),
            429 => refused += 1,
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert_eq!((opened.len(), refused), (20, 10));
    // The stranger comments, attaches, closes: nothing more is mailed.
    for (id, key) in &opened {
        let api = |end: &str| format!("{tickets}/{id}/{end}?key={key}");
        site.post(&api("comments"), &json!({ "body": BAIT[1] }))
            .await;
        site.post(&api("status"), &json!({ "status": "done" }))
            .await;
    }
    let (staff, mails): (Vec<_>, Vec<_>) = mails(&site)
        .await
        .into_iter()
        .partition(|mail| mail["to"].as_str().unwrap().ends_with(STAFF));
    assert_eq!(mails.len(), 20, "one to the victim for each ticket");
    assert_eq!(staff.len(), 40, "one to each of the team for each ticket");
    for mail in &mails {
        assert_eq!(mail["to"], VICTIM);
        let text = mail.to_string().to_lowercase();
        for word in BAIT {
            assert!(!text.contains(&word.to_lowercase()), "{word}: {text}");
        }
    }
    // The name of a harmful file is a stranger's as well.
    let (id, key) = &opened[0];
    let ticket = crate::support::Created {
        desk: DESK.to_owned(),
        id: id.clone(),
        key: key.clone(),
        body: json!({}),
    };
    let page = "<!doctype html><script>alert(1)</script>";
    let file = crate::support::files::File::new("invoice.exe.png", "image/png", page);
    site.attach(&ticket, &file).await;
    assert_eq!(self::mails(&site).await.len(), 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_42_two_hundred_requests_for_a_link_make_three_mails() {
    let site = Site::start_at_noon().await;
    let email = format!("agent-1@{DESK}.example.com");
    let path = format!("/api/desks/{DESK}/sign-in");
    let ask = async |email: &str| site.post(&path, &json!({ "email": email })).await;
    let mut answers = Vec::new();
    for _ in 0..200 {
        let answer = ask(&email).await;
        answers.push((answer.status, answer.text));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "past the cap, the answer is the same");
    let sent = site.mails_to(&email).await;
    assert_eq!(sent.len(), 3);
    // Those that were sent work still. Using one makes room for one.
    let token = crate::support::token_in(&sent[1]);
    let session = format!("/api/desks/{DESK}/session");
    let body = json!({ "token": token });
    assert_eq!(site.post(&session, &body).await.status, 201);
    site.post(&session, &body).await.is_problem(410, "token");
    ask(&email).await;
    ask(&email).await;
    assert_eq!(site.mails_to(&email).await.len(), 4);
    // After their time there is room for three.
    site.advance("PT15M").await;
    for _ in 0..5 {
        ask(&email).await;
    }
    let sent = site.mails_to(&email).await;
    assert_eq!(sent.len(), 7);
    let old = json!({ "token": crate::support::token_in(&sent[0]) });
    site.post(&session, &old).await.is_problem(410, "token");
    let new = json!({ "token": crate::support::token_in(&sent[6]) });
    assert_eq!(site.post(&session, &new).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_42_links_and_copies_are_counted_for_whoever_gets_them() {
    let site = Site::start_at_noon().await;
    let tickets = format!("/api/desks/{DESK}/tickets");
    // Tickets of the stranger's own addresses, all of them corrected to the victim's.
    let mut sent = 0;
    for place in 0..25 {
        let own = json!({ "requester": { "email": format!("x{place}@evil.example") } });
        let opened = site
            .post(&tickets, &ticket_body(DESK, "quote", own))
            .await
            .json;
        let (id, key) = (
            opened["id"].as_str().unwrap(),
            opened["key"].as_str().unwrap(),
        );
        let api = |end: &str| format!("{tickets}/{id}/{end}?key={key}");
        // What stands after a plus is the same mailbox.
        let victim = format!("ceo+{place}@victim.example");
        sent += usize::from(
            site.post(&api("address"), &json!({ "email": victim }))
                .await
                .status
                == 200,
        );
        for _ in 0..3 {
            sent += usize::from(site.post(&api("link"), &json!({})).await.status == 200);
        }
    }
    let mails = mails(&site).await;
    let to_victim = mails.iter().filter(|mail| {
        let to = mail["to"].as_str().unwrap();
        to.starts_with("ceo+") && to.ends_with("@victim.example")
    });
    assert_eq!((to_victim.count(), sent >= 20), (20, true));
    // Tickets that the stranger confirms, each with the victim copied.
    let mut told = 0;
    for place in 0..15 {
        let email = format!("y{place}@evil.example");
        let own = json!({ "requester": { "email": email }, "cc": ["boss@victim.example"] });
        let opened = site.ticket(DESK, "report-a-bug", own).await;
        let owner = site.mailed(&opened, &email).await;
        for _ in 0..10 {
            let said = site
                .post(&owner.api("/comments"), &json!({ "body": BAIT[1] }))
                .await;
            told += usize::from(said.status == 201);
        }
    }
    let copied = site.mails_to("boss@victim.example").await.len();
    assert!(
        told <= 100 && copied <= 100 + 15,
        "{told} comments, {copied} mails"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_who_works_at_the_desk() {
    let site = Site::start_with_probe().await;
    let path = format!("/api/desks/{DESK}/sign-in");
    let known = format!("agent-1@{DESK}.example.com");
    let mut seen = Vec::new();
    for email in [
        known.as_str(),
        "stranger@example.com",
        known.as_str(),
        "stranger@example.com",
    ] {
        site.settle().await;
        let before = site.get("/_local/table").await.json;
        let answer = site.post(&path, &json!({ "email": email })).await;
        let after = site.get("/_local/table").await.json;
        seen.push((answer.status, answer.text, asked(&before, &after)));
    }
    assert_eq!(seen[0].0, 202);
    assert_eq!(
        seen[2], seen[3],
        "the same answer, and the same requests to the table"
    );
    assert_eq!(site.mails_to("stranger@example.com").await.len(), 0);
    assert_eq!(site.mails_to(&known).await.len(), 2);
}

/// The requests that `sign-in` made to the table between two counts, by operation.
fn asked(before: &Value, after: &Value) -> Vec<(String, u64)> {
    let count = |all: &Value, operation: &str| {
        let asked = &all["asked"]["docket-sign-in"][operation];
        asked["requests"].as_u64().unwrap_or(0)
    };
    let operations = after["asked"]["docket-sign-in"].as_object().unwrap().keys();
    operations
        .map(|name| (name.clone(), count(after, name) - count(before, name)))
        .collect()
}
