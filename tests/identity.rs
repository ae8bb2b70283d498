//! Who may see and change what.

use crate::support::{Site, token_in};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_shows_or_changes_a_ticket_is_open_to_anyone_else() {
    let site = Site::start().await;
    let mine = site.ticket("spaceos", "bug", json!({})).await;
    let other = site
        .ticket(
            "spaceos",
            "bug",
            json!({ "requester": { "email": "other@example.com" } }),
        )
        .await;
    let missing = "/api/desks/spaceos/tickets/SOS-999";
    for (end, body) in [
        ("/comments", json!({ "body": "x" })),
        ("/status", json!({ "status": "resolved" })),
    ] {
        site.post(&mine.api_without_key(end), &body)
            .await
            .is_problem(401, "");
        let others_key = format!("{}?key={}", mine.api_without_key(end), other.key);
        let refused = site.post(&others_key, &body).await;
        refused.is_problem(404, "");
        let unknown = site
            .post(&format!("{missing}{end}?key={}", other.key), &body)
            .await;
        assert_eq!(
            unknown.text, refused.text,
            "nobody learns whether a ticket exists"
        );
    }
    site.get(&mine.api_without_key(""))
        .await
        .is_problem(401, "");
    let refused = site
        .get(&format!("{}?key={}", mine.api_without_key(""), other.key))
        .await;
    refused.is_problem(404, "");
    assert_eq!(
        site.get(&format!("{missing}?key=x")).await.text,
        refused.text
    );
    site.get("/api/desks/spaceos/tickets")
        .await
        .is_problem(401, "");
    // Another desk's address does not show it either, not even with its key.
    let elsewhere = format!("/api/desks/spotme/tickets/{}?key={}", mine.id, mine.key);
    site.get(&elsewhere).await.is_problem(404, "");
    // A browser is told how to get in.
    let page = site.page(&format!("/spaceos/tickets/{}", mine.id)).await;
    assert_eq!(page.status, 401);
    assert!(page.words().contains("This request is private"));
    assert_eq!(site.page("/spaceos/tickets").await.status, 401);
    assert_eq!(site.page("/spaceos/console").await.status, 401);
    let page = format!("/spaceos/console/tickets/{}?key={}", mine.id, mine.key);
    assert_eq!(
        site.page(&page).await.status,
        401,
        "no key opens the console"
    );
    assert_eq!(site.read(&mine).await["version"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_link_works_once_and_for_a_quarter_of_an_hour() {
    let site = Site::start().await;
    let email = "agent-1@spaceos.example.com";
    let who = json!({ "email": email });
    let ask = || site.post("/api/desks/spaceos/sign-in", &who);
    ask().await;
    let token = token_in(&site.mails_to(email).await[0]);
    // Looking at the link's page does not use it up.
    let page = site.page(&format!("/spaceos/sign-in?token={token}")).await;
    assert_eq!(page.input_value("token"), token);
    site.post("/api/desks/spotme/session", &json!({ "token": token }))
        .await
        .is_problem(410, "token");
    let first = site
        .post("/api/desks/spaceos/session", &json!({ "token": token }))
        .await;
    assert_eq!(first.status, 201);
    assert!(
        first
            .header("set-cookie")
            .contains("HttpOnly; SameSite=Lax")
    );
    site.post("/api/desks/spaceos/session", &json!({ "token": token }))
        .await
        .is_problem(410, "token");
    ask().await;
    let late = token_in(&site.mails_to(email).await[1]);
    site.advance("PT15M").await;
    site.post("/api/desks/spaceos/session", &json!({ "token": late }))
        .await
        .is_problem(410, "token");
    // Two at the same moment: one gets in.
    ask().await;
    let token = token_in(&site.mails_to(email).await[2]);
    let requests: Vec<_> = (0..4)
        .map(|_| {
            let (client, body) = (site.client().clone(), json!({ "token": token }));
            tokio::spawn(async move {
                client
                    .post("/api/desks/spaceos/session", &body)
                    .await
                    .status
            })
        })
        .collect();
    let mut statuses = Vec::new();
    for request in requests {
        statuses.push(request.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 410, 410, 410]);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_never_tell_whether_an_address_works_at_the_desk() {
    let site = Site::start().await;
    let known = site
        .post(
            "/api/desks/spaceos/sign-in",
            &json!({ "email": "agent-1@spaceos.example.com" }),
        )
        .await;
    let unknown = site
        .post(
            "/api/desks/spaceos/sign-in",
            &json!({ "email": "stranger@example.com" }),
        )
        .await;
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    assert!(site.mails_to("stranger@example.com").await.is_empty());
    // Somebody of one desk is a stranger at another.
    site.post(
        "/api/desks/spotme/sign-in",
        &json!({ "email": "agent-1@spaceos.example.com" }),
    )
    .await;
    assert_eq!(site.mails_to("agent-1@spaceos.example.com").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_by_signing_out_and_by_time_and_holds_at_its_desk_only() {
    let site = Site::start().await;
    let agent = site.agent("spaceos").await;
    assert_eq!(agent.get("/api/desks/spaceos/tickets").await.status, 200);
    agent
        .get("/api/desks/spotme/tickets")
        .await
        .is_problem(401, "");
    let token = agent.bearer.strip_prefix("Bearer ").unwrap();
    let cookie = format!("docket_spaceos={token}");
    let headers = [("cookie", cookie.as_str()), ("accept", "text/html")];
    for (old, new) in [
        ("/spaceos/tickets", "/spaceos/console"),
        (
            "/spaceos/tickets?phase=done&key=x",
            "/spaceos/console?phase=done",
        ),
    ] {
        let led = site.send(Method::GET, old, &headers, "").await;
        assert_eq!((led.status, led.header("location")), (303, new));
    }
    let queue = site
        .send(Method::GET, "/spaceos/console", &headers, "")
        .await;
    assert_eq!(queue.status, 200);
    assert!(queue.words().contains("To do"));
    let out = site
        .send(
            Method::DELETE,
            "/api/desks/spaceos/session",
            &[("authorization", &agent.bearer)],
            "",
        )
        .await;
    assert_eq!(out.status, 204);
    agent
        .get("/api/desks/spaceos/tickets")
        .await
        .is_problem(401, "");
    let again = site.agent("spaceos").await;
    site.advance("PT12H").await;
    // Whoever has only an ended session is asked to sign in again, on a ticket as well.
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    again
        .get(&ticket.api_without_key(""))
        .await
        .is_problem(401, "key");
    let page = again
        .page(&format!("/spaceos/console/tickets/{}", ticket.id))
        .await;
    assert_eq!(page.status, 401);
    assert!(
        page.inputs().contains(&"email".to_owned()),
        "the way in is offered"
    );
    again
        .get("/api/desks/spaceos/tickets")
        .await
        .is_problem(401, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn internal_notes_stay_inside() {
    let site = Site::start().await;
    let copied = json!({ "cc": ["copied@example.com"] });
    let ticket = site.ticket("smartplayer", "report-a-bug", copied).await;
    let ticket = site.confirmed(&ticket).await;
    let agent = site.agent("smartplayer").await;
    let note = json!({ "body": "The customer is right", "internal": true });
    assert_eq!(
        agent
            .post(&ticket.api_without_key("/comments"), &note)
            .await
            .status,
        201
    );
    let seen = site.get(&ticket.api("")).await;
    assert!(!seen.text.contains("customer is right"));
    assert!(
        !site
            .page(&ticket.page())
            .await
            .text
            .contains("customer is right")
    );
    let page = format!("/smartplayer/console/tickets/{}", ticket.id);
    let led = agent
        .page(&format!("/smartplayer/tickets/{}", ticket.id))
        .await;
    assert_eq!((led.status, led.header("location")), (303, &*page));
    // A key weighs more than the session: with it, an agent sees what its holder sees.
    let keyed = agent.page(&format!("{page}?key={}", ticket.key)).await;
    assert_eq!(
        (keyed.status, keyed.header("location")),
        (303, &*ticket.page())
    );
    let keyed = agent.page(&ticket.page()).await;
    assert_eq!(keyed.status, 200);
    assert!(!keyed.words().contains("customer is right"));
    let inside = agent.page(&page).await;
    assert!(
        inside.words().contains("customer is right") && inside.words().contains("Internal note")
    );
    assert_eq!(site.mails_to("requester@example.com").await.len(), 1);
    assert_eq!(site.mails_to("copied@example.com").await.len(), 1);
    site.post(&ticket.api("/comments"), &note)
        .await
        .is_problem(403, "internal");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_copied_see_and_write_but_do_not_move() {
    let site = Site::start().await;
    let copied = json!({ "cc": ["copied@example.com"] });
    let ticket = site.ticket("smartplayer", "report-a-bug", copied).await;
    let ticket = site.confirmed(&ticket).await;
    let mail = site.mails_to("copied@example.com").await[0].clone();
    let text = mail["text"].as_str().unwrap();
    let (_, key) = text.split_once("?key=").unwrap();
    let key = key.split_whitespace().next().unwrap();
    assert_ne!(key, ticket.key);
    let with = |end: &str| format!("{}?key={key}", ticket.api_without_key(end));
    assert_eq!(site.get(&with("")).await.status, 200);
    assert_eq!(
        site.post(&with("/comments"), &json!({ "body": "Same here" }))
            .await
            .status,
        201
    );
    site.post(&with("/status"), &json!({ "status": "done" }))
        .await
        .is_problem(403, "key");
    // The requester is told of it, and whoever wrote it is not.
    assert_eq!(site.mails_to("requester@example.com").await.len(), 2);
    assert_eq!(site.mails_to("copied@example.com").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn requesters_know_the_desks_people_by_name_only() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    site.agent("spaceos")
        .await
        .comment(&ticket, "Which version?")
        .await;
    let seen = site.get(&ticket.api("")).await;
    assert!(!seen.text.contains("agent-1@"), "{}", seen.text);
    assert!(!site.page(&ticket.page()).await.text.contains("agent-1@"));
    let mails = site.mails_to("requester@example.com").await;
    assert!(!mails[1].to_string().contains("agent-1@"));
}
