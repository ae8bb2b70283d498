//! A record that cannot be handled is set aside whole, and holds up nobody (behaviours 18 and 45).

use crate::support::Site;
use crate::support::table::{RawTable, item};
use docket::RunningStack;
use serde_json::json;

/// What a retry of everything leaves, and what `docket set-aside list` shows before.
async fn set_aside(site: &Site) -> Vec<String> {
    let all = RunningStack::on(site.folder()).set_aside().await.unwrap();
    all.into_iter()
        .map(|aside| format!("{}: {}", aside.function, aside.why))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_18_poisoned_records_hold_up_nobody_and_are_kept_whole() {
    let site = Site::start_with_probe().await;
    let table = RawTable::of(&site).await;
    let first = site.ticket("spaceos", "question", json!({})).await;
    site.settle().await;
    let event = |sequence: u64, at: &str, change: serde_json::Value| {
        item(json!({
            "pk": { "S": format!("TICKET#{}", first.id) }, "sk": { "S": format!("EVENT#{sequence:010}") },
            "ticket": { "S": first.id }, "desk": { "S": "spaceos" }, "sequence": { "N": sequence.to_string() },
            "at": { "S": at }, "actor": { "M": { "role": { "S": "system" } } }, "change": change,
        }))
    };
    let unknown = json!({ "M": { "kind": { "S": "merged" } } });
    table.put(event(2, "2026-12-01T10:00:00Z", unknown)).await;
    let unreadable = json!({ "M": { "kind": { "S": "commented" } } });
    table.put(event(3, "yesterday", unreadable)).await;

    let refused = json!({ "mails_refused": "MessageRejected" });
    site.faults(&refused).await;
    let to = |name: &str| json!({ "requester": { "email": format!("{name}@example.com") } });
    site.ticket("spaceos", "question", to("refused")).await;
    site.settle().await;
    site.faults(&json!({})).await;
    for name in ["one", "two", "three"] {
        site.ticket("spaceos", "question", to(name)).await;
    }
    site.settle().await;
    for name in ["one", "two", "three"] {
        let mails = site.mails_to(&format!("{name}@example.com")).await;
        assert_eq!(mails.len(), 1, "{name}");
    }

    let aside = set_aside(&site).await;
    assert_eq!(aside.len(), 3, "{aside:#?}");
    assert!(aside[0].contains("a later version"), "{aside:#?}");
    assert!(aside[1].contains("not as expected"), "{aside:#?}");
    assert!(aside[2].contains("MessageRejected"), "{aside:#?}");
    assert!(aside.iter().all(|line| line.starts_with("docket-notify: ")));

    // What was wrong with SES is over; what is wrong with a record is not.
    let stack = RunningStack::on(site.folder());
    let stays = stack.retry(&[]).await.unwrap();
    assert_eq!(stays.len(), 2, "{stays:#?}");
    assert_eq!(site.mails_to("refused@example.com").await.len(), 1);
    let stays = stack.retry(&[stays[0].id.clone()]).await.unwrap();
    assert_eq!(stays.len(), 2, "{stays:#?}");
    assert_eq!(site.mails_to("refused@example.com").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_for_now_is_tried_until_it_succeeds() {
    let site = Site::start_with_probe().await;
    site.faults(&json!({ "mails_refused": "Throttling" })).await;
    for number in 0..5 {
        let email = format!("p{number}@example.com");
        let more = json!({ "requester": { "email": email } });
        site.ticket("spaceos", "question", more).await;
    }
    // Each of these waits for an attempt. An earlier version gave up after ten.
    for _ in 0..20 {
        site.settle().await;
    }
    assert_eq!(set_aside(&site).await, [""; 0]);
    site.faults(&json!({})).await;
    site.settle().await;
    for number in 0..5 {
        let mails = site.mails_to(&format!("p{number}@example.com")).await;
        assert_eq!(mails.len(), 1, "{number}");
    }
}
