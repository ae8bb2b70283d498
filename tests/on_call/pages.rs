//! How a page goes: who is called when, and who ends it.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn all_3_silence_goes_to_the_next_level_and_whoever_acknowledges_ends_the_calls() {
    let site = at_night().await;
    let ticket = incident(&site, "customer@example.com").await;
    let first = on_call(&site).await;
    let other = other_than(&first);
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
    let calls_of = |event: &Value| -> Vec<(String, bool)> {
        let calls = event["calls"].as_array().unwrap().iter();
        calls
            .map(|it| {
                (
                    it["to"]["email"].as_str().unwrap().to_owned(),
                    it["sent"].as_bool().unwrap(),
                )
            })
            .collect()
    };
    // What each of them got.
    assert_eq!(calls_of(&left.json["events"][1]), [(first.clone(), true)]);
    assert_eq!(calls_of(&left.json["events"][2]).len(), 2);
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
    // It looks again before it ends: a ticket may have joined.
    site.advance("PT1M").await;
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
async fn only_who_is_called_acts_and_only_on_that_page() {
    let site = at_night().await;
    incident(&site, "customer@example.com").await;
    let first = on_call(&site).await;
    let mail = calls(&site, &first).await.remove(0);
    let (acknowledge, link) = (act(&mail, "acknowledge"), link(&mail));
    let (path, key) = acknowledge.split_once("?key=").unwrap();
    let other = path.replace(
        path.split('/').nth(5).unwrap(),
        "01a22b3c-4a73-745d-8e04-d9c02ad0ae74",
    );
    for (path, wanted) in [
        (path.to_owned(), 401),
        (format!("{path}?key={}", key.to_lowercase()), 401),
        (format!("{other}?key={key}"), 401),
        (
            path.replace("/acknowledge", "/nothing") + &format!("?key={key}"),
            404,
        ),
        (
            format!(
                "/api/desks/spotme/pages/{}",
                acknowledge.split_once("/pages/").unwrap().1
            ),
            401,
        ),
        (
            path.replace(path.split('/').nth(5).unwrap(), "1") + &format!("?key={key}"),
            404,
        ),
    ] {
        let refused = site.post(&path, &json!({})).await;
        assert_eq!(refused.status, wanted, "{path}: {}", refused.text);
    }
    let much = site.post(&acknowledge, &json!({ "note": "x" })).await;
    assert_eq!(much.status, 422, "{}", much.text);
    assert_eq!(much.json["errors"][0]["field"], "note");
    // A form leads back to the page.
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
    ];
    let done = site.send(Method::POST, &acknowledge, &headers, "").await;
    assert_eq!((done.status, done.header("location")), (303, link.as_str()));
    // Twice is once, and somebody else who comes later learns of it.
    let again = site.post(&acknowledge, &json!({})).await;
    assert_eq!(
        again.json["events"].as_array().unwrap().len(),
        3,
        "{}",
        again.text
    );
    site.advance("P91D").await;
    let ended = site.post(&acknowledge, &json!({})).await;
    assert_eq!(ended.status, 401, "{}", ended.text);
    let agent = site.agent("spaceos").await;
    let late = agent.post(path, &json!({})).await;
    assert_eq!(late.json["by"]["email"], first.as_str(), "{}", late.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_joins_an_acknowledged_page_for_an_hour_and_a_call_by_hand_calls_always() {
    let site = at_night().await;
    incident(&site, "customer-1@example.com").await;
    let first = on_call(&site).await;
    let mail = calls(&site, &first).await.remove(0);
    site.post(&act(&mail, "acknowledge"), &json!({})).await;
    site.advance("PT50M").await;
    let second = incident(&site, "customer-2@example.com").await;
    assert_eq!(
        calls(&site, &first).await.len(),
        1,
        "whoever acknowledged knows of it"
    );
    let agent = site.agent("spaceos").await;
    let called = agent
        .post(&second.api_without_key("/page"), &json!({}))
        .await;
    assert_eq!(called.status, 201, "{}", called.text);
    assert_eq!(
        calls(&site, &first).await.len(),
        2,
        "somebody of the desk wants them called"
    );
    let pages = agent.get("/api/desks/spaceos/pages").await;
    let id = pages.json["pages"][0]["id"].as_str().unwrap();
    agent
        .post(
            &format!("/api/desks/spaceos/pages/{id}/acknowledge"),
            &json!({}),
        )
        .await;
    site.advance("PT70M").await;
    incident(&site, "customer-3@example.com").await;
    assert_eq!(
        calls(&site, &first).await.len(),
        3,
        "it may be another outage"
    );
    let agent = site.agent("spaceos").await;
    agent.move_to(&second, "resolved", None).await;
    let refused = agent
        .post(&second.api_without_key("/page"), &json!({}))
        .await;
    assert_eq!(
        (refused.status, refused.json["errors"][0]["field"].as_str()),
        (422, Some("policy")),
        "{}",
        refused.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_6_a_ticket_opened_and_closed_within_seconds_pages_nobody() {
    let site = Site::start_with_probe().await;
    to_tuesday(&site, 2).await;
    let first = on_call(&site).await;
    let agent = site.agent("spaceos").await;
    let stopped = json!({ "stopped": "docket-notify" });
    site.post("/_local/faults", &stopped).await;
    let ticket = incident(&site, "customer@example.com").await;
    let done = json!({ "status": "resolved", "comment": "A mistake of ours." });
    let closed = agent.post(&ticket.api_without_key("/status"), &done).await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    site.post("/_local/faults", &json!({})).await;
    site.settle().await;
    site.advance("PT1H").await;
    for email in [&first, LEAD, ADMIN] {
        assert_eq!(calls(&site, email).await.len(), 0, "{email}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_act_is_offered_and_done_by_the_link_and_business_hours_say_until_when() {
    let site = at_night().await;
    for (act_name, state) in [
        ("verify", "verified"),
        ("resolve", "resolved"),
        ("defer", "deferred"),
    ] {
        to_tuesday(&site, 2).await;
        let first = on_call(&site).await;
        incident(&site, "customer@example.com").await;
        let mail = calls(&site, &first).await.pop().unwrap();
        let page = site.page(&link(&mail)).await;
        for offered in ["acknowledge", "verify", "resolve", "defer"] {
            assert!(page.text.contains(&format!("/{offered}?key=")), "{offered}");
        }
        let done = site.post(&act(&mail, act_name), &json!({})).await;
        assert_eq!((done.status, &done.json["state"]), (200, &json!(state)));
        let before = calls(&site, &first).await.len();
        site.advance("PT1H").await;
        assert_eq!(calls(&site, &first).await.len(), before, "{act_name}");
        if act_name == "defer" {
            let last = done.json["events"].as_array().unwrap().last().unwrap();
            assert!(last["until"].as_str().unwrap().contains("T0"), "{last}");
            let page = site.page(&link(&mail)).await;
            assert!(page.words().contains("left it until"), "{}", page.words());
        }
        let end = act(&mail, "resolve");
        assert_eq!(site.post(&end, &json!({})).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_of_tickets_of_one_surge_make_one_page() {
    let many = match std::env::var_os("DOCKET_LONG") {
        Some(_) => 500,
        None => 60,
    };
    let site = Site::start_without_limits().await;
    to_tuesday(&site, 2).await;
    let mut opened = tokio::task::JoinSet::new();
    for number in 0..many {
        let client = site.client().clone();
        let more = json!({
            "requester": { "email": format!("customer-{number}@example.com") }, "priority": "system-down", "impact": "everyone",
        });
        opened.spawn(async move { client.ticket("spaceos", "incident", more).await.id });
    }
    assert_eq!(opened.join_all().await.len(), many);
    site.settle().await;
    let first = on_call(&site).await;
    assert_eq!(calls(&site, &first).await.len(), 1);
    let agent = site.agent("spaceos").await;
    let pages = agent.get("/api/desks/spaceos/pages").await;
    assert_eq!(pages.json["pages"].as_array().unwrap().len(), 1);
}
