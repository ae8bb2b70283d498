//! Tickets that are shared: with whom, who sees it, and when it ends.

use super::{ADA, BEN, EVE, list, opened};
use crate::support::{Answer, Created, Site, Staff, ticket_body};
use docket_domain::account::AccountRole::{Administrator, Member, SubAdministrator};
use reqwest::Method;
use serde_json::json;

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
    // Mails from before have a key of the ticket in them.
    let agent = site.agent("learnupon").await;
    agent.comment(&ticket, "We look at it").await;
    let mailed = site.mailed(&ticket, BEN).await;
    assert_eq!(site.get(&mailed.api("")).await.status, 200);
    site.account("learnupon", BEN, "acme", SubAdministrator)
        .await;
    assert_eq!(site.get(&mailed.api("")).await.status, 404);
    let words = json!({ "body": "Let me in" });
    let written = site.post(&mailed.api("/comments"), &words).await;
    assert_eq!(written.status, 404);
    assert_eq!(ben.get(&ticket.api_without_key("")).await.status, 404);
    let before = site.mails_to(BEN).await.len();
    agent.comment(&ticket, "It works again").await;
    assert_eq!(site.mails_to(BEN).await.len(), before);
}
