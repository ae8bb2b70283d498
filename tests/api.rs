//! What the API promises in `/openapi.json` and on the page about it.

use crate::support::{Site, root};
use docket_domain::access::{Role, Rule, rule};
use docket_web::{Field, ROUTES, Route};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn the_document_and_its_page_are_served() {
    let site = Site::start().await;
    let document = site.get("/openapi.json").await;
    assert_eq!(document.status, 200);
    assert_eq!(document.header("content-type"), "application/json");
    let kept = std::fs::read_to_string(root().join("shared/web/openapi.json")).unwrap();
    assert_eq!(document.text, kept);
    assert_eq!(document.json["openapi"], "3.1.0");

    let page = site.page("/docs/api").await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("<script"));
    for route in ROUTES.iter().filter(|route| route.is_api()) {
        let (method, path) = (route.method.as_str(), route.path);
        let operation = &document.json["paths"][path][method.to_lowercase()];
        let id = operation["operationId"].as_str().unwrap();
        assert!(
            page.text.contains(&format!("<h3 id=\"{id}\">")),
            "{id} is not on the page"
        );
        for field in route.promise.body.into_iter().flatten() {
            let shown = format!("<code>{}</code>", field.name);
            assert!(page.text.contains(&shown), "{} of {id}", field.name);
        }
    }
    for name in document.json["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(
            page.text.contains(&format!("<h3 id=\"{name}\">")),
            "{name} is not on the page"
        );
    }
}

/// A body with that field alone, of a type that no field has.
fn with_wrong_type(field: &Field) -> (String, Value) {
    let wrong = json!([[1]]);
    match field.name.split_once('.') {
        None => (field.name.to_owned(), json!({ field.name: wrong })),
        Some((object, "*")) => (object.to_owned(), json!({ object: wrong })),
        Some((object, member)) => (field.name.to_owned(), json!({ object: { member: wrong } })),
    }
}

/// Support access is at some desks alone, and `support_access.rs` tries its fields.
fn is_at_every_desk(route: &&Route) -> bool {
    !route.path.contains("/support-access")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_that_is_promised_is_read() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "quote", json!({})).await;
    let requester = site.mailed(&ticket, "requester@example.com").await;
    let admin = "admin@smartplayer.example.com";
    let admin = site.sign_in("smartplayer", admin).await;
    site.company("smartplayer", "acme", &[]).await;
    let declared = json!({ "title": "Trouble" });
    let declared = admin.post("/api/desks/smartplayer/incidents", &declared);
    let incident = declared.await.json["id"].as_str().unwrap().to_owned();
    let reads_body = |route: &&Route| route.is_api() && route.promise.body.is_some();
    for route in ROUTES.iter().filter(reads_body).filter(is_at_every_desk) {
        let path = route.path.replace("{desk}", "smartplayer");
        let path = path.replace("{id}", &ticket.id);
        let path = path.replace("{company}", "acme");
        let path = path.replace("{email}", "requester@example.com");
        let path = path.replace("{incident}", &incident);
        // As whoever may do it.
        let may = |role| rule(role, route.action) != Rule::No;
        let (path, bearer) = if may(Role::Opener) {
            (format!("{path}?key={}", ticket.key), "")
        } else if may(Role::Requester) {
            (format!("{path}?key={}", requester.key), "")
        } else {
            (path, admin.bearer.as_str())
        };
        let method: Method = route.method.as_str().parse().unwrap();
        for field in route.promise.body.unwrap() {
            let (name, body) = with_wrong_type(field);
            let headers = [
                ("authorization", bearer),
                ("content-type", "application/json"),
            ];
            let answer = site.send(method.clone(), &path, &headers, body.to_string());
            let answer = answer.await;
            answer.is_problem(422, &name);
            let errors = answer.json["errors"].as_array().unwrap();
            let error = errors.iter().find(|error| error["field"] == *name).unwrap();
            let message = error["message"].as_str().unwrap();
            assert!(message.starts_with("Send "), "{path}, {name}: {message}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_parameter_that_is_promised_is_checked() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "quote", json!({})).await;
    let agent = site.agent("smartplayer").await;
    let headers = [("authorization", agent.bearer.as_str())];
    for (path, parameter, value) in [
        ("/tickets", "phase", "nearly"),
        ("/tickets", "limit", "0"),
        ("/tickets", "limit", "101"),
        ("/tickets", "limit", "ten"),
        ("/tickets", "colour", "red"),
        ("/tickets/{id}/timeline", "limit", "51"),
        ("/tickets/{id}/timeline", "limit", "-1"),
        ("/tickets/{id}/timeline", "page", "2"),
        ("/tickets/{id}/attachments/{file}", "show", "null"),
    ] {
        let file = "01a22261-2835-77df-b02b-fa1bfc0598ea";
        let path = path.replace("{id}", &ticket.id).replace("{file}", file);
        let path = format!("/api/desks/smartplayer{path}?{parameter}={value}");
        let answer = site.send(Method::GET, &path, &headers, "").await;
        answer.is_problem(400, parameter);
    }
}
