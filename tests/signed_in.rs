//! People who are signed in and do not work at the desk: they see the tickets that they asked for, and no others.

use crate::support::{Created, Site, Staff, token_in};
use reqwest::Method;
use serde_json::json;

const DEMO: &str = include_str!("data/demo.toml");
const ADA: &str = "ada@example.com";
const BEN: &str = "ben@example.com";

async fn ticket_of(site: &Site, email: &str, more: serde_json::Value) -> Created {
    let mut body = json!({ "requester": { "email": email } });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    site.ticket("demo", "question", body).await
}

async fn list(person: &Staff<'_>, query: &str) -> Vec<String> {
    let answer = person.get(&format!("/api/desks/demo/tickets{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let tickets = answer.json["tickets"].as_array().unwrap().clone();
    let id = |ticket: &serde_json::Value| ticket["id"].as_str().unwrap().to_owned();
    tickets.iter().map(id).collect()
}

/// The number of links to sign in that an address was mailed.
async fn links_to(site: &Site, email: &str) -> usize {
    let mails = site.mails_to(email).await;
    let is_link =
        |mail: &&serde_json::Value| mail["text"].as_str().unwrap().contains("sign-in?token=");
    mails.iter().filter(is_link).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_in_person_sees_and_answers_their_own_requests_alone() {
    let site = Site::start_with_desk(DEMO).await;
    let own = ticket_of(&site, ADA, json!({ "subject": "The map stays white" })).await;
    let other = ticket_of(&site, BEN, json!({})).await;
    let elsewhere = site
        .ticket(
            "spaceos",
            "question",
            json!({ "requester": { "email": ADA } }),
        )
        .await;
    let ada = site.sign_in("demo", ADA).await;
    assert_eq!(list(&ada, "").await, [&*own.id]);
    let page = ada.page("/demo/tickets").await;
    assert!(
        page.text
            .contains(&format!("href=\"/demo/tickets/{}\"", own.id)),
        "{}",
        page.text
    );
    assert!(
        page.text.contains("The map stays white") && page.text.contains("My requests"),
        "{}",
        page.text
    );
    assert!(
        !page.text.contains(&other.id) && !page.text.contains(&elsewhere.id),
        "{}",
        page.text
    );
    // Their own is whole: a session proves the address, as a mailed key does.
    let agent = site.agent("demo").await;
    agent.comment(&own, "Is it better now?").await;
    let read = ada.get(&own.api_without_key("")).await;
    assert!(read.text.contains("Is it better now?"), "{}", read.text);
    let page = ada.page(&format!("/demo/tickets/{}", own.id)).await;
    assert!(
        page.text.contains("Is it better now?") && page.text.contains(ADA),
        "{}",
        page.text
    );
    let sent = ada
        .submit(&own.api_without_key("/comments"), &[("body", "It is")])
        .await;
    assert!(
        sent.header("location")
            .starts_with(&format!("/demo/tickets/{}?version=", own.id)),
        "{sent:?}"
    );
    let read = agent.get(&own.api_without_key("")).await.json;
    assert_eq!(read["requester"]["confirmed"], true, "{read}");
    // Nobody else's, as if there were none; and nothing of the desk's people.
    for (ticket, path) in [
        (&other, ""),
        (&other, "/timeline?cursor=DEMO-2-1"),
        (&elsewhere, ""),
    ] {
        let seen = ada.get(&ticket.api_without_key(path)).await;
        assert!([401, 404].contains(&seen.status), "{path}: {}", seen.text);
    }
    let missing = ada.get("/api/desks/demo/tickets/DEMO-99").await;
    let hidden = ada.get(&other.api_without_key("")).await;
    assert_eq!(
        (missing.status, &missing.json["detail"]),
        (hidden.status, &hidden.json["detail"])
    );
    let words = json!({ "body": "Words" });
    assert_eq!(
        ada.post(&other.api_without_key("/comments"), &words)
            .await
            .status,
        404
    );
    let note = json!({ "body": "Between us", "internal": true });
    assert_eq!(
        ada.post(&own.api_without_key("/comments"), &note)
            .await
            .status,
        403
    );
    for page in [
        "/demo/console",
        "/demo/console/next",
        &format!("/demo/console/tickets/{}", own.id),
    ] {
        assert_eq!(ada.page(page).await.status, 403, "{page}");
    }
    // A session is for one desk.
    assert_eq!(ada.get("/api/desks/spaceos/tickets").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_has_asked_for_something_is_mailed_a_link_and_nobody_learns_who_has() {
    let site = Site::start_with_desk(DEMO).await;
    ticket_of(&site, ADA, json!({})).await;
    site.ticket(
        "spaceos",
        "question",
        json!({ "requester": { "email": BEN } }),
    )
    .await;
    let mut answers = Vec::new();
    for email in [ADA, BEN, "stranger@example.com"] {
        let asked = site
            .post("/api/desks/demo/sign-in", &json!({ "email": email }))
            .await;
        answers.push((asked.status, asked.text.clone()));
    }
    site.settle().await;
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert_eq!(
        (
            links_to(&site, ADA).await,
            links_to(&site, BEN).await,
            links_to(&site, "stranger@example.com").await
        ),
        (1, 0, 0)
    );
    // The link leads to the list, works once, and at this desk alone.
    let mails = site.mails_to(ADA).await;
    let token = token_in(mails.last().unwrap());
    let wrong = site
        .submit("/api/desks/spaceos/session", &[("token", &token)])
        .await;
    assert_eq!(wrong.status, 410, "{}", wrong.text);
    let begun = site
        .submit("/api/desks/demo/session", &[("token", &token)])
        .await;
    assert_eq!(
        (begun.status, begun.header("location")),
        (303, "/demo/tickets")
    );
    assert_eq!(
        site.submit("/api/desks/demo/session", &[("token", &token)])
            .await
            .status,
        410
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_sent_signed_in_is_confirmed() {
    let site = Site::start_with_desk(DEMO).await;
    ticket_of(&site, ADA, json!({})).await;
    let ada = site.sign_in("demo", ADA).await;
    let form = ada.page("/demo/new?topic=question").await;
    assert_eq!(form.input_value("requester.email"), ADA);
    let body =
        crate::support::ticket_body("demo", "question", json!({ "requester": { "email": ADA } }));
    let opened = ada.post("/api/desks/demo/tickets", &body).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    assert_eq!(opened.json["requester"]["confirmed"], true);
    // In somebody else's name, it proves nothing.
    let body =
        crate::support::ticket_body("demo", "question", json!({ "requester": { "email": BEN } }));
    let opened = ada.post("/api/desks/demo/tickets", &body).await;
    assert_eq!(
        opened.json["requester"]["confirmed"], false,
        "{}",
        opened.text
    );
    assert_eq!(list(&ada, "?view=mine").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_comes_in_pages_the_youngest_first() {
    let site = Site::start_without_limits_with_desk(DEMO).await;
    for _ in 0..30 {
        ticket_of(&site, ADA, json!({})).await;
    }
    let other = ticket_of(&site, BEN, json!({})).await;
    let ada = site.sign_in("demo", ADA).await;
    let first = ada.get("/api/desks/demo/tickets").await.json;
    let next = first["next"].as_str().unwrap();
    assert_eq!(
        (
            first["tickets"].as_array().unwrap().len(),
            &first["tickets"][0]["id"]
        ),
        (25, &json!("DEMO-30"))
    );
    let rest = list(&ada, &format!("?cursor={next}")).await;
    assert_eq!(rest, ["DEMO-5", "DEMO-4", "DEMO-3", "DEMO-2", "DEMO-1"]);
    let page = ada.page("/demo/tickets").await.text;
    assert!(
        page.contains(&format!("href=\"/demo/tickets?cursor={next}\"")),
        "{page}"
    );
    for bad in ["x", "DEMO-999", &other.id, "%00"] {
        let answer = ada
            .get(&format!("/api/desks/demo/tickets?cursor={bad}"))
            .await;
        answer.is_problem(422, "cursor");
    }
    for unknown in ["phase=nothing", "limit=0", "view=theirs", "x=y"] {
        let answer = ada.get(&format!("/api/desks/demo/tickets?{unknown}")).await;
        assert_eq!(answer.status, 400, "{unknown}: {}", answer.text);
    }
    assert_eq!(list(&ada, "?limit=5&phase=open&view=mine").await.len(), 5);
    assert_eq!(list(&ada, "?phase=done").await.len(), 0);
    // An agent has the queue, and their own on request.
    let agent = site.agent("demo").await;
    assert_eq!(list(&agent, "?phase=open").await.len(), 31);
    assert_eq!(list(&agent, "?view=mine").await.len(), 0);
    assert_eq!(
        agent.page("/demo/tickets").await.header("location"),
        "/demo/console"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_copied_sees_the_ticket_once_its_requester_is_confirmed() {
    let site = Site::start_with_desk(
        &format!("{DEMO}\n[cc]\nlabel = \"Copy\"\nwho = \"anyone\"\n").replace(
            "label = \"A question\"",
            "label = \"A question\"\ncc = true",
        ),
    )
    .await;
    let opened = ticket_of(&site, ADA, json!({ "cc": [BEN] })).await;
    ticket_of(&site, BEN, json!({})).await;
    let ben = site.sign_in("demo", BEN).await;
    assert_eq!(ben.get(&opened.api_without_key("")).await.status, 404);
    site.confirmed(&opened).await;
    assert_eq!(ben.get(&opened.api_without_key("")).await.status, 200);
    // They do not change it as its requester does.
    let move_ = json!({ "status": "done" });
    assert_eq!(
        ben.post(&opened.api_without_key("/status"), &move_)
            .await
            .status,
        403
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_floods_a_mailbox_with_links() {
    let site = Site::start_with_desk(DEMO).await.at_noon().await;
    let victims = [ADA, "ada+1@example.com", "ada+2@example.com"];
    for email in victims {
        ticket_of(&site, email, json!({})).await;
        site.ticket(
            "spaceos",
            "question",
            json!({ "requester": { "email": email } }),
        )
        .await;
    }
    let ask = async |email: &str| {
        for desk in ["demo", "spaceos"] {
            for _ in 0..3 {
                let path = format!("/api/desks/{desk}/sign-in");
                let asked = site.post(&path, &json!({ "email": email })).await;
                assert_eq!(asked.status, 202, "the same for all: {}", asked.text);
            }
        }
    };
    for email in victims {
        ask(email).await;
    }
    site.settle().await;
    let mut links = 0;
    for email in victims {
        links += links_to(&site, email).await;
    }
    assert_eq!(links, 6, "of eighteen that were asked for");
    // Whoever said that it was not them gets none at all.
    let opened = ticket_of(&site, BEN, json!({})).await;
    let mailed = site.mailed(&opened, BEN).await;
    site.post(&mailed.api("/disown"), &json!({})).await;
    let before = site.mails_to(BEN).await.len();
    site.post("/api/desks/demo/sign-in", &json!({ "email": BEN }))
        .await;
    site.settle().await;
    assert_eq!(site.mails_to(BEN).await.len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_opened_signed_in_leaves_no_key_behind() {
    let site = Site::start_with_desk(DEMO).await;
    ticket_of(&site, ADA, json!({})).await;
    let ada = site.sign_in("demo", ADA).await;
    let form = [
        ("topic", "question"),
        ("requester.email", ADA),
        ("subject", "It does not work"),
        ("description", "First I did this."),
    ];
    let sent = ada.submit("/api/desks/demo/tickets", &form).await;
    assert_eq!(
        sent.header("location"),
        "/demo/tickets/DEMO-2?version=2",
        "{}",
        sent.text
    );
    // The same request from somebody who is not signed in: the same ticket, and a key that shows no answer.
    let body =
        crate::support::ticket_body("demo", "question", json!({ "requester": { "email": ADA } }));
    let key = ("idempotency-key", "order-1");
    let with = [key, ("authorization", ada.bearer.as_str())];
    let first = site
        .post_with("/api/desks/demo/tickets", &body, &with)
        .await;
    let second = site
        .post_with("/api/desks/demo/tickets", &body, &[key])
        .await;
    assert_eq!((first.status, second.status), (201, 201), "{}", second.text);
    let id = first.json["id"].as_str().unwrap();
    assert_eq!(second.json["id"], id);
    let agent = site.agent("demo").await;
    let answer = json!({ "body": "The secret answer" });
    agent
        .post(&format!("/api/desks/demo/tickets/{id}/comments"), &answer)
        .await;
    for answer in [&first, &second] {
        let key = answer.json["key"].as_str().unwrap();
        let read = site
            .get(&format!("/api/desks/demo/tickets/{id}?key={key}"))
            .await;
        assert!(
            read.status == 200 && !read.text.contains("The secret answer"),
            "{}",
            read.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_lock_nobody_out_who_is_signed_in() {
    let site = Site::start_with_desk(DEMO).await.at_noon().await;
    ticket_of(&site, ADA, json!({})).await;
    let ada = site.sign_in("demo", ADA).await;
    let body =
        crate::support::ticket_body("demo", "question", json!({ "requester": { "email": ADA } }));
    let mut refused = 0;
    for _ in 0..40 {
        let opened = site.post("/api/desks/demo/tickets", &body).await;
        refused += u32::from(opened.status == 429);
    }
    assert!(refused > 0, "an address has a limit");
    let own = ada.post("/api/desks/demo/tickets", &body).await;
    assert_eq!(own.status, 201, "{}", own.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_leads_to_no_other_sign_in_and_ends_the_one_before() {
    let site = Site::start_with_desk(DEMO).await;
    ticket_of(&site, ADA, json!({})).await;
    for path in [
        "/demo/sign-in?token=x",
        "/demo/sign-in",
        "/demo/tickets/DEMO-1?key=x",
        "/demo/new?draft=x",
    ] {
        let ask = json!({ "email": ADA, "return_to": path });
        site.post("/api/desks/demo/sign-in", &ask).await;
        let mails = site.mails_to(ADA).await;
        let token = token_in(mails.last().unwrap());
        let begun = site
            .submit("/api/desks/demo/session", &[("token", &token)])
            .await;
        assert_eq!(begun.header("location"), "/demo/tickets", "{path}");
    }
    // A mailbox gets six links an hour.
    site.advance("PT61M").await;
    let list = "/api/desks/demo/tickets";
    let first = site.sign_in("demo", ADA).await;
    let cookie = first.bearer.replace("Bearer ", "docket_demo=");
    site.post("/api/desks/demo/sign-in", &json!({ "email": ADA }))
        .await;
    let token = token_in(site.mails_to(ADA).await.last().unwrap());
    let begun = site
        .post_with(
            "/api/desks/demo/session",
            &json!({ "token": token }),
            &[("cookie", &cookie)],
        )
        .await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    assert_eq!(first.get(list).await.status, 401, "it ended");
    // Signing out ends whatever came along.
    let second = format!("Bearer {}", begun.json["access_token"].as_str().unwrap());
    let third = site.sign_in("demo", ADA).await;
    let cookie = third.bearer.replace("Bearer ", "docket_demo=");
    let both = [
        ("authorization", second.as_str()),
        ("cookie", cookie.as_str()),
    ];
    let out = site
        .send(Method::DELETE, "/api/desks/demo/session", &both, "")
        .await;
    assert_eq!(out.status, 204, "{}", out.text);
    assert_eq!(third.get(list).await.status, 401);
    assert_eq!(
        site.get_with(list, &[("authorization", &second)])
            .await
            .status,
        401
    );
}
