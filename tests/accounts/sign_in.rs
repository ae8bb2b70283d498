//! Where and how people come in: hosts, confirmation, their own pages, and from one desk to another.

use super::{ADA, list, opened};
use crate::support::Site;
use docket_domain::account::AccountRole::{Administrator, Member};
use reqwest::Method;
use serde_json::{Value, json};

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
