//! A table that throttles, fails, and loses answers: whoever asks is told of success or to come back, and afterwards the
//! table holds nothing half done, nothing twice and no gap.

use crate::support::{Answer, Created, Site, ticket_body};
use docket_app::doctor::Report;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How many tickets, each in a task of its own.
const TICKETS: usize = 24;
/// How often a client comes back before it gives up.
const PATIENCE: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn with_1_percent_of_faults_nothing_is_lost_or_doubled() {
    bad_day(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn with_10_percent_of_faults_nothing_is_lost_or_doubled() {
    bad_day(10).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn with_50_percent_of_faults_nothing_is_lost_or_doubled() {
    bad_day(50).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_was_lost_is_a_success_and_happens_once() {
    let site = Site::start_with_probe().await;
    let lose = async || {
        let answer = site
            .post("/_local/faults", &json!({ "lost_commits": 1 }))
            .await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    };
    lose().await;
    let ticket = site.ticket("smartplayer", "quote", json!({})).await;
    lose().await;
    let said = json!({ "body": "Is there any news?" });
    let answer = site.post(&ticket.api("/comments"), &said).await;
    assert_eq!(
        (answer.status, answer.json["version"].as_u64()),
        (201, Some(2))
    );
    let agent = site.agent("smartplayer").await;
    lose().await;
    agent.move_to(&ticket, "feedback-waiting", None).await;
    lose().await;
    // The sweep's own commit is lost as well.
    site.advance("P15D").await;
    let read = site.read(&ticket).await;
    assert_eq!(
        (read["version"].as_u64(), read["status"]["id"].as_str()),
        (Some(4), Some("done"))
    );
    assert_eq!(read["timeline"].as_array().unwrap().len(), 4);
}

/// Sends until it is done, under one idempotency key; everything in between has to be a clean 503.
async fn until_done(site: &Site, path: &str, body: &Value, key: &str) -> Answer {
    for _ in 0..PATIENCE {
        let answer = site
            .post_with(path, body, &[("idempotency-key", key)])
            .await;
        if answer.status != 503 {
            return answer;
        }
        assert!(!answer.header("retry-after").is_empty());
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json["status"], 503, "{}", answer.text);
    }
    panic!("{path} was not done in {PATIENCE} attempts");
}

async fn one_life(site: &Site, number: usize) -> Created {
    let more = json!({ "requester": { "email": format!("requester-{number}@example.com") } });
    let body = ticket_body("spaceos", "bug", more);
    let tickets = "/api/desks/spaceos/tickets";
    let opened = until_done(site, tickets, &body, &format!("open-{number}")).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    let ticket = Created {
        desk: "spaceos".to_owned(),
        id: opened.json["id"].as_str().unwrap().to_owned(),
        key: opened.json["key"].as_str().unwrap().to_owned(),
        body: opened.json,
    };
    let said = json!({ "body": "It happens on every page" });
    let key = format!("comment-{number}");
    let answer = until_done(site, &ticket.api("/comments"), &said, &key).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let solved = json!({ "status": "resolved", "comment": "It works again" });
    let key = format!("resolve-{number}");
    let answer = until_done(site, &ticket.api("/status"), &solved, &key).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    ticket
}

async fn bad_day(percent: u32) {
    // A lease that outlasts the test, as one of a minute outlasts many attempts on AWS: no mail may have to wait for it.
    let lease = jiff::SignedDuration::from_hours(1);
    let site = Site::start_with_lease(lease).await;
    let set = async |percent: u32| {
        let answer = site
            .post("/_local/faults", &json!({ "percent": percent }))
            .await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    };
    set(percent).await;
    let lives = (0..TICKETS).map(|number| one_life(&site, number));
    let tickets = join_all(lives).await;
    // The mails go out on the same bad day: this waits for all of them.
    site.get("/_local/mail").await;
    set(0).await;

    let ids: BTreeSet<&str> = tickets.iter().map(|ticket| ticket.id.as_str()).collect();
    assert_eq!(ids.len(), TICKETS, "two requests were given one ticket");
    // No timeline has a gap, and each state is what its timeline says.
    let report = site.doctor().await;
    let whole = Report {
        tickets: TICKETS as u64,
        events: 3 * TICKETS as u64,
        ..Report::default()
    };
    assert_eq!(report, whole);
    let agent = site.agent("spaceos").await;
    let mut done = BTreeSet::new();
    let mut path = "/api/desks/spaceos/tickets?phase=done".to_owned();
    loop {
        let page = agent.get(&path).await;
        let listed = page.json["tickets"].as_array().unwrap().clone();
        done.extend(
            listed
                .iter()
                .map(|ticket| ticket["id"].as_str().unwrap().to_owned()),
        );
        match page.json["next"].as_str() {
            Some(next) => path = format!("/api/desks/spaceos/tickets?phase=done&cursor={next}"),
            None => break,
        }
    }
    let done: BTreeSet<&str> = done.iter().map(String::as_str).collect();
    assert_eq!(
        done, ids,
        "tickets are listed that were not answered, or the other way round"
    );

    let mails = site.get("/_local/mail").await;
    let requests = site.get("/_local/requests").await;
    assert_eq!(
        requests.json["SendRawEmail"],
        mails.json.as_array().unwrap().len(),
        "a mail was sent twice"
    );
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for mail in mails.json.as_array().unwrap() {
        *told.entry(mail["to"].as_str().unwrap()).or_default() += 1;
    }
    for number in 0..TICKETS {
        let to = format!("requester-{number}@example.com");
        assert_eq!(told.get(to.as_str()), Some(&1), "{to}");
    }
}

/// Waits for all of them, side by side.
async fn join_all<T>(futures: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    use std::pin::Pin;
    use std::task::Poll;
    let mut waiting: Vec<(Pin<Box<_>>, Option<T>)> =
        futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, done) in &mut waiting {
            if done.is_none()
                && let Poll::Ready(value) = future.as_mut().poll(context)
            {
                *done = Some(value);
            }
        }
        match waiting.iter().all(|(_, done)| done.is_some()) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    waiting.into_iter().filter_map(|(_, done)| done).collect()
}
