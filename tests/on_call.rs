//! The people on call: who they are, and how they are called.

use crate::support::Site;
use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use reqwest::Method;
use serde_json::{Value, json};

const FIRST: &str = "on-call-1@spaceos.example.com";
const SECOND: &str = "on-call-2@spaceos.example.com";
const LEAD: &str = "lead@spaceos.example.com";
const ADMIN: &str = "admin@spaceos.example.com";

/// Opens an incident on spaceOS.
async fn incident(site: &Site, from: &str) -> crate::support::Created {
    let more = json!({
        "requester": { "email": from },
        "priority": "system-down",
        "impact": "everyone",
    });
    site.ticket("spaceos", "incident", more).await
}

/// The mails that call somebody.
async fn calls(site: &Site, to: &str) -> Vec<Value> {
    let mut mails = site.mails_to(to).await;
    mails.retain(|mail| mail["subject"].as_str().unwrap().starts_with("Page: "));
    mails
}

/// The path of the page that a mail leads to, with its key.
fn link(mail: &Value) -> String {
    let text = mail["text"].as_str().unwrap();
    let line = text.lines().find(|line| line.contains("/pages/")).unwrap();
    let (_, path) = line.split_once("/spaceos/").unwrap();
    format!("/spaceos/{path}")
}

/// The path of an act on the page that a mail leads to.
fn act(mail: &Value, what: &str) -> String {
    let link = link(mail);
    let (page, key) = link.split_once('?').unwrap();
    format!("/api/desks{page}/{what}?{key}")
}

/// Moves the clock to a Tuesday at this hour (UTC). No Tuesday is a holiday of spaceOS.
async fn to_tuesday(site: &Site, hour: i8) -> Timestamp {
    let now = site.get("/_local/clock").await.json["now"].clone();
    let now: Timestamp = now.as_str().unwrap().parse().unwrap();
    let today = now.to_zoned(TimeZone::UTC).date();
    let days = today
        .series(jiff::Span::new().days(1))
        .filter(|day| day.weekday() == Weekday::Tuesday);
    let mut times = days.map(|day| {
        day.at(hour, 0, 0, 0)
            .to_zoned(TimeZone::UTC)
            .unwrap()
            .timestamp()
    });
    let wanted = times.find(|at| *at > now).unwrap();
    site.advance(&format!("PT{}S", wanted.as_second() - now.as_second()))
        .await;
    wanted
}

/// A site at three o'clock in the night, spaceOS being closed.
async fn at_night() -> Site {
    let site = Site::start().await;
    to_tuesday(&site, 2).await;
    site
}

/// The address of who is on call at spaceOS.
async fn on_call(site: &Site) -> String {
    let agent = site.agent("spaceos").await;
    let answer = agent.get("/api/desks/spaceos/oncall").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json["schedules"][0]["people"][0]["email"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_3_silence_goes_to_the_next_level_and_whoever_acknowledges_ends_the_calls() {
    let site = at_night().await;
    let ticket = incident(&site, "customer@example.com").await;
    let first = on_call(&site).await;
    let other = if first == FIRST { SECOND } else { FIRST };
    assert_eq!(
        calls(&site, &first).await.len(),
        1,
        "the first level, at once"
    );
    assert_eq!(calls(&site, other).await.len(), 0);
    site.advance("PT9M").await;
    assert_eq!(calls(&site, other).await.len(), 0);
    site.advance("PT2M").await;
    let woken = calls(&site, other).await;
    assert_eq!(
        (calls(&site, &first).await.len(), woken.len()),
        (2, 1),
        "the second level is both"
    );
    // Looking at the page acknowledges nothing: a scanner may have followed the link.
    let page = site.page(&link(&woken[0])).await;
    assert!(
        page.words().contains("Nobody has acknowledged it yet"),
        "{}",
        page.words()
    );
    assert!(
        page.words()
            .contains(&ticket.body["subject"].as_str().unwrap().to_owned())
    );
    let done = site.post(&act(&woken[0], "acknowledge"), &json!({})).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(done.json["state"], "acknowledged");
    assert_eq!(done.json["by"]["email"], other);
    site.advance("PT3H").await;
    for (to, wanted) in [(first.as_str(), 2), (other, 1), (LEAD, 0), (ADMIN, 0)] {
        assert_eq!(calls(&site, to).await.len(), wanted, "{to}");
    }
    let verified = site.post(&act(&woken[0], "verify"), &json!({})).await;
    assert_eq!(verified.json["state"], "verified");
    let left = site.post(&act(&woken[0], "defer"), &json!({})).await;
    assert_eq!(left.json["state"], "deferred");
    // The page and its course stand on the ticket.
    let agent = site.agent("spaceos").await;
    let shown = agent
        .page(&format!("/spaceos/console/tickets/{}", ticket.id))
        .await
        .words();
    for words in [
        "Round 1, step 1",
        "Round 1, step 2",
        "acknowledged it",
        "left it to business hours",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let kinds: Vec<&str> = left.json["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "started",
            "called",
            "called",
            "acknowledged",
            "verified",
            "deferred"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn so_3_an_incident_out_of_hours_calls_and_one_within_hours_does_not() {
    let site = Site::start().await;
    to_tuesday(&site, 10).await;
    incident(&site, "day@example.com").await;
    for to in [FIRST, SECOND] {
        assert_eq!(calls(&site, to).await.len(), 0, "{to}: support is there");
    }
    to_tuesday(&site, 20).await;
    let ticket = incident(&site, "night@example.com").await;
    let called = calls(&site, FIRST).await.len() + calls(&site, SECOND).await.len();
    assert_eq!(called, 1);
    // The requester sees nothing of it.
    let seen = site.get(&ticket.api("")).await;
    assert_eq!(
        seen.json["timeline"].as_array().unwrap().len(),
        1,
        "{}",
        seen.text
    );
    assert!(!seen.text.contains("on-call"), "{}", seen.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_goes_round_again_and_then_to_the_last_resort() {
    let site = at_night().await;
    incident(&site, "customer@example.com").await;
    site.advance("PT29M").await;
    assert_eq!(
        (
            calls(&site, LEAD).await.len(),
            calls(&site, ADMIN).await.len()
        ),
        (1, 0)
    );
    site.advance("PT25M").await;
    assert_eq!(
        (
            calls(&site, LEAD).await.len(),
            calls(&site, ADMIN).await.len()
        ),
        (2, 0),
        "round again"
    );
    site.advance("PT10M").await;
    assert_eq!(calls(&site, ADMIN).await.len(), 1, "the last resort");
    let agent = site.agent("spaceos").await;
    let pages = agent.get("/api/desks/spaceos/pages").await;
    assert_eq!(pages.json["pages"][0]["unanswered"], true, "{}", pages.text);
    site.advance("P1D").await;
    assert_eq!(calls(&site, ADMIN).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_that_is_done_calls_nobody_any_more() {
    let site = at_night().await;
    let ticket = incident(&site, "customer@example.com").await;
    let agent = site.agent("spaceos").await;
    let moved = agent
        .post(
            &ticket.api_without_key("/status"),
            &json!({ "status": "resolved" }),
        )
        .await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    let before = calls(&site, FIRST).await.len() + calls(&site, SECOND).await.len();
    site.advance("PT3H").await;
    let after = calls(&site, FIRST).await.len() + calls(&site, SECOND).await.len();
    assert_eq!(before, after);
    let pages = agent.get("/api/desks/spaceos/pages").await;
    assert_eq!(
        pages.json["pages"][0]["state"], "resolved",
        "{}",
        pages.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_of_a_surge_make_one_page() {
    let site = at_night().await;
    let mut tickets = Vec::new();
    for count in 0..12 {
        tickets.push(
            incident(&site, &format!("customer-{count}@example.com"))
                .await
                .id,
        );
    }
    let called = calls(&site, FIRST).await.len() + calls(&site, SECOND).await.len();
    assert_eq!(called, 1, "one page");
    let agent = site.agent("spaceos").await;
    let pages = agent.get("/api/desks/spaceos/pages").await;
    let mut joined: Vec<String> =
        serde_json::from_value(pages.json["pages"][0]["tickets"].clone()).unwrap();
    joined.sort();
    tickets.sort();
    assert_eq!(joined, tickets);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_the_desk_calls_for_any_ticket() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let agent = site.agent("spaceos").await;
    let refused = agent
        .post(&ticket.api_without_key("/page"), &json!({}))
        .await;
    assert_eq!(
        refused.status, 422,
        "its topic names no policy: {}",
        refused.text
    );
    assert_eq!(refused.json["errors"][0]["field"], "policy");
    let called = agent
        .post(
            &ticket.api_without_key("/page"),
            &json!({ "policy": "on-call" }),
        )
        .await;
    assert_eq!(called.status, 201, "{}", called.text);
    let calls = calls(&site, FIRST).await.len() + calls(&site, SECOND).await.len();
    assert_eq!(calls, 1);
    let again = agent
        .post(
            &ticket.api_without_key("/page"),
            &json!({ "policy": "on-call" }),
        )
        .await;
    assert_eq!(
        again.json["version"], called.json["version"],
        "it is on the page already: {}",
        again.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_override_decides_who_is_called() {
    let site = Site::start().await;
    let now = to_tuesday(&site, 2).await;
    let later = |hours: i64| (now + jiff::SignedDuration::from_hours(hours)).to_string();
    let agent = site.agent("spaceos").await;
    let regular = on_call(&site).await;
    let stands_in = "agent-1@spaceos.example.com";
    let body =
        json!({ "kind": "replace", "person": regular, "with": stands_in, "until": later(9) });
    let made = agent
        .post("/api/desks/spaceos/oncall/overrides", &body)
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(on_call(&site).await, stands_in);
    incident(&site, "customer@example.com").await;
    assert_eq!(
        (
            calls(&site, stands_in).await.len(),
            calls(&site, &regular).await.len()
        ),
        (1, 0)
    );
    let id = made.json["id"].as_str().unwrap();
    let path = format!("/api/desks/spaceos/oncall/overrides/{id}");
    let headers = [("authorization", agent.bearer.as_str())];
    let gone = site.send(Method::DELETE, &path, &headers, "").await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    assert_eq!(on_call(&site).await, regular);
    for (body, field) in [
        (
            json!({ "kind": "replace", "person": regular, "until": later(30) }),
            "with",
        ),
        (
            json!({ "kind": "swap", "person": regular, "until": later(30) }),
            "kind",
        ),
        (
            json!({ "kind": "remove", "person": "nobody@example.com", "until": later(30) }),
            "person",
        ),
        (
            json!({ "kind": "remove", "person": regular, "until": later(-1) }),
            "until",
        ),
        (
            json!({ "kind": "remove", "person": regular, "until": "tomorrow" }),
            "until",
        ),
        (
            json!({ "kind": "remove", "person": regular, "until": later(24 * 367) }),
            "until",
        ),
    ] {
        let refused = agent
            .post("/api/desks/spaceos/oncall/overrides", &body)
            .await;
        assert_eq!(refused.status, 422, "{body}: {}", refused.text);
        assert_eq!(
            refused.json["errors"][0]["field"], field,
            "{}",
            refused.text
        );
    }
}
