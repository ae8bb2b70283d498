//! How an incident ends, and its tickets with it.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn closing_an_incident_closes_its_tickets_and_tells_everybody_once() {
    let site = Site::start().await;
    let mut tickets = Vec::new();
    for n in 0..60 {
        tickets.push(ticket(&site, "streaming", &format!("person-{n}@example.com")).await);
    }
    let ids: Vec<&str> = tickets.iter().map(|ticket| ticket.id.as_str()).collect();
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": ids[..50] }),
    )
    .await;
    let agent = site.agent("spotme").await;
    let linked = agent
        .post(
            &path(&declared, "/tickets"),
            &json!({ "tickets": ids[50..] }),
        )
        .await;
    assert_eq!(
        (linked.status, &linked.json["more_tickets"]),
        (200, &json!(true)),
        "{}",
        linked.text
    );
    let closed = agent
        .post(
            &path(&declared, "/close"),
            &json!({ "body": "All works again.", "close_tickets": true }),
        )
        .await;
    assert_eq!(closed.status, 200, "{}", closed.text);
    assert!(closed.json["closed_at"].is_string());
    site.advance("PT2M").await;
    for n in [0, 31, 59] {
        let person = format!("person-{n}@example.com");
        let mails = site.mails_to(&person).await;
        let subjects: Vec<&str> = mails
            .iter()
            .map(|mail| mail["subject"].as_str().unwrap())
            .collect();
        assert_eq!(
            subjects.len(),
            2,
            "the acknowledgement, and the end: {subjects:?}"
        );
        let text = mails[1]["text"].as_str().unwrap();
        assert!(
            text.contains("All works again.")
                && text.contains(&format!("We close your request {} with it", tickets[n].id)),
            "{text}"
        );
        let ticket = agent.get(&tickets[n].api_without_key("")).await.json;
        assert_eq!(ticket["status"]["phase"], "done");
        let last = ticket["timeline"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone();
        assert_eq!(
            (&last["cause"], &last["actor"]["role"]),
            (&json!("incident"), &json!("system"))
        );
    }
    let open = agent.queue("open").await;
    assert!(open.is_empty(), "{open:?}");
    // What is over is shown on no form, and takes neither updates nor tickets nor followers.
    assert!(
        !site
            .page("/spotme/new?topic=streaming")
            .await
            .words()
            .contains("Video stops")
    );
    let status = site.get("/api/desks/spotme/status").await.json;
    assert_eq!(
        (
            status["open"].as_array().unwrap().len(),
            &status["closed"][0]["title"]
        ),
        (0, &json!("Video stops"))
    );
    for (end, body) in [
        ("/updates", json!({ "body": "x" })),
        ("/close", json!({ "body": "x" })),
        ("/tickets", json!({ "tickets": [ids[0]] })),
        ("/followers", json!({ "email": "a@example.com" })),
    ] {
        agent
            .post(&path(&declared, end), &body)
            .await
            .is_problem(409, "incident");
    }
    assert!(site.doctor().await.faults.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reopened_ticket_stays_open_and_only_linked_tickets_are_closed() {
    let site = Site::start().await;
    let (linked, other) = (
        ticket(&site, "streaming", "ada@example.com").await,
        ticket(&site, "streaming", "ben@example.com").await,
    );
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": [linked.id] }),
    )
    .await;
    let agent = site.agent("spotme").await;
    agent
        .post(&path(&declared, "/close"), &json!({ "body": "Over." }))
        .await;
    site.advance("PT5M").await;
    for ticket in [&linked, &other] {
        let ticket = agent.get(&ticket.api_without_key("")).await.json;
        assert_eq!(
            ticket["status"]["phase"], "open",
            "nobody asked to close it"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_to_a_closed_incident_is_kept_and_every_ticket_can_be_seen() {
    let site = Site::start().await;
    let mut ids = Vec::new();
    for n in 0..55 {
        let email = format!("person-{n}@example.com");
        ids.push(ticket(&site, "streaming", &email).await.id);
    }
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": ids[..50] }),
    )
    .await;
    let agent = site.agent("spotme").await;
    agent
        .post(
            &path(&declared, "/tickets"),
            &json!({ "tickets": ids[50..] }),
        )
        .await;
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = agent
            .get(&path(&declared, &format!("?after={after}")))
            .await
            .json;
        let tickets = page["tickets"].as_array().unwrap().clone();
        seen.extend(tickets.iter().map(|id| id.as_str().unwrap().to_owned()));
        match page["more_tickets"] == true {
            true => seen.last().unwrap().clone_into(&mut after),
            false => break,
        }
    }
    ids.sort();
    assert_eq!(seen, ids);
    let console = format!(
        "/spotme/console/incidents/{}",
        declared["id"].as_str().unwrap()
    );
    let page = agent.page(&console).await;
    assert!(page.words().contains("See more requests"));
    agent
        .post(&path(&declared, "/close"), &json!({ "body": "Over." }))
        .await;
    for version in ["1", "2"] {
        let fields = [
            ("body", "A long text that somebody wrote."),
            ("version", version),
        ];
        let late = agent.submit(&path(&declared, "/updates"), &fields).await;
        assert_eq!(late.status, 409);
        assert!(
            late.text.contains("A long text that somebody wrote."),
            "{}",
            late.words()
        );
        assert!(
            late.words().contains("The incident is closed."),
            "{}",
            late.words()
        );
    }
}
