//! The services that call people: each is told what its documentation asks for.

use super::*;
use crate::support::service::HANG;
use crate::support::table::Item;
use crate::support::until::until;

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

/// A site with a probe whose spaceOS calls its engineers by these channels too, in the night.
async fn with_channels(channels: &str, contact: &str, steps: &str) -> Site {
    let site = Site::start_with_probe_as(|config| {
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
    // Somebody resolves the next one there.
    to_tuesday(&site, 2).await;
    incident(&site, "customer@example.com").await;
    site.settle().await;
    let agent = site.agent("spaceos").await;
    let pages = agent.get("/api/desks/spaceos/pages").await.json;
    let second = pages["pages"][0]["id"].as_str().unwrap().to_owned();
    assert_ne!(second, page);
    let body = webhook("resolved", &second);
    let signature = signed("whsec", &body);
    let headers = [("x-pagerduty-signature", signature.as_str())];
    assert_eq!(site.post_with(path, &body, &headers).await.status, 204);
    let path = format!("/api/desks/spaceos/pages/{second}");
    assert_eq!(agent.get(&path).await.json["state"], "resolved");
}

const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:docket-calls-night";

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_of_sns_is_told_with_a_text_of_its_own_for_telephones() {
    let channels = format!(
        "\n[[channels]]\nid = \"night\"\nkind = \"sns\"\ntopic_arn = \"{TOPIC}\"\n\n[[channels]]\nid = \"own\"\nkind = \"sns\"\ntopic_arn = \"{TOPIC}-own\"\n"
    );
    let contact = "{ channel = \"own\" }";
    let steps = "notify = [\"engineers\", \"night\"]";
    let site = with_channels(&channels, contact, steps).await;
    let subject = "Ничего не работает: ".to_owned() + &"х".repeat(120);
    let more = json!({
        "requester": { "email": "customer@example.com" }, "subject": subject, "priority": "system-down", "impact": "everyone",
    });
    let ticket = site.ticket("spaceos", "incident", more).await;
    let told = site.get("/_local/topics").await.json;
    let told_to = |topic: &str| {
        let all = told.as_array().unwrap().iter();
        let own: Vec<&Value> = all.filter(|it| it["topic"] == topic).collect();
        assert_eq!(own.len(), 1, "{told}");
        own[0].clone()
    };
    let all = told_to(TOPIC);
    assert!(all["subject"].as_str().unwrap().starts_with("Page: "));
    let text = all["text"].as_str().unwrap();
    assert!(
        text.contains(&ticket.id) && text.contains(&subject),
        "{text}"
    );
    let sms = all["sms"].as_str().unwrap();
    assert!(sms.contains(&ticket.id) && !sms.contains(&subject), "{sms}");
    let pages = format!("{}/spaceos/pages/", site.url);
    assert!(text.contains(&pages) && sms.contains(&pages), "{sms}");
    assert!(!all.to_string().contains("key="), "it is nobody's own");
    // The topic of one person has their key: they acknowledge by the link.
    let own = told_to(&format!("{TOPIC}-own"));
    let path = act(&own, "acknowledge");
    assert_eq!(site.post(&path, &json!({})).await.status, 200);
    site.advance("PT30M").await;
    let told = site.get("/_local/topics").await.json;
    assert_eq!(told.as_array().unwrap().len(), 2, "it calls nobody more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_hangs_holds_up_nobody_and_is_called_once() {
    let service = Service::start().await;
    let site = with_webhook(&service).await;
    let first = on_call(&site).await;
    service.answer_with(HANG);
    incident(&site, "customer@example.com").await;
    let mails = site.folder().join("mail");
    let has_mail = |words: &str| {
        let files = std::fs::read_dir(&mails).unwrap();
        let mut texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()));
        texts.any(|text| text.is_ok_and(|text| words.lines().all(|line| text.contains(line))))
    };
    until("the mail to who is on call", || {
        has_mail(&format!("{first}\nPage: "))
    })
    .await;
    until("the mail to the customer", || {
        has_mail("customer@example.com")
    })
    .await;
    assert!(service.sent().is_empty());
    // While it hangs, others go on.
    site.ticket(
        "spotme",
        "streaming",
        json!({"requester": {"email": "other@example.com"}}),
    )
    .await;
    until("a mail about something else", || {
        has_mail("other@example.com")
    })
    .await;
    assert!(service.sent().is_empty(), "it still hangs");
    service.answer_with(200);
    site.settle().await;
    site.advance("PT5M").await;
    assert_eq!(service.sent().len(), 1);
    assert_eq!(calls(&site, &first).await.len(), 1);
}

/// A site whose spaceOS calls an engineer by mail, and with them a webhook at that service.
async fn with_webhook(service: &Service) -> Site {
    let channel = format!(
        "\n[[channels]]\nid = \"chat\"\nkind = \"slack\"\nurl = \"{}/hook\"\n",
        service.url
    );
    let steps = "notify = [\"engineers\", \"chat\"]";
    with_channels(&channel, "{ channel = \"mail\" }", steps).await
}

/// The notes of calls that are made again.
async fn notes(table: &RawTable) -> Vec<Item> {
    let mut all = table.all().await;
    all.retain(|item| item["pk"].as_s().unwrap().starts_with("CALL_AGAIN#"));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_was_away_for_long_is_called_once_for_the_newest_step() {
    let service = Service::start().await;
    let site = with_webhook(&service).await;
    service.answer_with(500);
    incident(&site, "customer@example.com").await;
    for _ in 0..8 {
        site.advance("PT10M").await;
    }
    service.answer_with(200);
    for _ in 0..3 {
        site.advance("PT1M").await;
    }
    let sent = service.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    let text = sent[0].json["text"].as_str().unwrap();
    assert!(text.contains("min late"), "{text}");
    assert!(
        site.stack
            .cloud()
            .store
            .set_aside()
            .await
            .unwrap()
            .is_empty()
    );
    // Nothing is left that would be called again.
    let table = RawTable::of(&site).await;
    assert!(notes(&table).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_stays_away_is_set_aside_and_called_when_that_is_handed_over_again() {
    let service = Service::start().await;
    let site = with_webhook(&service).await;
    service.answer_with(429);
    incident(&site, "customer@example.com").await;
    site.settle().await;
    let store = &site.stack.cloud().store;
    assert!(store.set_aside().await.unwrap().is_empty());
    // All steps of the page are over by then; the second round's call is the newest.
    for by in ["PT1M", "PT1H", "PT1M", "PT3H", "PT1M", "PT1M"] {
        site.advance(by).await;
    }
    let aside = store.set_aside().await.unwrap();
    assert!(!aside.is_empty());
    assert!(aside.iter().all(|it| it.why.contains("429")), "{aside:?}");
    service.answer_with(200);
    let event: Value = serde_json::from_str(&aside[0].event).unwrap();
    site.notify().handle(event).await.unwrap();
    assert_eq!(service.sent().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_called_again_while_no_mail_leaves() {
    let service = Service::start().await;
    let site = with_webhook(&service).await;
    service.answer_with(503);
    let away = json!({ "mails_refused": "Throttling" });
    site.post("/_local/faults", &away).await;
    incident(&site, "customer@example.com").await;
    site.settle().await;
    assert!(service.sent().is_empty());
    service.answer_with(200);
    for _ in 0..3 {
        site.post("/_local/clock", &json!({ "advance": "PT1M" }))
            .await;
    }
    site.settle().await;
    assert_eq!(service.sent().len(), 1, "SES is still away");
    site.post("/_local/faults", &json!({})).await;
    site.settle().await;
    let first = on_call(&site).await;
    assert_eq!(
        (calls(&site, &first).await.len(), service.sent().len()),
        (1, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_nobody_ends_is_given_up() {
    let service = Service::start().await;
    let site = with_webhook(&service).await;
    service.answer_with(503);
    incident(&site, "customer@example.com").await;
    site.settle().await;
    let table = RawTable::of(&site).await;
    let mut note = notes(&table).await.remove(0);
    let attempts = aws_sdk_dynamodb::types::AttributeValue::N("300".to_owned());
    note.insert("attempts".to_owned(), attempts);
    table.put(note.clone()).await;
    site.advance("PT2M").await;
    assert!(notes(&table).await.is_empty());
    // One that cannot be read is set aside once, and is gone.
    note.insert(
        "attempts".to_owned(),
        aws_sdk_dynamodb::types::AttributeValue::N("0".to_owned()),
    );
    note.remove("since");
    table.put(note).await;
    for _ in 0..4 {
        site.advance("PT1M").await;
    }
    assert!(notes(&table).await.is_empty());
    let aside = site.stack.cloud().store.set_aside().await.unwrap();
    assert_eq!(aside.len(), 1, "{aside:?}");
}
