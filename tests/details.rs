//! One of the desk corrects what a ticket is about and how urgent it is: its place, its service levels, its team.

use crate::support::{Created, Site, Staff};
use serde_json::{Value, json};

async fn correct(who: &Staff<'_>, ticket: &Created, details: &Value) -> Value {
    let answer = who.post(&ticket.api_without_key("/details"), details).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

fn target<'a>(read: &'a Value, metric: &str) -> &'a Value {
    let mut levels = read["service_levels"].as_array().unwrap().iter();
    let level = levels.find(|level| level["metric"] == metric).unwrap();
    &level["target_seconds"]
}

#[tokio::test(flavor = "multi_thread")]
async fn so_9_another_priority_gets_its_target_from_the_start_of_the_clock() {
    let site = Site::start().await;
    let from = json!({ "requester": { "email": "a@customer-a.example.com" }, "priority": "low" });
    let ticket = site.ticket("spaceos", "bug", from).await;
    let agent = site.agent("spaceos").await;
    let before = agent.get(&ticket.api_without_key("")).await.json;
    let mails = site.mails_to("a@customer-a.example.com").await.len();
    site.advance("PT10M").await;
    let after = correct(&agent, &ticket, &json!({ "priority": "system-down" })).await;
    assert_eq!(after["priority"], "system-down");
    let metric = "first_response";
    assert_eq!(target(&before, metric), 8 * 3600);
    assert_eq!(target(&after, metric), 30 * 60);
    // The clock began with the ticket, not with the correction.
    let level = |read: &Value, key: &str| {
        let levels = read["service_levels"].as_array().unwrap().clone();
        levels
            .iter()
            .find(|level| level["metric"] == metric)
            .unwrap()[key]
            .clone()
    };
    assert_eq!(level(&before, "started_at"), level(&after, "started_at"));
    let event = after["timeline"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(event["kind"], "details_changed");
    let details = json!({ "priority": { "from": "low", "to": "system-down" } });
    assert_eq!(event["details"], details);
    // Nobody is mailed, and the requester sees it.
    assert_eq!(site.mails_to("a@customer-a.example.com").await.len(), mails);
    let page = format!("/spaceos/console/tickets/{}", ticket.id);
    let page = agent.page(&page).await;
    assert!(
        page.words().contains("Low → System Down"),
        "{}",
        page.words()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn so_4_a_corrected_ticket_takes_its_place_in_the_queue() {
    let site = Site::start().await;
    let mut tickets = Vec::new();
    for _ in 0..3 {
        let more = json!({ "priority": "medium" });
        tickets.push(site.ticket("spaceos", "bug", more).await);
    }
    let agent = site.agent("spaceos").await;
    let urgent = json!({ "priority": "critical", "topic": "question", "impact": "single-user" });
    let read = correct(&agent, &tickets[2], &urgent).await;
    assert_eq!(
        (&read["topic"], &read["impact"]),
        (&json!("question"), &json!("single-user"))
    );
    assert_eq!(agent.queue("open").await, ["SOS-3", "SOS-1", "SOS-2"]);
    // The same again is no change.
    let again = correct(&agent, &tickets[2], &urgent).await;
    assert_eq!(again["version"], read["version"]);
    let page = agent.page("/spaceos/console/tickets/SOS-3").await;
    let words = page.words();
    let changes = "Report a bug → Ask a question; Medium → Critical; Everyone → Single User";
    assert!(words.contains(changes), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_ticket_cannot_be_about_is_told_by_field() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "streaming", json!({})).await;
    let agent = site.agent("spotme").await;
    let path = ticket.api_without_key("/details");
    for (wrong, field) in [
        (json!({ "topic": "nothing" }), "topic"),
        // It leads to the organizers, and has no tickets.
        (json!({ "topic": "personal-information" }), "topic"),
        (json!({ "topic": "Two words" }), "topic"),
        (json!({ "topic": ["streaming"] }), "topic"),
        (json!({ "priority": "nothing" }), "priority"),
        (json!({ "impact": "nothing" }), "impact"),
        (json!({ "colour": "red" }), "colour"),
    ] {
        agent.post(&path, &wrong).await.is_problem(422, field);
    }
    let by_requester = json!({ "topic": "access" });
    let own = site.post(&ticket.api("/details"), &by_requester).await;
    assert_eq!(own.status, 403);
    let read = agent.get(&ticket.api_without_key("")).await.json;
    assert_eq!(read["version"], 1, "nothing happened");
}
