//! Who may: accounts, companies, sharing, and the doors of each desk, with the desks as they are shipped.

use crate::support::{Answer, Created, Site, Staff, ticket_body, token_in};
use docket_domain::account::AccountRole::{Administrator, Member, SubAdministrator};
use reqwest::Method;
use serde_json::{Value, json};

const ADA: &str = "ada@example.com";
const BEN: &str = "ben@example.com";
const EVE: &str = "eve@example.com";

/// The IDs of a list of one's own tickets.
async fn list(person: &Staff<'_>, desk: &str, query: &str) -> Vec<String> {
    let answer = person
        .get(&format!("/api/desks/{desk}/tickets{query}"))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let tickets = answer.json["tickets"].as_array().unwrap().clone();
    let id = |ticket: &Value| ticket["id"].as_str().unwrap().to_owned();
    tickets.iter().map(id).collect()
}

/// Opens a ticket with a session.
async fn opened(site: &Site, person: &Staff<'_>, desk: &str, topic: &str, more: Value) -> Created {
    site.ticket_by(&person.bearer, desk, topic, more).await
}

/// The fields that a browser sends of a form for SmartPlayer.
const FORM: [(&str, &str); 7] = [
    ("topic", "report-a-bug"),
    ("requester.email", ADA),
    ("subject", "Black screen on start"),
    ("impact", "major"),
    ("description", "It stays black.\nFor ever."),
    ("fields.operating_system", "webos"),
    ("fields.server_type", "cloud"),
];

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
async fn tw_4_a_company_has_one_account_behind_several_addresses() {
    let site = Site::start_as_shipped().await;
    let admin = site.sign_in("twin24", "admin@twin24.example.com").await;
    let company = json!({
        "id": "romashka", "name": "ООО «Ромашка»",
        "addresses": [ADA, "group@romashka.example.com"],
    });
    let made = admin.post("/api/desks/twin24/companies", &company).await;
    assert_eq!(made.status, 201, "{}", made.text);
    site.account("twin24", EVE, "", Member).await;
    let ada = site.sign_in("twin24", ADA).await;
    let group = site.sign_in("twin24", "group@romashka.example.com").await;
    let eve = site.sign_in("twin24", EVE).await;
    // The form asks who writes.
    let form = ada.page("/twin24/new?topic=report-not-built").await;
    assert!(form.text.contains("Ваше имя"), "{}", form.text);
    let nameless = json!({ "requester": { "name": "" } });
    let nameless = ticket_body("twin24", "report-not-built", nameless);
    let refused = ada.post("/api/desks/twin24/tickets", &nameless).await;
    refused.is_problem(422, "requester.name");
    let named = json!({ "requester": { "name": "Анна" }, "subject": "Отчёт пуст" });
    let ticket = opened(&site, &ada, "twin24", "report-not-built", named).await;
    assert_eq!(ticket.body["company"], "romashka");
    // Whoever signs in by any address is the account: it sees the ticket, answers it and closes it.
    assert_eq!(list(&group, "twin24", "").await, [&*ticket.id]);
    let page = group.page(&format!("/twin24/tickets/{}", ticket.id)).await;
    assert!(page.text.contains("Отчёт пуст"), "{}", page.text);
    assert_eq!(page.status, 200);
    let comment = group
        .post(
            &ticket.api_without_key("/comments"),
            &json!({ "body": "И у меня" }),
        )
        .await;
    assert_eq!(comment.status, 201, "{}", comment.text);
    assert_eq!(comment.json["timeline"][0]["actor"]["role"], "requester");
    let told = site.mails_to(ADA).await;
    assert!(
        told.last().unwrap()["text"]
            .as_str()
            .unwrap()
            .contains("И у меня")
    );
    // Another company sees nothing of it, and learns nothing.
    assert_eq!(list(&eve, "twin24", "").await, [""; 0]);
    let hidden = eve.get(&ticket.api_without_key("")).await;
    let none = eve.get("/api/desks/twin24/tickets/TWIN-9999").await;
    assert_eq!((hidden.status, none.status), (404, 404));
    assert_eq!(hidden.json["detail"], none.json["detail"]);
    // An address that leaves the account sees its own alone.
    let path = "/api/desks/twin24/accounts/group@romashka.example.com";
    let headers = [("authorization", admin.bearer.as_str())];
    assert_eq!(
        site.send(Method::DELETE, path, &headers, "").await.status,
        204
    );
    assert_eq!(list(&group, "twin24", "").await, [""; 0]);
    assert_eq!(group.get(&ticket.api_without_key("")).await.status, 404);
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
async fn lu_3_a_white_label_address_sends_people_where_support_is() {
    let site = Site::start_as_shipped().await;
    let host = ("host", "academy.white-label.example.com");
    for path in [
        "/learnupon?language=en",
        "/learnupon/sign-in?language=en",
        "/learnupon/tickets?language=en",
    ] {
        let page = site.get_with(path, &[host, ("accept", "text/html")]).await;
        assert_eq!(page.status, 403, "{path}");
        assert!(page.text.contains("white-label"), "{}", page.text);
        assert!(
            page.text
                .contains("href=\"https://subdomain.learnupon.com\""),
            "{}",
            page.text
        );
    }
    let body = json!({ "email": ADA });
    let refused = site
        .post_with("/api/desks/learnupon/sign-in?language=pt", &body, &[host])
        .await;
    refused.is_problem(403, "Host");
    assert!(
        refused.text.contains("subdomain.learnupon.com"),
        "{}",
        refused.text
    );
    // Its face is there, other desks are, and so is the desk at its own addresses.
    let style = site.get_with("/learnupon/style.css", &[host]).await;
    assert_eq!(style.status, 200);
    assert_eq!(site.get_with("/spotme", &[host]).await.status, 200);
    for own in [
        "white-label.example.com",
        "learnupon.example.com",
        "xwhite-label.example.com",
        "",
        "a b",
    ] {
        let page = site.get_with("/learnupon/sign-in", &[("host", own)]).await;
        assert_ne!(page.status, 403, "{own}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lu_4_the_first_use_confirms_once_for_each_administrator_and_portal() {
    let site = Site::start_as_shipped().await;
    let admin = site
        .sign_in("learnupon", "admin@learnupon.example.com")
        .await;
    let account = |portal: &str| json!({ "email": ADA, "role": "administrator", "portal": portal });
    let saved = admin
        .post(
            "/api/desks/learnupon/accounts",
            &account("https://acme.example.com/"),
        )
        .await;
    assert_eq!(
        (saved.status, saved.json["confirmed"].clone()),
        (201, json!(false)),
        "{}",
        saved.text
    );
    assert_eq!(saved.json["portal"], "acme.example.com");
    let page = site.page("/learnupon/sign-in?language=en").await;
    assert!(
        page.text.contains("Send me a confirmation link"),
        "{}",
        page.text
    );
    let subjects = async || -> Vec<String> {
        let mails = site.mails_to(ADA).await;
        mails
            .iter()
            .map(|mail| mail["subject"].as_str().unwrap().to_owned())
            .collect()
    };
    site.sign_in("learnupon", ADA).await;
    site.sign_in("learnupon", ADA).await;
    let read = admin
        .get(&format!("/api/desks/learnupon/accounts/{ADA}"))
        .await;
    assert_eq!(read.json["confirmed"], true);
    // Another portal is confirmed again, once.
    admin
        .post(
            "/api/desks/learnupon/accounts",
            &account("other.example.com"),
        )
        .await;
    site.sign_in("learnupon", ADA).await;
    site.sign_in("learnupon", ADA).await;
    let confirms: Vec<bool> = subjects()
        .await
        .iter()
        .map(|subject| subject.starts_with("Confirme"))
        .collect();
    assert_eq!(
        confirms,
        [true, false, true, false],
        "{:?}",
        subjects().await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lu_5_who_cannot_reach_the_mailbox_is_told_whom_to_contact() {
    let site = Site::start_as_shipped().await;
    let page = site.page("/learnupon/sign-in?language=en").await;
    assert!(
        page.text.contains("contact your Customer Success Manager"),
        "{}",
        page.text
    );
    let sent = site
        .submit(
            "/api/desks/learnupon/sign-in?language=en",
            &[("email", ADA)],
        )
        .await;
    assert!(
        sent.text.contains("contact your Customer Success Manager"),
        "{}",
        sent.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lu_6_the_signed_in_person_sends_sees_their_profile_and_finds_their_requests() {
    let site = Site::start_as_shipped().await;
    site.account("learnupon", ADA, "", Administrator).await;
    let ada = site.sign_in("learnupon", ADA).await;
    let mut ids = Vec::new();
    for subject in ["Curso não abre", "Relatório vazio", "Outro curso"] {
        let more = json!({ "subject": subject });
        ids.push(
            opened(&site, &ada, "learnupon", "technical-problem", more)
                .await
                .id,
        );
    }
    // The profile: what is sent changes, what is left out stays.
    let changed = ada
        .post(
            "/api/desks/learnupon/me",
            &json!({ "name": "Ada L.", "language": "en", "notices": ["status"] }),
        )
        .await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let me = ada.get("/api/desks/learnupon/me").await.json;
    assert_eq!(me["account"]["name"], "Ada L.");
    assert_eq!(
        (&me["role"], &me["may_open"], &me["notices"]),
        (&json!("administrator"), &json!(true), &json!(["status"]))
    );
    let page = ada.page("/learnupon/profile?language=en").await;
    assert!(page.text.contains("value=\"Ada L.\""), "{}", page.text);
    let page = ada
        .submit(
            "/api/desks/learnupon/me",
            &[("name", ""), ("notices", ""), ("notices", "files")],
        )
        .await;
    assert_eq!(page.status, 303, "{}", page.text);
    let me = ada.get("/api/desks/learnupon/me").await.json;
    assert_eq!(
        (&me["account"]["name"], &me["notices"]),
        (&Value::Null, &json!(["files"]))
    );
    assert_eq!(me["account"]["language"], "en");
    for (wrong, field) in [
        (json!({ "language": "ru" }), "language"),
        (json!({ "notices": ["weather"] }), "notices"),
        (json!({ "name": "x".repeat(200) }), "name"),
        (json!({ "role": "admin" }), "role"),
    ] {
        ada.post("/api/desks/learnupon/me", &wrong)
            .await
            .is_problem(422, field);
    }
    // Words of the subject or the ID, in any case; a phase; both.
    assert_eq!(
        list(&ada, "learnupon", "?q=CURSO").await,
        [&*ids[2], &*ids[0]]
    );
    assert_eq!(list(&ada, "learnupon", "?q=curso+outro").await, [&*ids[2]]);
    assert_eq!(
        list(&ada, "learnupon", &format!("?q={}", ids[1].to_lowercase())).await,
        [&*ids[1]]
    );
    assert_eq!(list(&ada, "learnupon", "?q=nada").await, [""; 0]);
    assert_eq!(
        list(&ada, "learnupon", "?q=curso&phase=done").await,
        [""; 0]
    );
    let page = ada
        .page("/learnupon/tickets?q=relat%C3%B3rio&language=en")
        .await;
    assert!(
        page.text.contains(&ids[1]) && !page.text.contains(&ids[0]),
        "{}",
        page.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lu_8_only_top_level_administrators_of_the_own_company_are_copied() {
    let site = Site::start_as_shipped().await;
    for (email, company, role) in [
        (ADA, "acme", Administrator),
        (BEN, "acme", Administrator),
        ("sub@example.com", "acme", SubAdministrator),
        ("foreign@example.com", "other", Administrator),
    ] {
        site.company("learnupon", company, &[]).await;
        site.account("learnupon", email, company, role).await;
    }
    let ada = site.sign_in("learnupon", ADA).await;
    let copied = |email: &str| {
        ticket_body(
            "learnupon",
            "technical-problem",
            json!({ "cc": [BEN, email] }),
        )
    };
    let mut details = Vec::new();
    for email in [
        "sub@example.com",
        "foreign@example.com",
        "nobody@example.com",
    ] {
        let refused = ada
            .post("/api/desks/learnupon/tickets?language=en", &copied(email))
            .await;
        refused.is_problem(422, "cc");
        assert!(
            refused.text.contains("no top-level administrator"),
            "{}",
            refused.text
        );
        details.push(refused.text.replace(email, "…"));
    }
    // It is the same for all: nobody learns who is known at another company.
    assert!(details.iter().all(|detail| *detail == details[0]));
    // A browser gets its form back, with the reason.
    let fields = [
        ("topic", "technical-problem"),
        ("subject", "Words"),
        ("description", "More words"),
        ("cc", "sub@example.com"),
    ];
    let form = ada
        .submit("/api/desks/learnupon/tickets?language=en", &fields)
        .await;
    assert_eq!(form.status, 422);
    assert!(
        form.text.contains("More words") && form.text.contains("id=\"wrong-cc\""),
        "{}",
        form.text
    );
    let ticket = opened(
        &site,
        &ada,
        "learnupon",
        "technical-problem",
        json!({ "cc": [BEN] }),
    )
    .await;
    assert_eq!(ticket.body["watchers"], json!([BEN]));
    assert_eq!(site.mails_to("sub@example.com").await.len(), 0);
    // Whoever is copied finds it.
    let ben = site.sign_in("learnupon", BEN).await;
    assert_eq!(list(&ben, "learnupon", "?view=shared").await, [ticket.id]);
}

/// A ticket of Ada at SmartPlayer, and she.
async fn shared_site(site: &Site) -> (Staff<'_>, Created) {
    for email in [ADA, BEN, EVE] {
        site.account("smartplayer", email, "", Member).await;
    }
    let ada = site.sign_in("smartplayer", ADA).await;
    let ticket = opened(site, &ada, "smartplayer", "report-a-bug", json!({})).await;
    (ada, ticket)
}

async fn share(person: &Staff<'_>, ticket: &Created, email: &str) -> Answer {
    let path = ticket.api_without_key("/watchers");
    person.post(&path, &json!({ "email": email })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_12_a_request_is_shared_with_somebody_who_then_sees_it_and_is_told() {
    let site = Site::start_as_shipped().await;
    let (ada, ticket) = shared_site(&site).await;
    let ben = site.sign_in("smartplayer", BEN).await;
    assert_eq!(ben.get(&ticket.api_without_key("")).await.status, 404);
    assert_eq!(list(&ben, "smartplayer", "?view=shared").await, [""; 0]);
    let answer = share(&ada, &ticket, BEN).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(answer.json["watchers"], json!([BEN]));
    assert_eq!(answer.json["timeline"][0]["kind"], "watcher_added");
    assert_eq!(answer.json["timeline"][0]["person"], BEN);
    // Again changes nothing, and mails nobody.
    assert_eq!(share(&ada, &ticket, BEN).await.json["timeline"], json!([]));
    let told = site.mails_to(BEN).await.len();
    assert_eq!(told, 2, "the link to sign in, and the news");
    // They see it, answer it and are told of changes.
    assert_eq!(
        list(&ben, "smartplayer", "?view=shared").await,
        [&*ticket.id]
    );
    assert_eq!(list(&ben, "smartplayer", "").await, [""; 0]);
    let agent = site.agent("smartplayer").await;
    agent.comment(&ticket, "We look at it").await;
    assert_eq!(site.mails_to(BEN).await.len(), told + 1);
    let comment = ben
        .post(
            &ticket.api_without_key("/comments"),
            &json!({ "body": "Thanks" }),
        )
        .await;
    assert_eq!(comment.status, 201, "{}", comment.text);
    // They share it with nobody, end it for nobody else, and can leave.
    assert_eq!(share(&ben, &ticket, EVE).await.status, 403);
    let path = |email: &str| ticket.api_without_key(&format!("/watchers/{email}"));
    share(&ada, &ticket, EVE).await;
    let headers = [("authorization", ben.bearer.as_str())];
    assert_eq!(
        site.send(Method::DELETE, &path(EVE), &headers, "")
            .await
            .status,
        403
    );
    let page = ben
        .page(&format!("/smartplayer/tickets/{}", ticket.id))
        .await;
    assert!(page.text.contains("Leave this request"), "{}", page.text);
    let left = ben
        .submit(&ticket.api_without_key("/unshare"), &[("person", BEN)])
        .await;
    assert_eq!(left.status, 303, "{}", left.text);
    assert_eq!(ben.get(&ticket.api_without_key("")).await.status, 404);
    assert_eq!(list(&ben, "smartplayer", "?view=shared").await, [""; 0]);
    let before = site.mails_to(BEN).await.len();
    agent.comment(&ticket, "It is mended").await;
    assert_eq!(site.mails_to(BEN).await.len(), before);
    // Whoever shared it ends it as well, from the page.
    let page = ada
        .page(&format!("/smartplayer/tickets/{}", ticket.id))
        .await;
    assert!(
        page.text.contains(&format!("value=\"{EVE}\"")),
        "{}",
        page.text
    );
    let fields = [("person", EVE), ("body", "A reply under way")];
    let ended = ada
        .submit(&ticket.api_without_key("/unshare"), &fields)
        .await;
    assert!(ended.text.contains("A reply under way"), "{}", ended.text);
    assert_eq!(
        ada.get(&ticket.api_without_key("")).await.json["watchers"],
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sharing_keeps_to_its_limits() {
    let site = Site::start_as_shipped().await;
    let (ada, ticket) = shared_site(&site).await;
    share(&ada, &ticket, "nobody")
        .await
        .is_problem(422, "email");
    share(&ada, &ticket, "").await.is_problem(422, "email");
    assert_eq!(share(&ada, &ticket, ADA).await.json["watchers"], json!([]));
    for number in 0..10 {
        let email = format!("friend-{number}@example.com");
        assert_eq!(share(&ada, &ticket, &email).await.status, 201, "{email}");
    }
    share(&ada, &ticket, "one-more@example.com")
        .await
        .is_problem(422, "email");
    // A desk that does not let people share says so; its own people may all the same.
    let opened = site.ticket("spaceos", "question", json!({})).await;
    let confirmed = site.confirmed(&opened).await;
    let path = confirmed.api("/watchers");
    assert_eq!(site.post(&path, &json!({ "email": BEN })).await.status, 403);
    let agent = site.agent("spaceos").await;
    assert_eq!(share(&agent, &confirmed, BEN).await.status, 201);
    assert_eq!(site.mails_to(BEN).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_see_and_answer_where_the_desk_says_so_and_nobody_else_does() {
    let demo = format!(
        "{}\n[access]\nsee = \"company\"\n",
        include_str!("data/demo.toml")
    );
    let site = Site::start_with_desk(&demo).await;
    for company in ["acme", "other"] {
        site.company("demo", company, &[]).await;
    }
    for (email, company) in [(ADA, "acme"), (BEN, "acme"), (EVE, "other")] {
        site.account("demo", email, company, Member).await;
    }
    let ada = site.sign_in("demo", ADA).await;
    let ben = site.sign_in("demo", BEN).await;
    let eve = site.sign_in("demo", EVE).await;
    let own = json!({ "requester": { "email": ADA } });
    let ticket = opened(&site, &ada, "demo", "question", own.clone()).await;
    assert_eq!(list(&ben, "demo", "?view=company").await, [&*ticket.id]);
    assert_eq!(list(&ben, "demo", "").await, [""; 0]);
    assert_eq!(list(&eve, "demo", "?view=company").await, [""; 0]);
    let comment = ben
        .post(
            &ticket.api_without_key("/comments"),
            &json!({ "body": "I see it too" }),
        )
        .await;
    assert_eq!(
        comment.json["timeline"][0]["actor"]["role"], "colleague",
        "{}",
        comment.text
    );
    let moved = ben
        .post(
            &ticket.api_without_key("/status"),
            &json!({ "status": "done" }),
        )
        .await;
    assert_eq!(moved.status, 403);
    let disowned = ben
        .post(&ticket.api_without_key("/disown"), &json!({}))
        .await;
    assert_eq!(disowned.status, 403);
    assert_eq!(eve.get(&ticket.api_without_key("")).await.status, 404);
    // What a stranger sends in somebody's name is nobody's company's.
    let strange = site.ticket("demo", "question", own).await;
    assert_eq!(strange.body["company"], Value::Null);
    assert_eq!(list(&ben, "demo", "?view=company").await, [&*ticket.id]);
    assert_eq!(ben.get(&strange.api_without_key("")).await.status, 404);
    // Who moves to another company takes their own along, and sees the old company's no more.
    site.account("demo", BEN, "other", Member).await;
    assert_eq!(ben.get(&ticket.api_without_key("")).await.status, 404);
    assert_eq!(list(&ben, "demo", "?view=company").await, [""; 0]);
    // A cursor of a ticket that one may not see is none.
    let answer = eve
        .get(&format!(
            "/api/desks/demo/tickets?view=company&cursor={}",
            ticket.id
        ))
        .await;
    answer.is_problem(422, "cursor");
    // At a desk that shows no company's there is no such list.
    site.ticket(
        "spaceos",
        "question",
        json!({ "requester": { "email": ADA } }),
    )
    .await;
    let ada = site.sign_in("spaceos", ADA).await;
    assert_eq!(
        ada.get("/api/desks/spaceos/tickets?view=company")
            .await
            .status,
        403
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_signed_in_at_one_desk_goes_on_at_another_in_one_click() {
    let site = Site::start_as_shipped().await;
    for desk in ["smartplayer", "twin24"] {
        site.account(desk, ADA, "", Member).await;
    }
    let ada = site.sign_in("smartplayer", ADA).await;
    let token = ada.bearer.strip_prefix("Bearer ").unwrap();
    let cookie = format!("docket_smartplayer={token}");
    let page = async |path: &str, cookie: &str| {
        site.get_with(path, &[("accept", "text/html"), ("cookie", cookie)])
            .await
    };
    let offers = page("/twin24/new?topic=report-not-built", &cookie).await;
    assert_eq!(offers.status, 401);
    assert!(
        offers.text.contains(&format!("Продолжить как {ADA}")),
        "{}",
        offers.text
    );
    assert!(
        page("/spaceos/sign-in?language=en", &cookie)
            .await
            .text
            .contains(ADA)
    );
    // Where the address may not come in, nothing is offered and nothing is gained.
    let there = page("/learnupon/sign-in", &cookie).await;
    assert!(!there.text.contains("session/continue"), "{}", there.text);
    let go_on = async |desk: &str, headers: &[(&str, &str)]| {
        let path = format!("/api/desks/{desk}/session/continue");
        let body = "return_to=/twin24/new%3Ftopic%3Dreport-not-built";
        let mut all = vec![
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html"),
        ];
        all.extend(headers);
        site.send(Method::POST, &path, &all, body).await
    };
    assert_eq!(go_on("learnupon", &[("cookie", &cookie)]).await.status, 401);
    assert_eq!(go_on("twin24", &[]).await.status, 401);
    let foreign = [
        ("cookie", &*cookie),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example.com"),
    ];
    assert_eq!(go_on("twin24", &foreign).await.status, 403);
    let planted = cookie.replace("docket_smartplayer", "docket_spaceos");
    assert_eq!(go_on("twin24", &[("cookie", &planted)]).await.status, 401);
    let begun = go_on("twin24", &[("cookie", &cookie)]).await;
    assert_eq!(
        (begun.status, begun.header("location")),
        (303, "/twin24/new?topic=report-not-built"),
        "{}",
        begun.text
    );
    assert!(
        begun.header("set-cookie").starts_with("docket_twin24="),
        "{}",
        begun.header("set-cookie")
    );
    // A session that ended leads nowhere.
    ada.post("/api/desks/smartplayer/sign-out", &json!({}))
        .await;
    assert_eq!(go_on("twin24", &[("cookie", &cookie)]).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_desk_s_session_brings_no_account_back_and_does_not_last_longer() {
    let site = Site::start_as_shipped().await;
    let admin = site
        .sign_in("smartplayer", "admin@smartplayer.example.com")
        .await;
    let company = json!({ "id": "acme", "name": "Acme", "domains": ["acme.example.com"] });
    admin
        .post("/api/desks/smartplayer/companies", &company)
        .await;
    let email = "m@acme.example.com";
    let there = site.sign_in("smartplayer", email).await;
    let cookie = |desk: &str, bearer: &str| {
        format!("docket_{desk}={}", bearer.strip_prefix("Bearer ").unwrap())
    };
    let go_on = async |desk: &str, cookie: &str| {
        let path = format!("/api/desks/{desk}/session/continue");
        site.send(Method::POST, &path, &[("cookie", cookie)], "")
            .await
    };
    let first = cookie("smartplayer", &there.bearer);
    let begun = go_on("spaceos", &first).await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    let second = cookie(
        "spaceos",
        &format!("Bearer {}", begun.json["access_token"].as_str().unwrap()),
    );
    let path = format!("/api/desks/smartplayer/accounts/{email}");
    let headers = [("authorization", admin.bearer.as_str())];
    assert_eq!(
        site.send(Method::DELETE, &path, &headers, "").await.status,
        204
    );
    assert_eq!(go_on("smartplayer", &second).await.status, 401);
    assert_eq!(
        admin.get(&path).await.status,
        404,
        "only a mailed link makes an account"
    );
    // Its page asks for an address; nothing fails.
    let page = site
        .get_with(
            "/smartplayer/sign-in",
            &[("accept", "text/html"), ("cookie", &second)],
        )
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    // To and fro, a session ends when the first one does.
    site.account("smartplayer", email, "acme", Member).await;
    site.advance("PT7H").await;
    let again = go_on("smartplayer", &second).await;
    assert_eq!(again.status, 201, "{}", again.text);
    assert_eq!(again.json["expires_at"], begun.json["expires_at"]);
    let third = cookie(
        "smartplayer",
        &format!("Bearer {}", again.json["access_token"].as_str().unwrap()),
    );
    site.advance("PT6H").await;
    assert_eq!(go_on("spaceos", &third).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_that_was_removed_leaves_its_tickets_to_nobody() {
    let site = Site::start_as_shipped().await;
    let admin = site.sign_in("twin24", "admin@twin24.example.com").await;
    let company = json!({ "name": "Acme GmbH", "addresses": [ADA] });
    let companies = "/api/desks/twin24/companies";
    let made = admin.post(companies, &company).await;
    let id = made.json["id"].as_str().unwrap().to_owned();
    // The same request again is answered as before: its answer may have been lost.
    assert_eq!(admin.post(companies, &company).await.status, 201);
    let other = json!({ "name": "Acme GmbH", "portals": ["x.example.com"] });
    admin.post(companies, &other).await.is_problem(422, "id");
    let ada = site.sign_in("twin24", ADA).await;
    let ticket = opened(&site, &ada, "twin24", "report-not-built", json!({})).await;
    let headers = [("authorization", admin.bearer.as_str())];
    let path = format!("/api/desks/twin24/accounts/{ADA}");
    assert_eq!(
        site.send(Method::DELETE, &path, &headers, "").await.status,
        204
    );
    let path = format!("{companies}/{id}");
    assert_eq!(
        site.send(Method::DELETE, &path, &headers, "").await.status,
        204
    );
    assert_eq!(admin.get(&path).await.status, 404);
    // Neither the name nor the ID comes back, by whatever way.
    admin.post(companies, &company).await.is_problem(422, "id");
    let by_id = json!({ "id": id, "name": "Another" });
    admin.post(companies, &by_id).await.is_problem(422, "id");
    let table = json!({ "table": format!("email,company\n{EVE},Acme GmbH\n") });
    let refused = admin
        .post("/api/desks/twin24/accounts/import", &table)
        .await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(refused.json["errors"][0]["line"], 2);
    let account = json!({ "email": EVE, "company": id });
    admin
        .post("/api/desks/twin24/accounts", &account)
        .await
        .is_problem(422, "company");
    assert_eq!(
        ada.get(&ticket.api_without_key("")).await.status,
        200,
        "it is still hers"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_that_was_renamed_is_not_found_by_its_old_name() {
    let site = Site::start_as_shipped().await;
    let admin = site
        .sign_in("smartplayer", "admin@smartplayer.example.com")
        .await;
    let import = async |email: &str, company: &str| {
        let table = json!({ "table": format!("email,company\n{email},{company}\n") });
        admin
            .post("/api/desks/smartplayer/accounts/import", &table)
            .await
    };
    assert_eq!(import(ADA, "Acme GmbH").await.status, 200);
    let listed = admin.get("/api/desks/smartplayer/companies").await.json;
    let id = listed["companies"][0]["id"].as_str().unwrap().to_owned();
    let renamed = json!({ "name": "Beta AG" });
    admin
        .post(&format!("/api/desks/smartplayer/companies/{id}"), &renamed)
        .await;
    let refused = import(BEN, "acme gmbh").await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(import(BEN, "Beta AG").await.status, 200);
    assert_eq!(import(EVE, &id).await.status, 200);
    let account = json!({ "email": EVE, "company": "Acme GmbH" });
    admin
        .post("/api/desks/smartplayer/accounts", &account)
        .await
        .is_problem(422, "company");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_address_takes_the_ticket_out_of_the_company() {
    let demo = format!(
        "{}\n[access]\nsee = \"company\"\n",
        include_str!("data/demo.toml")
    );
    let site = Site::start_with_desk(&demo).await;
    site.company("demo", "acme", &[]).await;
    site.account("demo", ADA, "acme", Member).await;
    site.account("demo", BEN, "acme", Member).await;
    let ben = site.sign_in("demo", BEN).await;
    let agent = site.agent("demo").await;
    let own = json!({ "requester": { "email": ADA } });
    let ticket = opened(&site, &agent, "demo", "question", own).await;
    assert_eq!(list(&ben, "demo", "?view=company").await, [&*ticket.id]);
    let right = json!({ "email": "somebody@elsewhere.example.com" });
    let corrected = site.post(&ticket.api("/address"), &right).await;
    assert_eq!(corrected.status, 200, "{}", corrected.text);
    assert_eq!(list(&ben, "demo", "?view=company").await, [""; 0]);
    assert_eq!(ben.get(&ticket.api_without_key("")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opener_does_not_learn_whom_the_ticket_is_shared_with() {
    let site = Site::start().await;
    let cc = json!({ "cc": ["copied@example.com"] });
    let opened = site.ticket("smartplayer", "report-a-bug", cc).await;
    let known = site.confirmed(&opened).await;
    let agent = site.agent("smartplayer").await;
    share(&agent, &known, BEN).await;
    assert_eq!(
        site.read(&known).await["watchers"],
        json!(["copied@example.com", BEN])
    );
    assert_eq!(
        site.read(&opened).await["watchers"],
        json!(["copied@example.com"])
    );
    let page = site.page(&opened.page()).await;
    assert!(
        page.text.contains("copied@example.com") && !page.text.contains(BEN),
        "{}",
        page.text
    );
    let said = site
        .post(&opened.api("/comments"), &json!({ "body": "Still so" }))
        .await;
    assert!(!said.text.contains(BEN), "{}", said.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_and_words_of_somebody_else_show_nobody_s_ticket() {
    let site = Site::start_as_shipped().await;
    for email in [ADA, EVE] {
        site.account("smartplayer", email, "", Member).await;
    }
    let ada = site.sign_in("smartplayer", ADA).await;
    let eve = site.sign_in("smartplayer", EVE).await;
    let mut body = ticket_body("smartplayer", "quote", json!({}));
    body.as_object_mut().unwrap().remove("requester");
    let send = async |bearer: &str| {
        let headers = [("authorization", bearer), ("idempotency-key", "the-same")];
        site.post_with("/api/desks/smartplayer/tickets", &body, &headers)
            .await
    };
    let first = send(&ada.bearer).await;
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(send(&ada.bearer).await.json["id"], first.json["id"]);
    let other = send(&eve.bearer).await;
    assert_eq!(other.status, 422, "{}", other.text);
    assert!(!other.text.contains(ADA), "{}", other.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn unconfirmed_tickets_hide_no_shared_ones_and_no_place_leads_astray() {
    let site = Site::start_without_limits().await;
    let cc = json!({ "cc": [BEN] });
    let shared = site.ticket("smartplayer", "report-a-bug", cc.clone()).await;
    site.confirmed(&shared).await;
    // Somebody floods the list with tickets that nobody has confirmed.
    for _ in 0..30 {
        site.ticket("smartplayer", "report-a-bug", cc.clone()).await;
    }
    site.account("smartplayer", BEN, "", Member).await;
    let ben = site.sign_in("smartplayer", BEN).await;
    let (mut found, mut next) = (Vec::new(), String::new());
    for _ in 0..5 {
        let path = format!("/api/desks/smartplayer/tickets?view=shared&cursor={next}");
        let path = path.trim_end_matches("&cursor=");
        let page = ben.get(path).await;
        assert_eq!(page.status, 200, "{}", page.text);
        found.extend(
            page.json["tickets"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it["id"].as_str().unwrap().to_owned()),
        );
        match page.json["next"].as_str() {
            Some(more) => next = more.to_owned(),
            None => break,
        }
    }
    assert_eq!(found, [shared.id]);
    for wrong in [
        "x",
        "1.x",
        "0",
        ".",
        "1e9.SPSUP-1",
        "99999999999999999999.SPSUP-1",
        "SPSUP-1",
    ] {
        let path = format!("/api/desks/smartplayer/tickets?view=shared&cursor={wrong}");
        ben.get(&path).await.is_problem(422, "cursor");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_administrator_any_more_is_copied_no_more_where_only_those_are() {
    let site = Site::start_as_shipped().await;
    site.company("learnupon", "acme", &[]).await;
    for email in [ADA, BEN] {
        site.account("learnupon", email, "acme", Administrator)
            .await;
    }
    let ada = site.sign_in("learnupon", ADA).await;
    let ben = site.sign_in("learnupon", BEN).await;
    let ticket = opened(
        &site,
        &ada,
        "learnupon",
        "technical-problem",
        json!({ "cc": [BEN] }),
    )
    .await;
    assert_eq!(ben.get(&ticket.api_without_key("")).await.status, 200);
    site.account("learnupon", BEN, "acme", SubAdministrator)
        .await;
    assert_eq!(ben.get(&ticket.api_without_key("")).await.status, 404);
    let before = site.mails_to(BEN).await.len();
    let agent = site.agent("learnupon").await;
    agent.comment(&ticket, "We look at it").await;
    assert_eq!(site.mails_to(BEN).await.len(), before);
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
