//! Timelines without end: nothing grows with a ticket's age, and every event stays readable (behaviour 44).

use crate::support::{Created, Site};
use docket_app::doctor::Report;
use docket_cloud::store::{Commit, Freshness};
use docket_domain::actor::{Actor, Rank};
use docket_domain::ticket::{Command, Ticket};
use docket_domain::{Prose, TicketId};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Writes that many comments on a ticket past the API, the odd ones as internal notes of an agent if asked to.
async fn grow(site: &Site, ticket: &Created, comments: u64, body: &str, with_notes: bool) {
    let cloud = site.stack.cloud();
    let id: TicketId = ticket.id.parse().unwrap();
    let desk = cloud
        .store
        .desk(&ticket.desk.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let mut stored = cloud.store.ticket(&id).await.unwrap().unwrap();
    let requester = Actor::Requester(stored.requester.clone());
    let agent = Actor::Agent {
        email: "agent@example.com".parse().unwrap(),
        name: "Agent".to_owned(),
        rank: Rank::Agent,
    };
    // All within one millisecond, and after that with a clock that is behind.
    let now = Timestamp::now();
    for number in 0..comments {
        let internal = with_notes && number % 10 != 0;
        let actor = if internal { &agent } else { &requester };
        let command = Command::Comment {
            body: Prose::new(&format!("{number} {body}"), 10_000).unwrap(),
            internal,
        };
        let now = now - jiff::SignedDuration::from_mins(i64::try_from(number / 10).unwrap());
        let events = stored.decide(&command, &desk, actor, now).unwrap();
        for event in &events {
            stored = stored.apply(event).unwrap();
        }
        let placement = stored.placement(&desk);
        let commit = Commit {
            ticket: &stored,
            placement,
            events: &events,
            further_writes: Vec::new(),
        };
        cloud.store.commit(commit).await.unwrap();
    }
}

fn bodies(events: &Value) -> Vec<String> {
    let events = events.as_array().unwrap().iter();
    events
        .map(|event| event["body"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_timeline_is_read_in_parts_and_none_is_missing() {
    let site = Site::start_without_limits().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let ticket = site.mailed(&ticket, "requester@example.com").await;
    grow(&site, &ticket, 170, "comment", false).await;
    let read = site.read(&ticket).await;
    let newest = read["timeline"].as_array().unwrap();
    assert_eq!(newest.len(), 51, "the opening and the newest 50");
    assert_eq!(
        (&newest[0]["kind"], &newest[0]["sequence"]),
        (&json!("opened"), &json!(1))
    );
    assert_eq!(newest[50]["sequence"], read["version"]);
    assert_eq!(
        newest[50]["id"],
        format!("{}-{}", ticket.id, read["version"])
    );
    let mut all: Vec<String> = bodies(&read["timeline"])[1..].to_vec();
    let mut older = read["older"].clone();
    while let Some(cursor) = older.as_str() {
        let path = format!("{}&cursor={cursor}&limit=30", ticket.api("/timeline"));
        let part = site.get(&path).await;
        assert_eq!(part.status, 200, "{}", part.text);
        let bodies = bodies(&part.json["timeline"]);
        assert!(bodies.len() <= 30);
        all.splice(0..0, bodies);
        older = part.json["older"].clone();
    }
    // The first act of the requester has no words: it confirms the address.
    all.retain(|body| !body.is_empty());
    let wanted: Vec<String> = (0..170).map(|number| format!("{number} comment")).collect();
    assert_eq!(all, wanted);

    // The same on the page, by its links.
    let mut page = site.page(&ticket.page()).await;
    let mut seen = 0;
    loop {
        seen += page.text.matches(" comment</div>").count();
        let Some((_, rest)) = page.text.split_once("older=") else {
            break;
        };
        let cursor: String = rest.chars().take_while(|c| !"#\"&".contains(*c)).collect();
        page = site
            .page(&format!("{}&older={cursor}", ticket.page()))
            .await;
        assert!(page.text.contains("Back to the newest entries"));
    }
    assert_eq!(seen, 170);
    // An agent goes the same way in the console, in their language.
    let agent = site.agent("spaceos").await;
    let page = format!("/spaceos/console/tickets/{}", ticket.id);
    let older = format!("{page}?language=en&older={}-60", ticket.id);
    let older = agent.page(&older).await;
    assert_eq!(older.status, 200, "{}", older.text);
    assert!(
        older
            .text
            .contains(&format!("{page}?language=en&#38;older="))
    );
    assert!(older.text.contains(&format!("href=\"{page}?language=en\"")));
    let report = site.doctor().await;
    let whole = Report {
        tickets: 1,
        events: 172,
        ..Report::default()
    };
    assert_eq!(report, whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_stay_small_whatever_was_written() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    // The longest comments, of the characters that take the most bytes in JSON and in HTML.
    for long in ["\"".repeat(9_990), "&".repeat(9_990), "🦀".repeat(9_990)] {
        grow(&site, &ticket, 55, &long, false).await;
        let read = site.get(&ticket.api("")).await;
        let page = site.page(&ticket.page()).await;
        for answer in [&read, &page] {
            assert_eq!(answer.status, 200);
            assert!(answer.text.len() < 3_000_000, "{}", answer.text.len());
        }
        let said = json!({ "body": "short" });
        let changed = site.post(&ticket.api("/comments"), &said).await;
        assert_eq!(changed.status, 201);
        assert!(changed.text.len() < 4_000, "{}", changed.text.len());
        assert_eq!(bodies(&changed.json["timeline"]), ["short"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reader_may_not_see_leaves_no_gap_in_the_parts() {
    let site = Site::start_without_limits().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let ticket = site.mailed(&ticket, "requester@example.com").await;
    grow(&site, &ticket, 200, "words", true).await;
    let wanted: Vec<String> = (0..20)
        .map(|number| format!("{} words", number * 10))
        .collect();
    for limit in [1, 2, 7, 30, 50] {
        let (mut all, mut older) = (Vec::new(), Value::Null);
        loop {
            let part = match older.as_str() {
                None => site.read(&ticket).await,
                Some(cursor) => {
                    let path = format!("{}&cursor={cursor}&limit={limit}", ticket.api("/timeline"));
                    let part = site.get(&path).await.json;
                    let events = part["timeline"].as_array().unwrap().len();
                    assert!(events <= limit, "{events} of {limit}");
                    part
                }
            };
            assert!(!part.to_string().contains("\"internal\":true"));
            let events = bodies(&part["timeline"]).into_iter();
            all.splice(0..0, events.filter(|body| body.ends_with(" words")));
            older = part["older"].clone();
            if older.is_null() {
                break;
            }
        }
        assert_eq!(all, wanted, "by {limit}");
    }
    let agent = site.agent("spaceos").await;
    let read = agent.get(&ticket.api_without_key("")).await;
    assert_eq!(read.json["timeline"].as_array().unwrap().len(), 51);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_is_none_is_told() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let other = site.ticket("spaceos", "question", json!({})).await;
    let id = &ticket.id;
    for cursor in [
        String::new(),
        "nonsense".to_owned(),
        id.clone(),
        format!("{id}-0"),
        format!("{id}--1"),
        format!("{id}-01"),
        format!("{id}-2"),
        format!("{id}-99999999999999999999999"),
        format!("{}-1", other.id),
        format!("{id}-1%00"),
    ] {
        let path = format!("{}&cursor={cursor}", ticket.api("/timeline"));
        site.get(&path).await.is_problem(422, "cursor");
        if !cursor.is_empty() {
            let page = format!("{}&older={cursor}", ticket.page());
            let page = site.page(&page).await;
            assert_eq!(page.status, 422, "{cursor}");
        }
    }
    for limit in ["0", "51", "10000", "-1", "x"] {
        let path = format!("{}&cursor={id}-1&limit={limit}", ticket.api("/timeline"));
        site.get(&path).await.is_problem(400, "limit");
    }
    let path = format!("{}&cursor={id}-1&page=2", ticket.api("/timeline"));
    site.get(&path).await.is_problem(400, "page");
    let first = site
        .get(&format!("{}&cursor={id}-1", ticket.api("/timeline")))
        .await;
    assert_eq!(first.json, json!({ "timeline": [], "older": null }));
    let stranger = ticket.api_without_key(&format!("/timeline?cursor={id}-1"));
    site.get(&stranger).await.is_problem(401, "key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_remembered_for_sixteen_more_and_by_its_sender() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let said = async |body: &str, key: &str| {
        let body = json!({ "body": body });
        let key = [("idempotency-key", key)];
        site.post_with(&ticket.api("/comments"), &body, &key).await
    };
    let first = said("first", "one").await;
    assert_eq!((first.status, &first.json["version"]), (201, &json!(2)));
    for number in 0..15 {
        assert_eq!(said("more", &format!("more-{number}")).await.status, 201);
    }
    // It is answered with its own event, and with the ticket as it is now.
    let again = said("first", "one").await;
    assert_eq!((again.status, &again.json["version"]), (201, &json!(17)));
    assert_eq!(bodies(&again.json["timeline"]), ["first"]);
    assert_eq!(again.json["timeline"], first.json["timeline"]);
    said("other words", "one")
        .await
        .is_problem(422, "Idempotency-Key");
    // Another person may use the same key.
    let agent = site.agent("spaceos").await;
    let body = json!({ "body": "Hello" });
    let headers = [
        ("idempotency-key", "one"),
        ("authorization", agent.bearer.as_str()),
    ];
    let answer = site
        .post_with(&ticket.api_without_key("/comments"), &body, &headers)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let stored = site
        .stack
        .cloud()
        .store
        .ticket(&ticket.id.parse().unwrap())
        .await;
    let stored: Ticket = stored.unwrap().unwrap();
    assert!(
        serde_json::to_string(&stored.recent_requests)
            .unwrap()
            .len()
            < 600
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_state_is_read_with_the_timeline_of_the_same_moment() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let store = &site.stack.cloud().store;
    let id: TicketId = ticket.id.parse().unwrap();
    let mut writers = Vec::new();
    for writer in 0..3 {
        let (client, path) = (site.client().clone(), ticket.api("/comments"));
        writers.push(tokio::spawn(async move {
            for number in 0..10 {
                let body = json!({ "body": format!("{writer} {number}") });
                client.post(&path, &body).await;
            }
        }));
    }
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        let read = store
            .timeline(&id, Freshness::Latest)
            .await
            .unwrap()
            .unwrap();
        let last = read.events.last().map(|event| event.sequence);
        assert_eq!(last, Some(read.ticket.version));
        let replayed = Ticket::replay(&read.events).unwrap();
        assert_eq!(replayed, Some(read.ticket));
    }
}
