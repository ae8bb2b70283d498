//! Several sweeps at once on one table do each thing once.

use crate::support::{Site, without_digest};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn sweeps_at_once_record_each_breach_and_close_each_ticket_once() {
    let site = Site::start_without_limits_as(|config| {
        for desk in &mut config.desks {
            *desk = without_digest(desk);
        }
    })
    .await;
    let agent = site.agent("spaceos").await;
    let mut tickets = Vec::new();
    for number in 0..24 {
        let from = format!("person-{number}@customer-a.example.com");
        let more = json!({ "requester": { "email": from }, "priority": "system-down" });
        let ticket = site.ticket("spaceos", "bug", more).await;
        // Half of them wait for their requesters, and are closed after ten days.
        if number % 2 == 0 {
            agent.comment(&ticket, "Is it so now?").await;
        }
        tickets.push(ticket);
    }
    site.settle().await;
    // The stack's own sweeps run meanwhile.
    let (one, two, three) = (site.sweep(), site.sweep(), site.sweep());
    for days in [3, 8] {
        let wait = format!("P{days}D");
        let moved = site.advance(&wait);
        let sweeps = async {
            for _ in 0..6 {
                let event = || json!({});
                let all = tokio::join!(
                    one.handle(event()),
                    two.handle(event()),
                    three.handle(event())
                );
                for swept in [all.0, all.1, all.2] {
                    swept.unwrap();
                }
            }
        };
        tokio::join!(moved, sweeps);
        site.settle().await;
    }
    let agent = site.agent("spaceos").await;
    for (number, ticket) in tickets.iter().enumerate() {
        let read = agent.get(&ticket.api_without_key("")).await.json;
        let timeline = read["timeline"].as_array().unwrap();
        let count = |kind: &str| {
            timeline
                .iter()
                .filter(|event| event["kind"] == kind)
                .count()
        };
        let person = format!("person-{number}@customer-a.example.com");
        let mails = site.mails_to(&person).await.len();
        if number % 2 == 0 {
            let closings = timeline.iter().filter(|event| event["cause"] == "silence");
            assert_eq!(closings.count(), 1, "{read}");
            // Of the ticket, of the answer, of the closing.
            assert_eq!((mails, count("service_level_breached")), (3, 0));
        } else {
            // The first response and the resolution.
            assert_eq!((mails, count("service_level_breached")), (1, 2), "{read}");
        }
    }
    assert_eq!(site.doctor().await.faults.len(), 0);
}
