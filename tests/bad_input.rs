//! Whatever is sent, the answer says what is wrong and where, and nothing is half done.

use crate::support::{Site, ticket_body};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/desks/spaceos/tickets";

fn bug(more: Value) -> Value {
    ticket_body("spaceos", "bug", more)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_field_is_named() {
    let site = Site::start().await;
    let long = "x".repeat(201);
    let very_long = "x".repeat(10_001);
    let many: Vec<String> = (0..30).map(|n| format!("p{n}@example.com")).collect();
    for (more, field) in [
        (json!({ "topic": "no-such-topic" }), "topic"),
        (json!({ "topic": null }), "topic"),
        (json!({ "topic": "Bug; DROP TABLE" }), "topic"),
        (json!({ "subject": "" }), "subject"),
        (json!({ "subject": "   " }), "subject"),
        (json!({ "subject": long }), "subject"),
        (
            json!({ "subject": "a\r\nBcc: everybody@example.com" }),
            "subject",
        ),
        (
            json!({ "subject": 7.5e3, "description": ["a"] }),
            "description",
        ),
        (json!({ "subject": { "a": 1 } }), "subject"),
        (json!({ "description": very_long }), "description"),
        (json!({ "requester": "a@example.com" }), "requester"),
        (
            json!({ "requester": { "email": "nobody" } }),
            "requester.email",
        ),
        (
            json!({ "requester": { "email": "a@example.com\nBcc: b@example.com" } }),
            "requester.email",
        ),
        (
            json!({ "requester": { "email": ["a@example.com"] } }),
            "requester.email",
        ),
        (json!({ "requester": { "phone": "1" } }), "requester.phone"),
        (
            json!({ "requester": { "name": "line\nbreak" } }),
            "requester.name",
        ),
        (json!({ "priority": "urgent" }), "priority"),
        (json!({ "impact": "me" }), "impact"),
        (json!({ "impact": null }), "impact"),
        (json!({ "fields": { "where": "fridge" } }), "fields.where"),
        (
            json!({ "fields": { "where": ["browser", "mobile-app"] } }),
            "fields.where",
        ),
        (json!({ "fields": { "symptoms": "" } }), "fields.symptoms"),
        (json!({ "fields": { "symptoms": true } }), "fields.symptoms"),
        (
            json!({ "fields": { "shoe_size": "42" } }),
            "fields.shoe_size",
        ),
        (json!({ "fields": [] }), "fields"),
        (json!({ "context": { "pid": "1" } }), "context.pid"),
        (json!({ "cc": ["a@example.com"] }), "cc"),
        (json!({ "language": "klingon" }), "language"),
        (json!({ "is_admin": true }), "is_admin"),
    ] {
        let answer = site.post(PATH, &bug(more.clone())).await;
        assert_eq!(answer.status, 422, "{more}: {}", answer.text);
        answer.is_problem(422, field);
    }
    let crowd = ticket_body("learnupon", "question", json!({ "cc": many }));
    site.post("/api/desks/learnupon/tickets", &crowd)
        .await
        .is_problem(422, "cc");
    // All mistakes are told at once.
    let answer = site.post(PATH, &json!({ "topic": "bug" })).await;
    for field in [
        "requester.email",
        "subject",
        "description",
        "impact",
        "fields.where",
    ] {
        answer.is_problem(422, field);
    }
    // Nothing came of any of it.
    assert!(site.agent("spaceos").await.queue("open").await.is_empty());
    assert_eq!(site.mails_to("requester@example.com").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_comes_back_with_everything_that_was_typed() {
    let site = Site::start().await;
    let fields = [
        ("topic", "bug"),
        ("requester.email", "not an address"),
        ("requester.name", "Somebody"),
        ("subject", "It \"breaks\" <often>"),
        ("description", "Line one\nLine two & three"),
        ("priority", "critical"),
        ("impact", "other"),
        ("fields.where", "mobile-app"),
        ("fields.symptoms", "White page"),
        ("idempotency_key", "11111111-2222-7333-8444-555555555555"),
    ];
    let page = site.submit(PATH, &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.header("content-type").starts_with("text/html"));
    for kept in [
        "value=\"not an address\"",
        "value=\"Somebody\"",
        "value=\"It &#34;breaks&#34; &#60;often&#62;\"",
        "Line one\nLine two &#38; three",
        "value=\"critical\" checked",
        "value=\"mobile-app\" selected",
        "White page",
        "value=\"11111111-2222-7333-8444-555555555555\"",
        "aria-invalid=\"true\"",
    ] {
        assert!(
            page.text.contains(kept),
            "{kept} is missing in {}",
            page.text
        );
    }
    assert!(
        page.words().contains("name@example.com"),
        "the way out is said"
    );
    // So does a comment.
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let too_long = "long ".repeat(2_001);
    let page = site
        .submit(&ticket.api("/comments"), &[("body", &too_long)])
        .await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains(&too_long));
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_cannot_be_read() {
    let site = Site::start().await;
    let json_type = [("content-type", "application/json")];
    let form_type = [("content-type", "application/x-www-form-urlencoded")];
    for body in [
        "",
        "{",
        "{\"topic\":",
        "nonsense",
        "[]",
        "null",
        "\"text\"",
        "{\"a\":1}{\"b\":2}",
    ] {
        site.send(Method::POST, PATH, &json_type, body)
            .await
            .is_problem(400, "body");
    }
    let deep = "[".repeat(5_000);
    site.send(Method::POST, PATH, &json_type, deep)
        .await
        .is_problem(400, "body");
    let not_utf8 = b"{\"subject\": \"\xff\xfe\"}".to_vec();
    site.send(Method::POST, PATH, &json_type, not_utf8)
        .await
        .is_problem(400, "body");
    site.send(Method::POST, PATH, &form_type, "subject=%FF%FE")
        .await
        .is_problem(400, "body");
    for kind in [
        "text/xml",
        "multipart/form-data; boundary=x",
        "image/png",
        "nonsense",
    ] {
        let answer = site
            .send(Method::POST, PATH, &[("content-type", kind)], "x")
            .await;
        answer.is_problem(415, "Content-Type");
    }
    let large = bug(json!({ "description": "x".repeat(1025 * 1024) })).to_string();
    site.send(Method::POST, PATH, &json_type, large)
        .await
        .is_problem(413, "body");
    let huge = vec![b'x'; 8 * 1024 * 1024];
    site.send(Method::POST, PATH, &json_type, huge)
        .await
        .is_problem(413, "body");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_lead_nowhere() {
    let site = Site::start().await;
    for path in [
        "/api/desks/nosuchdesk",
        "/api/desks/nosuchdesk/tickets/SOS-1",
        "/api/desks/SPACEOS",
        "/api/desks/a%20b",
        "/api/desks/%00",
    ] {
        site.get(path).await.is_problem(404, "desk");
    }
    let body = bug(json!({}));
    site.post("/api/desks/nosuchdesk/tickets", &body)
        .await
        .is_problem(404, "desk");
    for id in [
        "SPSUP-0",
        "SPSUP--1",
        "SPSUP-1x",
        "SPSUP",
        "SPSUP-99999999999999999999",
        "SPSUP-%31%30%ff",
    ] {
        let answer = site
            .get(&format!("/api/desks/smartplayer/tickets/{id}?key=x"))
            .await;
        assert_eq!(answer.status, 400, "{id}: {}", answer.text);
        answer.is_problem(400, if id.contains("%ff") { "path" } else { "id" });
        let comment = site
            .post(
                &format!("/api/desks/smartplayer/tickets/{id}/comments"),
                &json!({ "body": "x" }),
            )
            .await;
        comment.is_problem(400, if id.contains("%ff") { "path" } else { "id" });
    }
    for path in [
        "/api",
        "/api/desks",
        "/nosuchdesk",
        "/spaceos/nosuchpage",
        "/spaceos/new?topic=nosuchtopic",
        "/a/b/c/d/e",
        "/..%2f..%2fetc/passwd",
    ] {
        let answer = site.get(path).await;
        assert!(
            (400..500).contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{path}"
        );
        let page = site.page(path).await;
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{path}"
        );
    }
    let wrong = site.send(Method::PATCH, PATH, &[], "").await;
    wrong.is_problem(405, "");
    assert_eq!(wrong.header("allow"), "GET, POST");
    let agent = site.agent("spaceos").await;
    for (query, parameter) in [
        ("phase=nearly", "phase"),
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("colour=red", "colour"),
    ] {
        agent
            .get(&format!("{PATH}?{query}"))
            .await
            .is_problem(400, parameter);
    }
    for cursor in ["%00", "YWJj"] {
        let answer = agent.get(&format!("{PATH}?cursor={cursor}")).await;
        answer.is_problem(422, "cursor");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_that_cannot_be_read() {
    let site = Site::start().await;
    for key in ["", " ", "a b", "a\tb", "naïve", "\u{7f}", &"k".repeat(101)] {
        let Ok(value) = reqwest::header::HeaderValue::from_bytes(key.as_bytes()) else {
            continue;
        };
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let answer = site
            .post_with(PATH, &bug(json!({})), &[("idempotency-key", &value)])
            .await;
        answer.is_problem(400, "Idempotency-Key");
    }
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    for tag in ["1", "\"one\"", "W/1", "\"-1\"", "\"1"] {
        let headers = [("if-match", tag)];
        let answer = site
            .post_with(&ticket.api("/comments"), &json!({ "body": "x" }), &headers)
            .await;
        answer.is_problem(400, "If-Match");
    }
    let nonsense = [
        ("authorization", "Bearer"),
        ("cookie", "docket_spaceos=\"; ;=;"),
        ("accept", ",;q=x"),
        ("accept-language", "\u{7}"),
    ];
    for (name, value) in nonsense {
        if reqwest::header::HeaderValue::from_str(value).is_ok() {
            let answer = site.send(Method::GET, PATH, &[(name, value)], "").await;
            answer.is_problem(401, "");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_that_are_not_http() {
    let site = Site::start().await;
    for head in [
        "GET /api/desks/spaceos HTTP/1.1\r\nHost: x\r\nX-Bad: a\u{1}b\r\n\r\n",
        "GET /api/desks/spaceos HTTP/1.1\r\nHost: x\r\nX Bad: a\r\n\r\n",
        "POST /api/desks/spaceos/tickets HTTP/1.1\r\nHost: x\r\nIdempotency-Key: a\0b\r\nContent-Length: 0\r\n\r\n",
        "nonsense\r\n\r\n",
    ] {
        let answer = site.raw(head).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert!(answer.contains("application/problem+json"), "{answer}");
        assert!(
            answer.contains("\"errors\":[{\"field\":\"header\""),
            "{answer}"
        );
    }
    assert_eq!(site.get("/api/desks/spaceos").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_that_climb() {
    let site = Site::start().await;
    for path in [
        "/api/desks/smartplayer/tickets/..?key=x",
        "/api/desks/smartplayer/tickets/%2e%2e?key=x",
        "/api/desks/../desks/smartplayer/tickets/SPSUP-1",
        "/api/desks/..",
        "/../../etc/passwd",
        "/spaceos/../../etc/passwd",
        "//",
    ] {
        let answer = site
            .raw(&format!(
                "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            ))
            .await;
        assert!(answer.starts_with("HTTP/1.1 40"), "{path}: {answer}");
        assert!(
            answer.contains("application/problem+json"),
            "{path}: {answer}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_cannot_be_read() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    for (end, body, field) in [
        ("/comments", json!({}), "body"),
        ("/comments", json!({ "body": " " }), "body"),
        (
            "/comments",
            json!({ "body": 7 , "internal": "perhaps" }),
            "internal",
        ),
        ("/comments", json!({ "body": "x", "mood": "good" }), "mood"),
        ("/status", json!({}), "status"),
        ("/status", json!({ "status": "Resolved!" }), "status"),
        ("/status", json!({ "status": "vanished" }), "status"),
        ("/status", json!({ "status": ["resolved"] }), "status"),
        (
            "/status",
            json!({ "status": "resolved", "comment": "x".repeat(10_001) }),
            "comment",
        ),
    ] {
        let answer = site.post(&ticket.api(end), &body).await;
        assert_eq!(answer.status, 422, "{end} {body}: {}", answer.text);
        answer.is_problem(422, field);
    }
    assert_eq!(site.read(&ticket).await["version"], 1);
    for (path, body, field) in [
        ("/api/desks/spaceos/sign-in", json!({}), "email"),
        (
            "/api/desks/spaceos/sign-in",
            json!({ "email": "x" }),
            "email",
        ),
        ("/api/desks/spaceos/session", json!({}), "token"),
        (
            "/api/desks/spaceos/session",
            json!({ "token": "x", "admin": true }),
            "admin",
        ),
    ] {
        site.post(path, &body).await.is_problem(422, field);
    }
    for token in ["x", "x.y", "..", "\u{0}", &"x".repeat(5_000)] {
        let answer = site
            .post("/api/desks/spaceos/session", &json!({ "token": token }))
            .await;
        answer.is_problem(422, "token");
    }
}
