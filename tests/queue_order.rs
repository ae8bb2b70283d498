//! The order of a desk's queue, as its file says: by priority, by arrival, by the next target; with what is overdue first.

use crate::support::program::Place;
use crate::support::{Folder, Site};
use serde_json::json;

/// spaceOS with another order of its queue.
async fn start(queue: &str) -> Site {
    Site::start_as(|config| {
        for desk in &mut config.desks {
            if desk.contains("id = \"spaceos\"") {
                *desk = format!("{desk}\n[queue]\n{queue}\n");
            }
        }
    })
    .await
}

async fn open(site: &Site, customer: &str, priority: &str) {
    let from = format!("a@{customer}.example.com");
    let more = json!({ "requester": { "email": from }, "priority": priority });
    site.ticket("spaceos", "bug", more).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_in_order_of_arrival_knows_no_priorities() {
    let site = start("order = \"arrival\"").await;
    for priority in ["low", "system-down", "medium"] {
        open(&site, "customer-a", priority).await;
    }
    let agent = site.agent("spaceos").await;
    assert_eq!(agent.queue("open").await, ["SOS-1", "SOS-2", "SOS-3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_by_target_begins_with_the_one_that_is_due_first() {
    let site = start("order = \"target\"").await;
    // Customer A: 8 hours for low, 30 minutes for system down. Customer B: 8 hours for all. Others have no targets.
    open(&site, "other", "system-down").await;
    open(&site, "customer-a", "low").await;
    open(&site, "customer-a", "system-down").await;
    open(&site, "customer-a", "high").await;
    let agent = site.agent("spaceos").await;
    assert_eq!(
        agent.queue("open").await,
        ["SOS-3", "SOS-4", "SOS-2", "SOS-1"]
    );
    // The console goes on to the next one in that order.
    let page = agent
        .page("/spaceos/console/tickets/SOS-4?phase=open")
        .await;
    assert!(
        page.text.contains("/tickets/SOS-2?phase=open"),
        "{}",
        page.text
    );
    // A page at a time.
    let first = agent
        .get("/api/desks/spaceos/tickets?phase=open&limit=2")
        .await
        .json;
    let next = format!(
        "/api/desks/spaceos/tickets?phase=open&limit=2&cursor={}",
        first["next"].as_str().unwrap()
    );
    let second = agent.get(&next).await.json;
    assert_eq!(second["tickets"][0]["id"], "SOS-2");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_overdue_comes_first_until_it_is_met() {
    let site = start("overdue_first = true").await;
    open(&site, "customer-a", "high").await;
    open(&site, "other", "system-down").await;
    let agent = site.agent("spaceos").await;
    assert_eq!(agent.queue("open").await, ["SOS-2", "SOS-1"]);
    // Two working hours later at the latest, over any weekend and holiday.
    site.advance("P7D").await;
    let agent = site.agent("spaceos").await;
    assert_eq!(agent.queue("open").await, ["SOS-1", "SOS-2"]);
    let answer = json!({ "body": "We are on it." });
    let path = "/api/desks/spaceos/tickets/SOS-1/comments";
    assert_eq!(agent.post(path, &answer).await.status, 201);
    // Its resolution is overdue as well, so it stays first where it now is.
    let waiting = agent.queue("waiting").await;
    assert_eq!(waiting, ["SOS-1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_order_puts_the_tickets_that_are_there_right() {
    let site = Site::start().await;
    for priority in ["low", "system-down", "medium"] {
        open(&site, "customer-a", priority).await;
    }
    let agent = site.agent("spaceos").await;
    assert_eq!(agent.queue("open").await, ["SOS-2", "SOS-3", "SOS-1"]);
    let desks = Folder::new();
    let file = include_str!("../desks/spaceos.toml");
    let file = format!("{file}\n[queue]\norder = \"arrival\"\n");
    std::fs::write(desks.path().join("spaceos.toml"), file).unwrap();
    let (folder, data) = (desks.path().to_str(), site.folder().to_str());
    let words = [
        "desks",
        "apply",
        folder.unwrap(),
        "--data",
        data.unwrap(),
        "--yes",
    ];
    let (done, said) = Place::new().command(&words);
    assert!(done, "{said}");
    assert_eq!(agent.queue("open").await, ["SOS-1", "SOS-2", "SOS-3"]);
}
