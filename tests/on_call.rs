//! The people on call: who they are, and how they are called.

use crate::support::program::Place;
use crate::support::service::Service;
use crate::support::table::RawTable;
use crate::support::{Client, Site};
use docket_local::TestCallOrder;
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
async fn the_command_says_who_is_on_call_at_any_time() {
    let place = Place::new();
    let program = place.start();
    Client::new(&program.url).get("/").await;
    let data = place.data();
    let who = |more: &[&str]| {
        let words = [&["oncall", "who", "--data", data.to_str().unwrap()], more].concat();
        place.command(&words)
    };
    let (done, said) = who(&["--desk", "spaceos", "--at", "2026-12-24T03:00+01:00"]);
    assert!(done, "{said}");
    // The 51st week since the first began, on 5 January.
    assert!(said.contains("spaceos  engineers: on-call-1@spaceos.example.com until 2026-12-28 09:00 CET, then on-call-2@spaceos.example.com"), "{said}");
    assert!(
        said.contains("spaceos  on-call, after 20 min: lead@spaceos.example.com"),
        "{said}"
    );
    let (done, said) = who(&["--at", "tomorrow"]);
    assert!(
        !done && said.contains("write a time with its offset"),
        "{said}"
    );
    let (done, said) = place.command(&["doctor", "--at", "2026-12-24T03:00Z"]);
    assert!(
        !done && said.contains("--at is for `docket oncall`"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_tries_each_way_of_somebody_and_says_what_became_of_it() {
    let place = Place::new();
    let program = place.start();
    Client::new(&program.url).get("/").await;
    let data = place.data();
    let test = |more: &[&str]| {
        let words = [&["oncall", "test", "--data", data.to_str().unwrap()], more].concat();
        place.command(&words)
    };
    let (done, said) = test(&[LEAD]);
    assert!(done, "{said}");
    assert!(
        said.contains(&format!("spaceos  {LEAD} by mail: sent")),
        "{said}"
    );
    let site = Client::new(&program.url);
    let mails = site.mails_to(LEAD).await;
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0]["text"]
            .as_str()
            .unwrap()
            .contains("This is a test."),
        "{}",
        mails[0]["text"]
    );
    let (done, said) = test(&["nobody@example.com"]);
    assert!(!done && said.contains("works at no desk"), "{said}");
    let (done, said) = test(&[LEAD, "--desk", "spotme"]);
    assert!(!done && said.contains("works at no desk"), "{said}");
    let (done, said) = test(&["no address"]);
    assert!(
        !done && said.contains("no address of one of the desk's people"),
        "{said}"
    );
    let (done, said) = test(&[]);
    assert!(
        !done && said.contains("docket oncall test ADDRESS"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_of_a_channel_says_what_the_service_answered() {
    let service = Service::start().await;
    let channel = format!(
        "\n[[channels]]\nid = \"phones\"\nkind = \"slack\"\nurl = \"{}/hook\"\n",
        service.url
    );
    let contact = "{ channel = \"phones\" }, { channel = \"mail\", after = \"PT3M\" }";
    let site = with_channels(&channel, contact, "notify = [\"engineers\"]").await;
    let order = TestCallOrder {
        desk: None,
        person: FIRST.parse().unwrap(),
    };
    let cloud = site.stack.cloud();
    let lines = async || {
        let tried = order
            .carry_out(&cloud.store, cloud.clock.now())
            .await
            .unwrap();
        let lines = tried.into_iter().map(|it| (it.line, it.is_sent));
        lines.collect::<Vec<_>>()
    };
    let both = |slack: &str, is_sent: bool| {
        vec![
            (format!("spaceos  {FIRST} by phones: {slack}"), is_sent),
            (format!("spaceos  {FIRST} by mail: sent"), true),
        ]
    };
    assert_eq!(
        lines().await,
        both("sent", true),
        "nobody waits three minutes"
    );
    assert_eq!(service.sent().len(), 1);
    service.answer_with(404);
    assert_eq!(
        lines().await,
        both(
            "not sent: a channel takes no calls: the service answered 404",
            false
        )
    );
}

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

/// A site whose spaceOS calls its engineers by these channels too.
async fn with_channels(channels: &str, contact: &str, steps: &str) -> Site {
    let site = Site::start_as(|config| {
        config.allowed_networks.push("127.0.0.0/8".parse().unwrap());
        for desk in &mut config.desks {
            if desk.contains("\nid = \"spaceos\"") {
                for name in ["on-call-1", "on-call-2"] {
                    let email = format!("email = \"{name}@spaceos.example.com\"\n");
                    *desk = desk.replace(&email, &format!("{email}contact = [{contact}]\n"));
                }
                *desk = desk.replace("notify = [\"engineers\"]", steps);
                desk.push_str(channels);
            }
        }
    })
    .await;
    to_tuesday(&site, 2).await;
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn ntfy_calls_with_a_button_that_acknowledges() {
    let service = Service::start().await;
    let channel = format!(
        "\n[[channels]]\nid = \"phones\"\nkind = \"ntfy\"\nurl = \"{}/base/our-topic\"\ntoken_secret = \"ntfy-token\"\n",
        service.url
    );
    let contact = "{ channel = \"phones\" }, { channel = \"mail\", after = \"PT3M\" }";
    let site = with_channels(&channel, contact, "notify = [\"engineers\"]").await;
    let store = &site.stack.cloud().store;
    store
        .put_secret(&"ntfy-token".parse().unwrap(), "tk_secret")
        .await
        .unwrap();
    let ticket = incident(&site, "customer@example.com").await;
    site.get("/_local/mail").await;
    let sent = service.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    // What its documentation asks for: the server's own address, the topic in the body, the highest priority.
    assert_eq!(
        (sent[0].path.as_str(), sent[0].json["topic"].as_str()),
        ("/base/", Some("our-topic"))
    );
    assert_eq!(sent[0].authorization.as_deref(), Some("Bearer tk_secret"));
    assert_eq!(sent[0].json["priority"], 5);
    assert!(
        sent[0].json["message"]
            .as_str()
            .unwrap()
            .starts_with(&ticket.id)
    );
    let action = sent[0].json["actions"][0].clone();
    assert_eq!(
        (action["action"].as_str(), action["method"].as_str()),
        (Some("http"), Some("POST"))
    );
    let first = on_call(&site).await;
    assert_eq!(calls(&site, &first).await.len(), 0, "the mail comes later");
    let path = action["url"]
        .as_str()
        .unwrap()
        .strip_prefix(&site.url)
        .unwrap();
    let headers = [("content-type", "application/json")];
    let (path, body) = (path.to_owned(), action["body"].as_str().unwrap().to_owned());
    let done = site.send(Method::POST, &path, &headers, body).await;
    assert_eq!(
        (done.status, done.json["by"]["email"].as_str()),
        (200, Some(first.as_str())),
        "{}",
        done.text
    );
    site.advance("PT10M").await;
    assert_eq!(
        (calls(&site, &first).await.len(), service.sent().len()),
        (0, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_fails_holds_up_nobody_and_is_asked_again() {
    let service = Service::start().await;
    let channel = "\n[[channels]]\nid = \"chat\"\nkind = \"slack\"\nurl_secret = \"hook\"\n";
    let steps = "notify = [\"engineers\", \"chat\"]";
    let site = with_channels(channel, "{ channel = \"mail\" }", steps).await;
    // Without the secret, the call is set aside, and the mail goes out.
    incident(&site, "customer-1@example.com").await;
    let first = on_call(&site).await;
    assert_eq!(calls(&site, &first).await.len(), 1);
    let store = &site.stack.cloud().store;
    let aside = store.set_aside().await.unwrap();
    assert!(
        aside
            .iter()
            .any(|it| it.why.contains("docket secrets set hook")),
        "{aside:?}"
    );
    store
        .put_secret(&"hook".parse().unwrap(), &format!("{}/hook", service.url))
        .await
        .unwrap();
    let agent = site.agent("spaceos").await;
    let pages = agent.get("/api/desks/spaceos/pages").await;
    let page = format!(
        "/api/desks/spaceos/pages/{}/resolve",
        pages.json["pages"][0]["id"].as_str().unwrap()
    );
    assert_eq!(agent.post(&page, &json!({})).await.status, 200);
    service.answer_with(503);
    incident(&site, "customer-2@example.com").await;
    assert_eq!(
        calls(&site, &first).await.len(),
        2,
        "the mail does not wait"
    );
    assert!(service.sent().is_empty());
    service.answer_with(200);
    for _ in 0..4 {
        site.advance("PT1M").await;
    }
    let sent = service.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].path, "/hook");
    assert!(
        sent[0].json["text"]
            .as_str()
            .unwrap()
            .contains("It does not work")
    );
    assert_eq!(calls(&site, &first).await.len(), 2, "and no second mail");
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

/// What PagerDuty sends when somebody has done this with an incident there.
fn webhook(what: &str, key: &str) -> Value {
    json!({ "event": {
        "id": "01BBYA7P8V4NT5Q6YV7YKSPFAT", "event_type": format!("incident.{what}"), "resource_type": "incident",
        "occurred_at": "2026-11-30T10:00:00.000Z", "agent": { "type": "user_reference", "summary": "Somebody" },
        "data": { "type": "incident", "id": "PGR0VU2", "incident_key": key, "status": what },
    } })
}

/// The same, done by a rule of the service.
fn by_rule(mut webhook: Value) -> Value {
    webhook["event"]["agent"] = json!(null);
    webhook
}

/// The signature of a body, as the service makes it.
fn signed(secret: &str, body: &Value) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    let mac = mac.chain_update(body.to_string()).finalize().into_bytes();
    format!("v1={}", docket_app::links::hex(&mac))
}

#[tokio::test(flavor = "multi_thread")]
async fn pagerduty_is_called_once_for_a_page_hears_of_its_end_and_acknowledges_by_its_webhook() {
    let service = Service::start().await;
    let channel = format!(
        "\n[[channels]]\nid = \"pagerduty\"\nkind = \"pagerduty\"\nurl = \"{}/v2/enqueue\"\ntoken_secret = \"pd-key\"\nwebhook_secret = \"pd-webhook\"\n",
        service.url
    );
    let steps = "notify = [\"engineers\", \"pagerduty\"]";
    let site = with_channels(&channel, "{ channel = \"mail\" }", steps).await;
    let store = &site.stack.cloud().store;
    for (name, secret) in [("pd-key", "R0UTINGKEY"), ("pd-webhook", "whsec")] {
        store
            .put_secret(&name.parse().unwrap(), secret)
            .await
            .unwrap();
    }
    let ticket = incident(&site, "customer@example.com").await;
    site.get("/_local/mail").await;
    let sent = service.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    // What its documentation demands: a key of 32 characters at most, an action, a summary, a source and a severity.
    let event = &sent[0].json;
    assert_eq!(sent[0].path, "/v2/enqueue");
    assert_eq!(
        (&event["routing_key"], &event["event_action"]),
        (&json!("R0UTINGKEY"), &json!("trigger"))
    );
    assert_eq!(event["payload"]["severity"], "critical");
    assert!(event["payload"]["source"].is_string());
    assert!(
        event["payload"]["summary"]
            .as_str()
            .unwrap()
            .starts_with(&ticket.id)
    );
    let agent = site.agent("spaceos").await;
    let pages = agent.get("/api/desks/spaceos/pages").await.json;
    let page = pages["pages"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(event["dedup_key"], page);
    // Nobody else can acknowledge in its name.
    let path = "/api/desks/spaceos/pages/pagerduty";
    let body = webhook("acknowledged", &page);
    for signature in [
        "",
        "v1=00",
        &signed("wrong", &body),
        &signed("whsec", &webhook("resolved", &page)),
    ] {
        let refused = site
            .post_with(path, &body, &[("x-pagerduty-signature", signature)])
            .await;
        refused.is_problem(401, "X-PagerDuty-Signature");
    }
    let state = async || {
        let path = format!("/api/desks/spaceos/pages/{page}");
        agent.get(&path).await.json["state"].clone()
    };
    assert_eq!(state().await, "open");
    let hear = async |body: &Value| {
        let signature = format!("v1=00,{}", signed("whsec", body));
        let headers = [("x-pagerduty-signature", signature.as_str())];
        let heard = site.post_with(path, body, &headers).await;
        assert_eq!(heard.status, 204, "{}", heard.text);
    };
    for nothing in [
        json!({}),
        json!({ "event": { "event_type": "pagey.ping" } }),
        webhook("annotated", &page),
        webhook("acknowledged", "no page"),
        by_rule(webhook("resolved", &page)),
    ] {
        hear(&nothing).await;
    }
    assert_eq!(state().await, "open");
    hear(&body).await;
    assert_eq!(state().await, "acknowledged");
    let before = site.mails_to(LEAD).await.len();
    site.advance("PT2H").await;
    assert_eq!(
        site.mails_to(LEAD).await.len(),
        before,
        "nobody else is called"
    );
    let shown = agent.page(&format!("/spaceos/pages/{page}")).await;
    assert!(
        shown
            .words()
            .contains("Somebody, in PagerDuty acknowledged it"),
        "{}",
        shown.words()
    );
    // What is done here is told there, once it answers.
    service.answer_with(503);
    agent
        .post(
            &format!("/api/desks/spaceos/pages/{page}/resolve"),
            &json!({}),
        )
        .await;
    service.answer_with(200);
    site.get("/_local/mail").await;
    let sent = service.sent();
    let told: Vec<&str> = sent
        .iter()
        .map(|it| it.json["event_action"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["trigger", "acknowledge", "resolve"]);
    assert!(sent.iter().all(|it| it.json["dedup_key"] == page));
}
