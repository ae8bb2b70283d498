//! How an incident is declared: with what, by whom, and whom that calls.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn sm_8_a_large_scale_problem_is_escalated_and_the_project_manager_is_informed() {
    let site = Site::start().await;
    // A customer with a project manager, twice, and one without.
    let first = ticket(&site, "large-scale", "a@customer-a.example.com").await;
    ticket(&site, "large-scale", "b@customer-a.example.com").await;
    ticket(&site, "large-scale", "c@customer-b.example.com").await;
    let agent = site.agent("spotme").await;
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    assert_eq!(pages["pages"][0]["tickets"].as_array().unwrap().len(), 3);
    let told = site.mails_to(MANAGER).await;
    assert_eq!(
        told.len(),
        1,
        "once for a page, however many tickets join it"
    );
    let text = told[0]["text"].as_str().unwrap();
    assert!(
        text.contains("A large-scale problem concerns a customer of yours"),
        "{text}"
    );
    assert!(text.contains(&first.id), "{text}");
    // An agent declares an incident from a ticket that called nobody.
    let quiet = ticket(&site, "streaming", "d@customer-a.example.com").await;
    let declared = declare(
        &site,
        json!({ "title": "The stream stands still", "topics": ["streaming"], "tickets": [quiet.id], "policy": "engineering" }),
    )
    .await;
    assert_eq!(declared["tickets"], json!([quiet.id]));
    let paged = agent.get(&quiet.api_without_key("")).await.json;
    let kinds: Vec<&str> = paged["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["opened", "paged", "incident_linked"]);
    let told = site.mails_to(MANAGER).await;
    let of_incident = told.iter().filter(|mail| {
        mail["text"]
            .as_str()
            .unwrap()
            .contains("The stream stands still")
    });
    assert_eq!(of_incident.count(), 1, "{told:?}");
    // And of each update, once.
    let more = ticket(&site, "streaming", "e@customer-a.example.com").await;
    let linked = agent
        .post(
            &path(&declared, "/tickets"),
            &json!({ "tickets": [more.id] }),
        )
        .await;
    assert_eq!(linked.status, 200, "{}", linked.text);
    let updated = agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "We restart the servers." }),
        )
        .await;
    assert_eq!(updated.status, 201, "{}", updated.text);
    assert_eq!(
        updates(&site, MANAGER, "The stream stands still")
            .await
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_declaration_is_said_and_nothing_is_done() {
    let site = Site::start().await;
    let own = ticket(&site, "streaming", "ada@example.com").await;
    let other = site.ticket("spaceos", "question", json!({})).await;
    let agent = site.agent("spotme").await;
    for (body, field) in [
        (json!({}), "title"),
        (json!({ "title": "x".repeat(201) }), "title"),
        (json!({ "title": 7 }), "title"),
        (json!({ "title": "x", "topics": ["nothing"] }), "topics"),
        (json!({ "title": "x", "tickets": ["no number"] }), "tickets"),
        (
            json!({ "title": "x", "tickets": [own.id, "SM-999999"] }),
            "tickets",
        ),
        (json!({ "title": "x", "tickets": [other.id] }), "tickets"),
        (json!({ "title": "x", "policy": "engineering" }), "tickets"),
        (
            json!({ "title": "x", "tickets": [own.id], "policy": "nothing" }),
            "policy",
        ),
        (json!({ "title": "x", "more": 1 }), "more"),
    ] {
        let refused = agent.post(INCIDENTS, &body).await;
        refused.is_problem(422, field);
    }
    let status = site.get("/api/desks/spotme/status").await.json;
    assert_eq!(status["open"], json!([]));
    assert!(
        agent.get(&own.api_without_key("")).await.json["timeline"]
            .as_array()
            .unwrap()
            .len()
            == 1
    );
    // The form comes back with what was typed.
    let form = agent
        .submit(
            INCIDENTS,
            &[
                ("title", "Video stops"),
                ("tickets", "SM-999999"),
                ("body", "Words."),
            ],
        )
        .await;
    assert_eq!(form.status, 422);
    for typed in ["Video stops", "SM-999999", "Words."] {
        assert!(form.text.contains(typed), "{typed}");
    }
    // Ten go on at one time.
    for n in 0..10 {
        declare(&site, json!({ "title": format!("Trouble {n}") })).await;
    }
    agent
        .post(INCIDENTS, &json!({ "title": "One more" }))
        .await
        .is_problem(409, "title");
    // Nobody else declares one.
    let ada = site.sign_in("spotme", "ada@example.com").await;
    assert_eq!(
        ada.post(INCIDENTS, &json!({ "title": "x" })).await.status,
        403
    );
    assert_eq!(
        site.post(INCIDENTS, &json!({ "title": "x" })).await.status,
        401
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_that_comes_twice_declares_and_calls_once() {
    let site = Site::start().await;
    let ticket = ticket(&site, "streaming", "ada@example.com").await;
    let agent = site.agent("spotme").await;
    let body = json!({ "title": "Video stops", "tickets": [ticket.id], "policy": "engineering", "body": "We look into it." });
    let headers = [
        ("idempotency-key", "twice"),
        ("authorization", agent.bearer.as_str()),
    ];
    let mut ids = Vec::new();
    for _ in 0..2 {
        let answer = site.post_with(INCIDENTS, &body, &headers).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        ids.push(answer.json["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
    let status = site.get("/api/desks/spotme/status").await.json;
    assert_eq!(status["open"].as_array().unwrap().len(), 1);
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        1
    );
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    assert_eq!(pages["pages"].as_array().unwrap().len(), 1);
    let other = site
        .post_with(INCIDENTS, &json!({ "title": "Another" }), &headers)
        .await;
    assert_eq!(other.status, 422, "{}", other.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_that_comes_again_later_links_and_calls_nobody_anew() {
    let site = Site::start().await;
    let (first, second) = (
        ticket(&site, "streaming", "ada@example.com").await,
        ticket(&site, "streaming", "ben@example.com").await,
    );
    let agent = site.agent("spotme").await;
    let body = json!({
        "title": "Video stops", "tickets": [first.id, second.id], "policy": "engineering", "body": "We look into it.",
    });
    let headers = [
        ("idempotency-key", "again"),
        ("authorization", agent.bearer.as_str()),
    ];
    let declare = async || {
        let answer = site.post_with(INCIDENTS, &body, &headers).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json
    };
    let declared = declare().await;
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    let page = pages["pages"][0]["id"].as_str().unwrap().to_owned();
    for person in ["ada@example.com", "ben@example.com"] {
        assert_eq!(updates(&site, person, "Video stops").await.len(), 1);
    }
    let resolve = format!("/api/desks/spotme/pages/{page}/resolve");
    agent.post(&resolve, &json!({})).await;
    agent
        .post(
            &path(&declared, "/tickets/remove"),
            &json!({ "ticket": second.id }),
        )
        .await;
    agent
        .post(
            &path(&declared, "/updates"),
            &json!({ "body": "Second news." }),
        )
        .await;
    declare().await;
    let read = agent.get(&path(&declared, "")).await.json;
    assert_eq!(read["tickets"], json!([first.id]));
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    assert_eq!(pages["pages"][0]["id"], json!(page));
    agent
        .post(&path(&declared, "/close"), &json!({ "body": "Over." }))
        .await;
    assert!(declare().await["closed_at"].is_string());
    assert_eq!(
        updates(&site, "ben@example.com", "Video stops").await.len(),
        1
    );
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        3
    );
}
