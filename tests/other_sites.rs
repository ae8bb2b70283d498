//! Forms on pages of other sites, in a browser that asks beforehand.

use crate::support::{Site, ticket_body};
use reqwest::Method;
use serde_json::json;

const TICKETS: &str = "/api/desks/spotme/tickets";

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_may_post_a_form_and_read_the_answer() {
    let site = Site::start().await;
    let asks = [
        ("origin", "https://www.example.com"),
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "content-type,idempotency-key",
        ),
    ];
    let preflight = site.send(Method::OPTIONS, TICKETS, &asks, "").await;
    assert_eq!(preflight.status, 204, "{}", preflight.text);
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    assert!(
        preflight
            .header("access-control-allow-methods")
            .contains("POST")
    );
    assert!(
        preflight
            .header("access-control-allow-headers")
            .contains("idempotency-key")
    );
    let body = ticket_body("spotme", "streaming", json!({}));
    let origin = [("origin", "https://www.example.com")];
    let created = site.post_with(TICKETS, &body, &origin).await;
    assert_eq!(created.status, 201, "{}", created.text);
    assert_eq!(created.header("access-control-allow-origin"), "*");
    assert!(
        created
            .header("access-control-expose-headers")
            .contains("location")
    );
    // With `*`, no browser sends a cookie along or hands over an answer that needed one.
    assert_eq!(created.header("access-control-allow-credentials"), "");
    let refused = site.post_with(TICKETS, &json!({}), &origin).await;
    assert_eq!(
        (
            refused.status,
            refused.header("access-control-allow-origin")
        ),
        (422, "*")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_is_told_anything_about_other_sites() {
    let site = Site::start().await;
    let answer = site.get("/api/desks/spotme").await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    // Without the question, OPTIONS is a method like any other that the address does not take.
    let options = site.send(Method::OPTIONS, TICKETS, &[], "").await;
    assert_eq!(options.status, 405, "{}", options.text);
}
