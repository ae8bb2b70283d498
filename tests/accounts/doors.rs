//! The doors of a desk: who opens a ticket, and what becomes of a form that is sent too early.

use super::{ADA, BEN, EVE, FORM, list, opened};
use crate::support::{Site, ticket_body, token_in};
use docket_domain::account::AccountRole::{Administrator, Member, SubAdministrator};
use reqwest::Method;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn sp_1_the_first_visit_asks_to_sign_in_with_the_account_of_the_company() {
    let site = Site::start_as_shipped().await;
    site.company("smartplayer", "acme", &[]).await;
    site.account("smartplayer", ADA, "acme", Member).await;
    for path in ["/smartplayer", "/smartplayer/new?topic=report-a-bug"] {
        let page = site.page(path).await;
        assert_eq!(page.status, 401, "{path}");
        assert!(page.text.contains("Sign in to send a request"), "{path}");
        assert!(!page.text.contains("href=\"/smartplayer/new"), "{path}");
    }
    // The link leads back to the page that was asked for.
    let page = site.page("/smartplayer/new?topic=report-a-bug").await;
    let wanted = page.input_value("return_to");
    assert_eq!(wanted, "/smartplayer/new?topic=report-a-bug");
    let asked = json!({ "email": ADA, "return_to": wanted });
    let answer = site.post("/api/desks/smartplayer/sign-in", &asked).await;
    assert_eq!(answer.status, 202);
    let mails = site.mails_to(ADA).await;
    let token = token_in(&mails[0]);
    let page = site
        .page(&format!("/smartplayer/sign-in?token={token}"))
        .await;
    assert!(page.text.contains(ADA), "the page names who signs in");
    let session = site
        .submit("/api/desks/smartplayer/session", &[("token", &token)])
        .await;
    assert_eq!(
        (session.status, session.header("location")),
        (303, &*wanted)
    );
    let ada = site.sign_in("smartplayer", ADA).await;
    let form = ada.page(&wanted).await;
    assert_eq!(form.status, 200);
    assert!(
        form.text
            .contains(&format!("You send this request as {ADA}"))
    );
    assert!(!form.inputs().contains(&"requester.email".to_owned()));
    // Whatever address a program sends, the session says who asks.
    let other = json!({ "requester": { "email": EVE } });
    let ticket = opened(&site, &ada, "smartplayer", "report-a-bug", other).await;
    assert_eq!(ticket.body["requester"]["email"], ADA);
    assert_eq!(ticket.body["requester"]["confirmed"], true);
    assert_eq!(ticket.body["company"], "acme");
    assert_eq!(site.mails_to(EVE).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_opens_a_ticket_without_an_account_where_one_is_needed() {
    let site = Site::start_as_shipped().await;
    let body = ticket_body("smartplayer", "report-a-bug", json!({}));
    for path in ["tickets", "drafts"] {
        let path = format!("/api/desks/smartplayer/{path}");
        let answer = site.post(&path, &body).await;
        answer.is_problem(401, "requester.email");
        assert!(answer.text.contains("sign in"), "{}", answer.text);
    }
    assert_eq!(site.mails_to("requester@example.com").await.len(), 0);
    // Who has no account gets no link, and the same answer.
    let asked = json!({ "email": EVE });
    let answer = site.post("/api/desks/smartplayer/sign-in", &asked).await;
    assert_eq!(answer.status, 202);
    assert_eq!(site.mails_to(EVE).await.len(), 0);
    // Who has lost it is told, and keeps what they asked for.
    site.account("smartplayer", EVE, "", Member).await;
    let eve = site.sign_in("smartplayer", EVE).await;
    let ticket = opened(&site, &eve, "smartplayer", "report-a-bug", json!({})).await;
    let admin = site
        .sign_in("smartplayer", "admin@smartplayer.example.com")
        .await;
    let path = format!("/api/desks/smartplayer/accounts/{EVE}");
    let headers = [("authorization", admin.bearer.as_str())];
    let gone = site.send(Method::DELETE, &path, &headers, "").await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    let body = ticket_body("smartplayer", "report-a-bug", json!({}));
    let refused = eve.post("/api/desks/smartplayer/tickets", &body).await;
    refused.is_problem(403, "requester.email");
    let page = eve.page("/smartplayer").await;
    assert_eq!(page.status, 403);
    assert!(
        page.text.contains("knows none for your address"),
        "{}",
        page.text
    );
    assert!(
        page.text.contains("href=\"/smartplayer/tickets\""),
        "{}",
        page.text
    );
    assert_eq!(list(&eve, "smartplayer", "").await, [ticket.id]);
    // A form that they send says why, and keeps their words.
    let kept = eve.submit("/api/desks/smartplayer/tickets", &FORM).await;
    assert_eq!(kept.status, 403);
    assert!(kept.text.contains("It stays black."), "{}", kept.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_1_a_form_of_another_site_is_held_until_its_sender_has_signed_in() {
    let site = Site::start_as_shipped().await;
    site.account("smartplayer", ADA, "", Member).await;
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
        ("origin", "https://www.example.com"),
        ("sec-fetch-site", "cross-site"),
    ];
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(FORM)
        .finish();
    let path = "/api/desks/smartplayer/tickets";
    let held = site.send(Method::POST, path, &headers, body).await;
    assert_eq!(held.status, 303, "{}", held.text);
    let page = held.header("location").to_owned();
    assert!(page.starts_with("/smartplayer/new?kept="), "{page}");
    // Nobody is mailed, and the page shows none of the words to somebody who is not signed in.
    assert_eq!(site.mails_to(ADA).await.len(), 0);
    let asks = site.page(&page).await;
    assert_eq!(asks.status, 401);
    assert!(asks.text.contains("Your request is kept"), "{}", asks.text);
    assert!(!asks.text.contains("Black screen"), "{}", asks.text);
    assert_eq!(asks.input_value("email"), ADA);
    let wanted = asks.input_value("return_to");
    assert_eq!(wanted, page);
    let sent = site
        .submit(
            "/api/desks/smartplayer/sign-in",
            &[("email", ADA), ("return_to", &wanted)],
        )
        .await;
    assert_eq!(sent.status, 202);
    let token = token_in(&site.mails_to(ADA).await[0]);
    let session = site
        .submit("/api/desks/smartplayer/session", &[("token", &token)])
        .await;
    assert_eq!(session.header("location"), page);
    let ada = site.sign_in("smartplayer", ADA).await;
    let form = ada.page(&page).await;
    assert_eq!(form.status, 200, "{}", form.text);
    for typed in ["Black screen on start", "It stays black.\nFor ever."] {
        assert!(form.text.contains(typed), "{typed}");
    }
    // Sent twice, it is one ticket; then it has ended.
    let key = form.input_value("idempotency_key");
    let kept = form.input_value("kept");
    let mut fields = FORM.to_vec();
    fields.extend([("idempotency_key", &*key), ("kept", &*kept)]);
    let first = ada.submit(path, &fields).await;
    let second = ada.submit(path, &fields).await;
    assert_eq!(first.status, 303, "{}", first.text);
    assert_eq!(first.header("location"), second.header("location"));
    assert_eq!(list(&ada, "smartplayer", "").await.len(), 1);
    assert_eq!(ada.page(&page).await.status, 410);
    // A guess opens nothing.
    let guess = page.replace("kept=", "kept=0");
    assert_eq!(ada.page(&guess).await.status, 410);
    assert_eq!(site.page("/smartplayer/new?kept=x.y").await.status, 410);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_is_what_was_typed_even_if_it_is_wrong() {
    let site = Site::start_as_shipped().await;
    site.account("smartplayer", ADA, "", Member).await;
    let long = "x".repeat(300);
    let fields = [
        ("topic", "report-a-bug"),
        ("requester.email", "no address"),
        ("subject", &*long),
        ("description", "Words"),
        ("cc", "nobody"),
    ];
    let held = site.submit("/api/desks/smartplayer/tickets", &fields).await;
    let page = held.header("location").to_owned();
    let ada = site.sign_in("smartplayer", ADA).await;
    let form = ada.page(&page).await;
    assert!(form.text.contains(&long) && form.text.contains("nobody"));
    // A topic that there is not leads to no form, and the text comes back in the page.
    let fields = [
        ("topic", "nothing"),
        ("subject", "Still here"),
        ("description", "Words"),
    ];
    let held = site.submit("/api/desks/smartplayer/tickets", &fields).await;
    let page = held.header("location").to_owned();
    let answer = ada.page(&page).await;
    assert!(answer.status < 500, "{}", answer.status);
    // Past what the table takes, it comes back at once.
    let huge = "y".repeat(500_000);
    let fields = [
        ("topic", "report-a-bug"),
        ("subject", "s"),
        ("description", &*huge),
    ];
    let refused = site.submit("/api/desks/smartplayer/tickets", &fields).await;
    assert_eq!(refused.status, 401);
    assert!(refused.text.contains(&huge));
}

#[tokio::test(flavor = "multi_thread")]
async fn lu_1_only_top_level_administrators_open_requests() {
    let site = Site::start_as_shipped().await;
    site.company("learnupon", "acme", &["acme.example.com"])
        .await;
    site.account("learnupon", ADA, "acme", Administrator).await;
    site.account("learnupon", BEN, "acme", SubAdministrator)
        .await;
    site.account("learnupon", EVE, "acme", Member).await;
    let ada = site.sign_in("learnupon", ADA).await;
    opened(&site, &ada, "learnupon", "technical-problem", json!({})).await;
    let body = ticket_body("learnupon", "technical-problem", json!({}));
    for email in [BEN, EVE] {
        let person = site.sign_in("learnupon", email).await;
        let refused = person.post("/api/desks/learnupon/tickets", &body).await;
        refused.is_problem(403, "requester.email");
        let page = person.page("/learnupon?language=en").await;
        assert_eq!(page.status, 403);
        assert!(
            page.text.contains("Only top-level administrators"),
            "{}",
            page.text
        );
    }
    // Who is made one may, with the same session; who is one no more may not.
    let ben = site.sign_in("learnupon", BEN).await;
    site.account("learnupon", BEN, "acme", Administrator).await;
    site.account("learnupon", ADA, "acme", SubAdministrator)
        .await;
    opened(&site, &ben, "learnupon", "technical-problem", json!({})).await;
    let refused = ada.post("/api/desks/learnupon/tickets", &body).await;
    assert_eq!(refused.status, 403);
    // The desk's people open requests for whoever asks them.
    let agent = site.agent("learnupon").await;
    let ticket = opened(
        &site,
        &agent,
        "learnupon",
        "technical-problem",
        json!({ "requester": { "email": BEN } }),
    )
    .await;
    let read = agent.get(&ticket.api_without_key("")).await;
    assert_eq!(read.json["company"], "acme");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_form_of_who_may_not_send_it_shows_their_words_and_why() {
    let site = Site::start_as_shipped().await;
    let held = site.submit("/api/desks/smartplayer/tickets", &FORM).await;
    let page = held.header("location").to_owned();
    let agent = site.agent("spaceos").await;
    drop(agent);
    site.account("smartplayer", EVE, "", Member).await;
    let eve = site.sign_in("smartplayer", EVE).await;
    let admin = site
        .sign_in("smartplayer", "admin@smartplayer.example.com")
        .await;
    let headers = [("authorization", admin.bearer.as_str())];
    let path = format!("/api/desks/smartplayer/accounts/{EVE}");
    site.send(Method::DELETE, &path, &headers, "").await;
    let form = eve.page(&page).await;
    assert_eq!(form.status, 422);
    assert!(
        form.text.contains("It stays black.") && form.text.contains("knows none for your address"),
        "{}",
        form.text
    );
    assert_eq!(form.header("x-robots-tag"), "noindex, nofollow");
}
