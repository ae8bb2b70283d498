//! Bad days of a page: each step is called once, and none is missing.

use super::*;
use crate::support::mortal::{Apart, NOTIFY};
use docket_probe::Probe;

#[tokio::test(flavor = "multi_thread")]
async fn two_sweeps_at_once_call_each_step_once() {
    let site = at_night().await;
    incident(&site, "customer@example.com").await;
    let agent = site.agent("spaceos").await;
    let pages = agent.get("/api/desks/spaceos/pages").await;
    let id = pages.json["pages"][0]["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let cloud = site.stack.cloud();
    let later = cloud.clock.now() + jiff::SignedDuration::from_mins(11);
    // No two have the same clock.
    let run = async |late: i64| {
        let now = later + jiff::SignedDuration::from_millis(late);
        docket_app::oncall::run(cloud, id, now).await.unwrap()
    };
    let (one, two, three, four) = tokio::join!(run(0), run(60_000), run(1), run(2));
    let count = [one, two, three, four]
        .into_iter()
        .filter(|ran| *ran)
        .count();
    assert_eq!(count, 1);
    let course = cloud.store.page_course(id).await.unwrap();
    assert_eq!(course.events.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_30_percent_of_faults_each_call_is_made_once() {
    let site = Site::start_with_probe().await;
    to_tuesday(&site, 2).await;
    incident(&site, "customer@example.com").await;
    let first = on_call(&site).await;
    let faults = async |percent: u32| {
        let answer = site
            .post("/_local/faults", &json!({ "percent": percent }))
            .await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    };
    faults(30).await;
    // The sweep comes each minute, and takes up what failed.
    for _ in 0..35 {
        site.post("/_local/clock", &json!({ "advance": "PT1M" }))
            .await;
        site.post("/_local/settle", &json!({})).await;
    }
    faults(0).await;
    for _ in 0..30 {
        site.advance("PT1M").await;
    }
    let other = other_than(&first);
    let got = [
        calls(&site, &first).await.len(),
        calls(&site, other).await.len(),
        calls(&site, LEAD).await.len(),
        calls(&site, ADMIN).await.len(),
    ];
    // Two rounds: at once and with the other one, the other one, the lead; then the last resort.
    assert_eq!(got, [4, 2, 2, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_before_it_was_sent_calls_nobody() {
    let site = Site::start_with_probe().await;
    to_tuesday(&site, 2).await;
    incident(&site, "customer@example.com").await;
    site.settle().await;
    let agent = site.agent("spaceos").await;
    let pages = agent.get("/api/desks/spaceos/pages").await;
    let id = pages.json["pages"][0]["id"].as_str().unwrap();
    let table = RawTable::of(&site).await;
    let receipts = async || {
        let all = table.all().await.into_iter();
        let keys = all.map(|item| {
            (
                item["pk"].as_s().unwrap().clone(),
                item["sk"].as_s().unwrap().clone(),
            )
        });
        let own = format!("RECEIPT#{id}-2");
        keys.filter(|(pk, _)| *pk == own).collect::<Vec<_>>()
    };
    // The record comes to somebody who knows of no call.
    let comes_again = async || {
        for (pk, sk) in receipts().await {
            table.remove(&pk, &sk).await;
        }
        let (pk, sk) = (format!("PAGE#{id}"), "COURSE#0000000002");
        let event = table.get(&pk, sk).await;
        table.remove(&pk, sk).await;
        table.put(event).await;
        site.settle().await;
        receipts().await.len()
    };
    assert_eq!(
        comes_again().await,
        1,
        "it is sent while nobody has acknowledged"
    );
    agent
        .post(
            &format!("/api/desks/spaceos/pages/{id}/acknowledge"),
            &json!({}),
        )
        .await;
    assert_eq!(comes_again().await, 0);
}

/// How often each of spaceOS was called: who is on call, the other engineer, the lead and the admin.
async fn all_calls(site: &Site, first: &str) -> [usize; 4] {
    let other = other_than(first);
    let mut called = [0; 4];
    for (count, email) in called.iter_mut().zip([first, other, LEAD, ADMIN]) {
        *count = calls(site, email).await.len();
    }
    called
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_without_the_stream_leaves_out_no_step_and_calls_nobody_for_what_was_acknowledged()
{
    let site = Site::start_with_probe().await;
    to_tuesday(&site, 2).await;
    let first = on_call(&site).await;
    let agent = site.agent("spaceos").await;
    site.post("/_local/faults", &json!({ "stopped": NOTIFY }))
        .await;
    incident(&site, "customer@example.com").await;
    // Nobody waits here for what fails.
    let later = async |by: &str| {
        site.post("/_local/clock", &json!({ "advance": by })).await;
    };
    for _ in 0..7 {
        later("PT10M").await;
    }
    site.post("/_local/faults", &json!({})).await;
    site.settle().await;
    // Two rounds and the last resort, all of it late, and it says so.
    assert_eq!(all_calls(&site, &first).await, [4, 2, 2, 1]);
    let mails = calls(&site, &first).await;
    let late = mails
        .iter()
        .filter(|mail| mail["text"].as_str().unwrap().contains("minutes late"));
    assert_eq!(late.count(), 4, "{mails:?}");
    let pages = agent.get("/api/desks/spaceos/pages").await;
    let id = pages.json["pages"][0]["id"].as_str().unwrap();
    let acknowledge = format!("/api/desks/spaceos/pages/{id}/acknowledge");
    let resolve = format!("/api/desks/spaceos/pages/{id}/resolve");
    assert_eq!(agent.post(&resolve, &json!({})).await.status, 200);
    // The same, but somebody sees it in the console and acknowledges.
    site.post("/_local/faults", &json!({ "stopped": NOTIFY }))
        .await;
    incident(&site, "customer@example.com").await;
    later("PT10M").await;
    let pages = agent.get("/api/desks/spaceos/pages").await;
    let second = pages.json["pages"][0]["id"].as_str().unwrap();
    assert_ne!(second, id);
    let acknowledge = acknowledge.replace(id, second);
    assert_eq!(agent.post(&acknowledge, &json!({})).await.status, 200);
    later("PT1H").await;
    site.post("/_local/faults", &json!({})).await;
    site.settle().await;
    assert_eq!(all_calls(&site, &first).await, [4, 2, 2, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn clocks_that_differ_by_a_minute_call_each_step_once() {
    for (notify, sweep) in [(-60, 60), (60, -60)] {
        let site = Site::start_mortal(Probe::default(), Apart { notify, sweep }).await;
        to_tuesday(&site, 2).await;
        let first = on_call(&site).await;
        incident(&site, "customer@example.com").await;
        for _ in 0..14 {
            site.advance("PT5M").await;
        }
        let called = all_calls(&site, &first).await;
        assert_eq!(called, [4, 2, 2, 1], "{notify} {sweep}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_on_call_while_a_page_runs_is_called_by_its_next_step() {
    let site = at_night().await;
    let now = site.stack.cloud().clock.now();
    let until = (now + jiff::SignedDuration::from_hours(9)).to_string();
    let agent = site.agent("spaceos").await;
    let first = on_call(&site).await;
    incident(&site, "customer@example.com").await;
    assert_eq!(all_calls(&site, &first).await, [1, 0, 0, 0]);
    let stands_in = "agent-1@spaceos.example.com";
    let body = json!({ "kind": "replace", "person": first, "with": stands_in, "until": until });
    let overrides = "/api/desks/spaceos/oncall/overrides";
    assert_eq!(agent.post(overrides, &body).await.status, 201);
    // The team of the second step is called by name, whoever is on call; the second round begins with the schedule.
    site.advance("PT10M").await;
    assert_eq!(all_calls(&site, &first).await, [2, 1, 0, 0]);
    assert_eq!(calls(&site, stands_in).await.len(), 0);
    site.advance("PT20M").await;
    assert_eq!(calls(&site, stands_in).await.len(), 1);
    assert_eq!(all_calls(&site, &first).await, [2, 1, 1, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn if_everybody_is_away_the_next_step_is_called_at_once() {
    let site = at_night().await;
    let now = site.stack.cloud().clock.now();
    let until = (now + jiff::SignedDuration::from_hours(9)).to_string();
    let agent = site.agent("spaceos").await;
    let first = on_call(&site).await;
    for person in [FIRST, SECOND] {
        let body = json!({ "kind": "remove", "person": person, "until": until });
        let overrides = "/api/desks/spaceos/oncall/overrides";
        assert_eq!(agent.post(overrides, &body).await.status, 201);
    }
    incident(&site, "customer@example.com").await;
    // The schedule is empty, so the step after it is called, which names the team itself.
    assert_eq!(all_calls(&site, &first).await, [1, 1, 0, 0]);
}
