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
