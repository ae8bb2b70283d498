//! Events that are not what a function expects: answered as the gateway or the stream takes it, never with a crash.

use crate::support::{Site, ticket_body};
use docket_cloud::Cloud;
use docket_web::{Request, Response, lambda, respond};
use serde_json::{Value, json};
use std::time::Duration;

/// Longer than any request of these tests takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The event that the HTTP API makes of a request; `more` replaces members of it.
fn event(method: &str, path: &str, more: Value) -> Value {
    let mut event = json!({
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "",
        "headers": { "host": "desk.example.com", "content-type": "application/json" },
        "requestContext": { "http": { "method": method, "path": path, "protocol": "HTTP/1.1" }, "stage": "$default" },
        "isBase64Encoded": false,
    });
    let members = event.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    event
}

async fn answer<F>(cloud: &Cloud, handler: fn(Cloud, Request) -> F, event: Value) -> Value
where
    F: Future<Output = Response> + Send,
{
    lambda::answer_event(cloud, PATIENCE, handler, event)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_too_long_gives_up_before_lambda_ends_it() {
    let site = Site::start().await;
    let slow = |cloud: Cloud, request: Request| {
        respond(cloud, request, async |_, _| std::future::pending().await)
    };
    let typed = "Words that took an hour";
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("body", typed)
        .finish();
    let headers =
        json!({ "content-type": "application/x-www-form-urlencoded", "accept": "text/html" });
    let path = "/api/desks/spotme/tickets/SPOT-1/comments";
    let more = json!({ "headers": headers, "body": form });
    let event = event("POST", path, more);
    let cloud = site.stack.cloud();
    let answer = lambda::answer_event(cloud, Duration::ZERO, slow, event).await;
    let answer = answer.unwrap();
    assert_eq!(answer["statusCode"], 503, "{answer}");
    assert!(answer["headers"]["retry-after"].is_string());
    assert!(answer["body"].as_str().unwrap().contains(typed), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gateways_events_are_answered_as_it_takes_them() {
    let site = Site::start().await;
    let cloud = site.stack.cloud();
    let tickets = "/api/desks/spotme/tickets";
    let ticket = ticket_body("spotme", "streaming", json!({})).to_string();
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &ticket);
    for body in [
        json!({ "body": ticket }),
        json!({ "body": encoded, "isBase64Encoded": true }),
    ] {
        let created = answer(
            cloud,
            docket_create_ticket::handle,
            event("POST", tickets, body),
        )
        .await;
        assert_eq!(created["statusCode"], 201, "{created}");
        assert_eq!(created["headers"]["content-type"], "application/json");
        assert_eq!(created["isBase64Encoded"], false);
    }
    for (body, status) in [
        (json!({}), 400),
        (json!({ "body": null }), 400),
        (json!({ "body": "" }), 400),
        (json!({ "body": "/w==", "isBase64Encoded": true }), 400),
        (
            json!({ "body": "not base64!", "isBase64Encoded": true }),
            400,
        ),
        (json!({ "body": "{}", "rawPath": "no-slash" }), 400),
        (
            json!({ "body": "{}", "headers": { "content-type": "text/html,text/plain" } }),
            415,
        ),
        (json!({ "body": "{}", "headers": {} }), 415),
    ] {
        let refused = answer(
            cloud,
            docket_create_ticket::handle,
            event("POST", tickets, body.clone()),
        )
        .await;
        assert_eq!(refused["statusCode"], status, "{body}: {refused}");
        assert_eq!(
            refused["headers"]["content-type"],
            "application/problem+json"
        );
    }
    for (method, path, status) in [
        ("HEAD", "/spotme", 200),
        ("OPTIONS", "/spotme", 405),
        ("GET", "/spotme/100%", 404),
        ("GET", "/spotme/%2561", 404),
    ] {
        let answered = answer(cloud, docket_portal::handle, event(method, path, json!({}))).await;
        assert_eq!(
            answered["statusCode"], status,
            "{method} {path}: {answered}"
        );
    }
    let page = event(
        "GET",
        "/spotme/при вет?#",
        json!({ "headers": { "accept": "text/html,text/html" }, "cookies": ["docket_spotme=x", "a"] }),
    );
    let page = answer(cloud, docket_portal::handle, page).await;
    assert_eq!(page["statusCode"], 404, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_another_kind_make_the_invocation_fail() {
    let site = Site::start().await;
    let cloud = site.stack.cloud();
    let ticket = site.ticket("spotme", "streaming", json!({})).await;
    let record = site.stream_record(&ticket.id).await;
    let batch = json!({ "Records": [record] });
    let rest_api = json!({ "httpMethod": "GET", "path": "/", "headers": null });
    for odd in [
        json!(null),
        json!([]),
        json!("text"),
        json!({}),
        batch,
        rest_api,
    ] {
        let handler = docket_read_tickets::handle;
        let refused = lambda::answer_event(cloud, PATIENCE, handler, odd.clone()).await;
        let said = refused.unwrap_err().to_string();
        assert_eq!(
            said, "the event is not an HTTP API's, in format 2.0",
            "{odd}"
        );
    }
    let api = event("GET", "/", json!({}));
    let of_kinesis =
        json!({ "Records": [{ "eventSource": "aws:kinesis", "kinesis": { "data": "e30=" } }] });
    for odd in [
        json!(null),
        json!({}),
        json!({ "Records": 1 }),
        api,
        of_kinesis,
    ] {
        assert!(site.notify().handle(odd.clone()).await.is_err(), "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_read_is_set_aside_whole_and_the_others_are_handled() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "streaming", json!({})).await;
    // The stack's own stream has been through with it.
    site.get("/_local/mail").await;
    let good = site.stream_record(&ticket.id).await;
    let nothing = json!({ "batchItemFailures": [] });
    let handle = async |records: Value| {
        site.notify()
            .handle(json!({ "Records": records }))
            .await
            .unwrap()
    };
    assert_eq!(handle(json!([])).await, nothing);
    // Records that nobody is told of: another item, a removal, a change.
    let mut removed = good.clone();
    removed["eventName"] = "REMOVE".into();
    removed["dynamodb"]
        .as_object_mut()
        .unwrap()
        .remove("NewImage");
    let mut other = good.clone();
    other["dynamodb"]["NewImage"] = json!({ "sk": { "S": "TICKET" } });
    assert_eq!(handle(json!([removed, other])).await, nothing);
    for broken in [
        json!({ "sk": { "S": "EVENT#1" } }),
        json!({ "sk": { "S": "EVENT#1" }, "packed": { "B": "AAAA" } }),
        json!({ "sk": { "S": "SIGN_IN_LINK" }, "id": { "N": "1" } }),
        json!({ "sk": "EVENT#1" }),
        json!(7),
    ] {
        let mut record = good.clone();
        record["dynamodb"]["NewImage"] = broken.clone();
        record["dynamodb"]["SequenceNumber"] = "200".into();
        let answer = handle(json!([good, record, good])).await;
        assert_eq!(answer, nothing, "{broken}");
        let aside = site.stack.cloud().store.set_aside().await.unwrap();
        let [aside] = aside.as_slice() else {
            panic!("{aside:?}");
        };
        assert_eq!(
            (aside.record.as_str(), aside.by.as_str()),
            ("200", "notify")
        );
        let event: Value = serde_json::from_str(&aside.event).unwrap();
        assert_eq!(event, json!({ "again": [record] }), "it is whole");
    }
}
