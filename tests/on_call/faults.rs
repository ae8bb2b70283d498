//! Bad days of a page: each step is called once, and none is missing.

use super::*;

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
    let other = if first == FIRST { SECOND } else { FIRST };
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
