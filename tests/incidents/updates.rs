//! Public updates: whom they reach, and how often.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_public_update_reaches_each_affected_address_once() {
    let site = Site::start().await;
    let first = ticket(&site, "streaming", "ada@example.com").await;
    let second = ticket(&site, "streaming", "ada@example.com").await;
    let third = ticket(&site, "access", "ben@example.com").await;
    let declared = declare(
        &site,
        json!({
            "title": "Video stops", "topics": ["streaming"], "body": "We look into it.",
            "tickets": [format!("{}, {}", first.id, second.id), third.id],
        }),
    )
    .await;
    assert_eq!(declared["tickets"].as_array().unwrap().len(), 3);
    let agent = site.agent("spotme").await;
    for person in ["ada@example.com", "ben@example.com"] {
        let told = updates(&site, person, "Video stops").await;
        assert_eq!(told.len(), 1, "{person}: {told:?}");
        assert!(told[0].contains("> We look into it."), "{}", told[0]);
    }
    // The same request again tells nobody anything.
    let body = json!({ "body": "A server is back." });
    for _ in 0..3 {
        let headers = [
            ("idempotency-key", "once"),
            ("authorization", agent.bearer.as_str()),
        ];
        let answer = site
            .post_with(&path(&declared, "/updates"), &body, &headers)
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }
    for person in ["ada@example.com", "ben@example.com"] {
        assert_eq!(
            updates(&site, person, "Video stops").await.len(),
            2,
            "{person}"
        );
    }
    // A ticket that is taken off tells its requester nothing more, unless another one is linked.
    for id in [&first.id, &third.id] {
        let done = agent
            .post(
                &path(&declared, "/tickets/remove"),
                &json!({ "ticket": id }),
            )
            .await;
        assert_eq!(done.status, 200, "{}", done.text);
    }
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "And another one." }),
        )
        .await;
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        3
    );
    assert_eq!(
        updates(&site, "ben@example.com", "Video stops").await.len(),
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_behind_keeps_the_text_and_says_so() {
    let site = Site::start().await;
    let declared = declare(&site, json!({ "title": "Video stops" })).await;
    let agent = site.agent("spotme").await;
    let first = [("body", "First."), ("version", "1")];
    assert_eq!(
        agent
            .submit(&path(&declared, "/updates"), &first)
            .await
            .status,
        303
    );
    let late = agent
        .submit(
            &path(&declared, "/updates"),
            &[("body", "Late words."), ("version", "1")],
        )
        .await;
    assert_eq!(late.status, 409);
    assert!(
        late.words()
            .contains("Somebody else has changed this incident"),
        "{}",
        late.words()
    );
    assert!(late.text.contains("Late words."));
    let late = agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "Late words.", "version": 1 }),
        )
        .await;
    late.is_problem(409, "version");
    let empty = agent
        .submit(
            &path(&declared, "/close"),
            &[("body", " "), ("close_tickets", "true")],
        )
        .await;
    assert_eq!(empty.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_follows_the_ticket_as_it_is() {
    let site = Site::start().await;
    let own = ticket(&site, "streaming", "vera@example.com").await;
    let mistyped = ticket(&site, "streaming", "typo@example.com").await;
    let tickets = json!([own.id, mistyped.id]);
    let declared = declare(&site, json!({ "title": "Video stops", "tickets": tickets })).await;
    let agent = site.agent("spotme").await;
    // One says that it is not theirs, the other one corrects the address.
    let mailed = site.mailed(&own, "vera@example.com").await;
    let disowned = site.post(&mailed.api("/disown"), &json!({})).await;
    assert_eq!(disowned.status, 200, "{}", disowned.text);
    let right = json!({ "email": "right@example.com" });
    let corrected = site.post(&mistyped.api("/address"), &right).await;
    assert_eq!(corrected.status, 200, "{}", corrected.text);
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "News." }))
        .await;
    for (person, wanted) in [
        ("vera@example.com", 0),
        ("typo@example.com", 0),
        ("right@example.com", 1),
    ] {
        assert_eq!(
            updates(&site, person, "Video stops").await.len(),
            wanted,
            "{person}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn title_and_topics_are_corrected_and_nobody_is_mailed() {
    let site = Site::start().await;
    let affected = ticket(&site, "technical-problem", "customer@example.com").await;
    let incident = declare(
        &site,
        json!({ "title": "Video stosp", "topics": ["technical-problem"], "tickets": [affected.id], "body": "We look." }),
    )
    .await;
    let agent = site.agent("spotme").await;
    let before = site.mails_to("customer@example.com").await.len();
    let details = path(&incident, "/details");
    // A page that is behind keeps what was written.
    let stale = [
        ("title", "Video stops"),
        ("topics", "streaming"),
        ("version", "7"),
    ];
    let stale = agent.submit(&details, &stale).await;
    assert_eq!(stale.status, 409, "{}", stale.text);
    assert!(
        stale.text.contains("value=\"Video stops\""),
        "{}",
        stale.text
    );
    let wrong = agent
        .submit(&details, &[("title", ""), ("topics", "nothing")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.words().contains("Title or topics") || wrong.text.contains("id=\"correct\" open")
    );
    let right = [
        ("title", "Video stops"),
        ("topics", "streaming"),
        ("version", "1"),
    ];
    assert_eq!(agent.submit(&details, &right).await.status, 303);
    let status = site.get("/api/desks/spotme/status").await.json;
    assert_eq!(
        (&status["open"][0]["title"], &status["open"][0]["topics"]),
        (&json!("Video stops"), &json!(["streaming"]))
    );
    assert!(
        !site
            .page("/spotme/new?topic=technical-problem")
            .await
            .words()
            .contains("Video stops")
    );
    assert!(
        site.page("/spotme/new?topic=streaming")
            .await
            .words()
            .contains("Video stops")
    );
    // The same again changes nothing, and a program that saw another version is told.
    let same = json!({ "title": "Video stops", "topics": ["streaming"] });
    let same = agent.post(&details, &same).await;
    assert_eq!((same.status, &same.json["version"]), (200, &json!(2)));
    assert_eq!(same.json["updates"][1]["kind"], "corrected");
    let behind = json!({ "title": "Sound stops", "version": 1 });
    assert_eq!(agent.post(&details, &behind).await.status, 409);
    let public = path(&incident, "").replace("/api/desks/spotme/incidents", "/spotme/status");
    let public = site.page(&public).await;
    assert!(public.words().contains("Video stops") && !public.words().contains("corrected"));
    assert_eq!(site.mails_to("customer@example.com").await.len(), before);
}
