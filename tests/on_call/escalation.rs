//! Missed targets that call the people on call.

use super::*;
use jiff::SignedDuration;

/// A site at half past nine on a Tuesday in Berlin or an hour later, whose spaceOS has an incident of Customer A that has a target at `target`.
async fn with_target() -> (Site, crate::support::Created, Timestamp) {
    let site = Site::start().await;
    to_tuesday(&site, 9).await;
    let ticket = incident(&site, "somebody@customer-a.example.com").await;
    let view = site.staff_view("spaceos", &ticket.id).await;
    let levels = view["service_levels"].as_array().unwrap();
    let first = levels.iter().find(|it| it["metric"] == "first_response");
    let target = first.unwrap()["target_at"].as_str().unwrap();
    let target = target.parse().unwrap();
    (site, ticket, target)
}

/// The events of a kind that a ticket has.
async fn events(site: &Site, ticket: &crate::support::Created, kind: &str) -> Vec<Value> {
    let view = site.staff_view("spaceos", &ticket.id).await;
    let timeline = view["timeline"].as_array().unwrap().iter();
    timeline.filter(|it| it["kind"] == kind).cloned().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_4_a_missed_target_calls_the_people_on_call_once() {
    let (site, ticket, target) = with_target().await;
    let first = on_call(&site).await;
    // The clock goes on while the test runs.
    site.go_to(target - SignedDuration::from_secs(30)).await;
    assert_eq!(
        calls(&site, &first).await.len(),
        0,
        "within its hours, support answers"
    );
    site.go_to(target + SignedDuration::from_millis(1)).await;
    let woken = calls(&site, &first).await;
    assert_eq!(woken.len(), 1, "in the same sweep that records it");
    let text = woken[0]["text"].as_str().unwrap();
    assert!(
        text.contains("Service level missed: the first response"),
        "{text}"
    );
    let paged = events(&site, &ticket, "paged").await;
    assert_eq!(paged.len(), 1);
    assert_eq!(paged[0]["breached"], json!(["first_response"]));
    assert_eq!(paged[0]["actor"]["role"], "system");
    let done = site.post(&act(&woken[0], "acknowledge"), &json!({})).await;
    assert_eq!(done.json["state"], "acknowledged");
    // Nothing else comes of it: not by the next sweeps, not by a note, and not by the target of the resolution.
    let agent = site.agent("spaceos").await;
    let note = json!({ "body": "Looking.", "internal": true });
    agent
        .post(&ticket.api_without_key("/comments"), &note)
        .await;
    site.advance("P1D").await;
    assert_eq!(calls(&site, &first).await.len(), 1);
    assert_eq!(events(&site, &ticket, "paged").await.len(), 1);
    assert_eq!(
        events(&site, &ticket, "service_level_breached").await.len(),
        2
    );
    // Whoever opened it sees none of it.
    let own = site.read(&ticket).await.to_string();
    assert!(!own.contains("paged") && !own.contains("breached"), "{own}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_breach_that_somebody_s_act_records_calls_too_unless_the_act_is_the_answer() {
    let (site, noted, target) = with_target().await;
    let answered = incident(&site, "other@customer-a.example.com").await;
    let closed = incident(&site, "third@customer-a.example.com").await;
    let agent = site.agent("spaceos").await;
    // The sweep has not been there yet: the clock is moved without it.
    let late = target + SignedDuration::from_secs(30);
    let clock = &site.stack.cloud().clock;
    clock.advance(late.duration_since(clock.now()));
    let note = json!({ "body": "Looking.", "internal": true });
    let done = agent.post(&noted.api_without_key("/comments"), &note).await;
    assert_eq!(done.status, 201, "{}", done.text);
    agent.comment(&answered, "It is being repaired.").await;
    agent
        .move_to(&closed, "resolved", Some("It was repaired."))
        .await;
    for ticket in [&noted, &answered, &closed] {
        let breaches = events(&site, ticket, "service_level_breached").await;
        assert_eq!(breaches.len(), 1, "{}", ticket.id);
        assert!(events(&site, ticket, "paged").await.is_empty());
    }
    site.advance("PT1M").await;
    assert_eq!(events(&site, &noted, "paged").await.len(), 1);
    assert!(events(&site, &answered, "paged").await.is_empty());
    assert!(events(&site, &closed, "paged").await.is_empty());
    // Nor does it call once it is taken up again.
    agent
        .move_to(&closed, "assigned", Some("It was not."))
        .await;
    site.advance("PT1M").await;
    assert!(events(&site, &closed, "paged").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_that_miss_their_targets_together_make_one_page() {
    let (site, first_of_all, target) = with_target().await;
    let mut tickets = vec![first_of_all];
    for name in ["b", "c", "d"] {
        tickets.push(incident(&site, &format!("{name}@customer-a.example.com")).await);
    }
    let first = on_call(&site).await;
    site.go_to(target + SignedDuration::from_mins(1)).await;
    assert_eq!(calls(&site, &first).await.len(), 1);
    let mut pages = Vec::new();
    for ticket in &tickets {
        pages.extend(events(&site, ticket, "paged").await);
    }
    pages.dedup_by_key(|event| event["page"].to_string());
    assert_eq!(pages.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_was_acknowledged_before_the_target_passed_does_not_swallow_the_call() {
    let (site, late, target) = with_target().await;
    let first = on_call(&site).await;
    // One of the desk calls for another ticket, and the engineer acknowledges.
    let other = incident(&site, "other@example.com").await;
    let agent = site.agent("spaceos").await;
    let asked = agent
        .post(&other.api_without_key("/page"), &json!({}))
        .await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    site.get("/_local/mail").await;
    let woken = calls(&site, &first).await;
    let done = site.post(&act(&woken[0], "acknowledge"), &json!({})).await;
    assert_eq!(done.json["state"], "acknowledged");
    site.go_to(target + SignedDuration::from_millis(1)).await;
    assert_eq!(
        calls(&site, &first).await.len(),
        2,
        "it is about something else"
    );
    // A reply that was written meanwhile is sent: the call is no news for it.
    let view = site.staff_view("spaceos", &late.id).await;
    let version = view["version"].as_u64().unwrap() - 2;
    let reply = [
        ("body", "It is being repaired."),
        ("version", &version.to_string()),
    ];
    let sent = agent
        .submit(&late.api_without_key("/comments"), &reply)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_reply_wakes_nobody() {
    let site = Site::start().await;
    let ticket = incident(&site, "somebody@customer-a.example.com").await;
    let ticket = site.confirmed(&ticket).await;
    let agent = site.agent("spaceos").await;
    agent.move_to(&ticket, "resolved", Some("Repaired.")).await;
    site.advance("P31D").await;
    to_tuesday(&site, 9).await;
    let words = json!({ "body": "Thank you, all is fine." });
    let opened = site.post(&ticket.api("/follow-up"), &words).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    site.advance("PT5H").await;
    let agent = site.agent("spaceos").await;
    let path = format!(
        "/api/desks/spaceos/tickets/{}",
        opened.json["id"].as_str().unwrap()
    );
    let view = agent.get(&path).await.json;
    let timeline = view["timeline"].as_array().unwrap();
    let of = |kind: &str| {
        timeline
            .iter()
            .filter(|event| event["kind"] == kind)
            .count()
    };
    assert!(of("service_level_breached") > 0, "{view}");
    assert_eq!(of("paged"), 0);
}
