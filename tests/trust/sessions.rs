//! Sessions: planted cookies, forms of other sites, and where a sign-in leads.

use crate::support::{Answer, Created, Site, token_in};
use reqwest::Method;
use serde_json::json;

const DESK: &str = "smartplayer";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A session of the desk's first agent, as a cookie has it.
pub(super) async fn cookie(site: &Site) -> String {
    let agent = site.agent(DESK).await;
    let token = agent.bearer.strip_prefix("Bearer ").unwrap();
    format!("docket_{DESK}={token}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_cookie_of_the_name_does_no_harm() {
    let site = Site::start().await;
    let own = cookie(&site).await;
    let console = format!("/{DESK}/console");
    for planted in ["planted", "", "a=b", &"x".repeat(3_000)] {
        let planted = format!("docket_{DESK}={planted}");
        for cookies in [format!("{planted}; {own}"), format!("{own}; {planted}")] {
            let headers = [("cookie", cookies.as_str()), ("accept", "text/html")];
            let page = site.send(Method::GET, &console, &headers, "").await;
            assert_eq!(page.status, 200, "{cookies}");
        }
    }
    // Signing out ends all of them.
    let both = format!("docket_{DESK}=planted; {own}");
    let headers = [("cookie", both.as_str()), FORM];
    let path = format!("/api/desks/{DESK}/sign-out");
    assert_eq!(
        site.send(Method::POST, &path, &headers, "").await.status,
        204
    );
    let headers = [("cookie", own.as_str()), ("accept", "text/html")];
    assert_eq!(
        site.send(Method::GET, &console, &headers, "").await.status,
        401
    );
}

/// Each change that a session may make, as a form has it.
fn changes(ticket: &Created) -> Vec<(String, &'static str)> {
    let api = |end: &str| ticket.api_without_key(end);
    let desk = |end: &str| format!("/api/desks/{DESK}{end}");
    vec![
        (api("/comments"), "body=Words"),
        (api("/status"), "status=pending"),
        (api("/link"), ""),
        (api("/revoke-keys"), ""),
        (api("/attachments"), ""),
        (desk("/sign-out"), ""),
        (desk("/sign-in"), "email=agent-1%40smartplayer.example.com"),
        (desk("/session"), "token=guess"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_changes_nothing_with_a_cookie() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "report-a-bug", json!({})).await;
    let own = cookie(&site).await;
    let mails = site.get("/_local/mail").await.text;
    for elsewhere in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
        vec![
            ("sec-fetch-site", "cross-site"),
            ("origin", site.url.as_str()),
        ],
    ] {
        for (path, body) in changes(&ticket) {
            for more in ["", "?key=guess"] {
                let path = format!("{path}{more}");
                let mut headers = vec![("cookie", own.as_str()), FORM];
                headers.extend(&elsewhere);
                let answer = site.send(Method::POST, &path, &headers, body).await;
                let is_refused = [401, 403, 404, 410, 422].contains(&answer.status);
                assert!(is_refused, "{path} {elsewhere:?}: {}", answer.status);
                assert_eq!(answer.header("set-cookie"), "", "{path}");
            }
        }
    }
    assert_eq!(site.read(&ticket).await["version"], 1);
    assert_eq!(site.get("/_local/mail").await.text, mails, "no mail left");
    // The session is still there, and the same from the desk's own page is done.
    for here in [
        vec![("sec-fetch-site", "same-origin"), ("origin", "null")],
        vec![("sec-fetch-site", "none")],
        vec![("origin", site.url.as_str())],
        vec![],
    ] {
        let mut headers = vec![("cookie", own.as_str()), FORM];
        headers.extend(&here);
        let path = ticket.api_without_key("/comments");
        let answer = site.send(Method::POST, &path, &headers, "body=Words").await;
        assert_eq!(answer.status, 201, "{here:?}: {}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_without_a_content_type_is_not_guessed() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let path = ticket.api("/comments");
    for headers in [
        &[][..],
        &[("content-type", "text/plain")],
        &[("content-type", "")],
    ] {
        let answer = site
            .send(Method::POST, &path, headers, "{\"body\":\"x\"}")
            .await;
        assert_eq!(answer.status, 415, "{headers:?}: {}", answer.text);
    }
    assert_eq!(site.read(&ticket).await["version"], 1);
}

/// Addresses that look like the desk's own, and are not.
pub(super) const TRAPS: [&str; 20] = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/smartplayer//evil.example",
    "/smartplayer/../..//evil.example",
    "/smartplayer/%2e%2e/%2e%2e/evil",
    "/smartplayer/..%2f..%2fevil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/spaceos/console",
    "/smartplayerevil",
    "smartplayer/console",
    "/smartplayer/console\r\nSet-Cookie: a=b",
    "/smartplayer/\u{0}console",
    " /smartplayer/console",
    "/smartplayer/console\t//evil.example",
    "/smartplayer/@evil.example/..;/",
    "http:/smartplayer",
];

fn is_own(answer: &Answer) {
    let to = answer.header("location");
    let is_own = to == format!("/{DESK}/console") || to.starts_with(&format!("/{DESK}/"));
    assert!(is_own && !to.contains("//") && !to.contains(".."), "{to}");
    assert_eq!(answer.headers.get_all("location").iter().count(), 1);
    assert_eq!(answer.header("set-cookie").matches("docket_").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_leads_to_no_other_site() {
    let site = Site::start().await;
    let email = format!("agent-1@{DESK}.example.com");
    for trap in TRAPS {
        let before = site.mails_to(&email).await.len();
        let path = format!("/api/desks/{DESK}/sign-in");
        let body = json!({ "email": email, "return_to": trap });
        assert_eq!(site.post(&path, &body).await.status, 202, "{trap}");
        let token = token_in(&site.mails_to(&email).await[before]);
        let fields = [("token", token.as_str()), ("return_to", trap)];
        let begun = site
            .submit(&format!("/api/desks/{DESK}/session"), &fields)
            .await;
        assert_eq!(begun.status, 303, "{trap}: {}", begun.text);
        is_own(&begun);
        let typed: String = form_urlencoded::byte_serialize(trap.as_bytes()).collect();
        let page = site
            .page(&format!("/{DESK}/sign-in?return_to={typed}"))
            .await;
        assert!(!page.text.contains("href=\"https://evil"), "{trap}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_with_keys_are_for_no_search_engine_and_give_no_rights() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    for path in [
        ticket.page(),
        ticket.api(""),
        format!("/{DESK}/tickets/{}", ticket.id),
    ] {
        let answer = site.page(&path).await;
        assert!(answer.header("x-robots-tag").contains("noindex"), "{path}");
    }
    let page = site.page(&ticket.page()).await;
    assert!(page.header("permissions-policy").contains("camera=()"));
    assert_eq!(page.header("referrer-policy"), "same-origin");
    // On plain http there is nothing to be strict about.
    assert_eq!(page.header("strict-transport-security"), "");
    assert_eq!(
        site.page(&format!("/{DESK}")).await.header("x-robots-tag"),
        ""
    );
}
