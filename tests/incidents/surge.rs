//! New tickets are counted by topic and hour, so that a surge can be seen.

use super::*;
use crate::support::called::Called;
use docket_domain::incident::TopicHour;
use jiff::Timestamp;

/// How many new tickets each topic of SpotMe has had since that hour.
async fn opened(site: &Site, since: Timestamp) -> Vec<(String, usize)> {
    let store = &site.stack.cloud().store;
    let desk = "spotme".parse().unwrap();
    let opened = store.opened_since(&desk, since).await.unwrap();
    let opened = opened.into_iter();
    opened
        .map(|(topic, count)| (topic.to_string(), count))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn new_tickets_are_counted_by_topic_and_hour_and_shown_where_an_incident_is_declared() {
    let site = Site::start().await;
    let now = site.stack.cloud().clock.now();
    let hour = TopicHour::beginning(now);
    site.advance(&format!(
        "PT{}S",
        3_600 - (now.as_second() - hour.as_second())
    ))
    .await;
    let (first, second) = (hour + TopicHour::LENGTH, hour + TopicHour::LENGTH * 2);
    for number in 0..3 {
        ticket(
            &site,
            "technical-problem",
            &format!("customer-{number}@example.com"),
        )
        .await;
    }
    ticket(&site, "streaming", "customer@example.com").await;
    site.settle().await;
    let both = [
        ("streaming".to_owned(), 1),
        ("technical-problem".to_owned(), 3),
    ];
    assert_eq!(opened(&site, first).await, both);
    site.advance("PT1H").await;
    ticket(&site, "technical-problem", "customer@example.com").await;
    site.settle().await;
    assert_eq!(
        opened(&site, second).await,
        [("technical-problem".to_owned(), 1)]
    );
    let agent = site.agent("spotme").await;
    let page = agent.page("/spotme/console/incidents").await;
    let words = page.words();
    assert!(
        words.contains("New since") && words.contains(": 4"),
        "{words}"
    );
    site.advance("PT2H").await;
    let page = agent.page("/spotme/console/incidents").await;
    assert!(!page.words().contains("New since"), "{}", page.words());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_comes_again_counts_once() {
    let site = Site::start().await;
    let since = TopicHour::beginning(site.stack.cloud().clock.now());
    let one = ticket(&site, "technical-problem", "customer@example.com").await;
    site.settle().await;
    let relay = Called::new(&site.stack, "docket-relay");
    let record = site.stream_record(&one.id).await;
    for records in [vec![&record], vec![&record, &record]] {
        relay.handle(json!({ "Records": records })).await.unwrap();
    }
    assert_eq!(
        opened(&site, since).await,
        [("technical-problem".to_owned(), 1)]
    );
    // One that cannot be read keeps no other from being counted.
    let two = ticket(&site, "technical-problem", "customer@example.com").await;
    site.settle().await;
    let mut unreadable = site.stream_record(&two.id).await;
    unreadable["dynamodb"]["NewImage"]["change"] = json!({ "S": "?" });
    let records = [unreadable, record];
    relay.handle(json!({ "Records": records })).await.unwrap();
    assert_eq!(
        opened(&site, since).await,
        [("technical-problem".to_owned(), 2)]
    );
}
