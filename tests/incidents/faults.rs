//! Bad days of an incident: nothing is lost, and nobody is told twice.

use super::*;
use docket_cloud::store::IncidentCommit;
use docket_domain::actor::{Actor, Rank};
use docket_domain::incident::{DeclarationDraft, Incident, IncidentTask, IncidentWork};

#[tokio::test(flavor = "multi_thread")]
async fn with_30_percent_of_faults_everybody_is_told_once_and_every_ticket_is_closed() {
    let site = Site::start_with_probe().await;
    let mut ids = Vec::new();
    for n in 0..40 {
        let email = format!("person-{n}@example.com");
        ids.push(ticket(&site, "streaming", &email).await.id);
    }
    let declared = declare(&site, json!({ "title": "Video stops", "tickets": ids })).await;
    let agent = site.agent("spotme").await;
    let faults = async |percent: u32| {
        let body = json!({ "percent": percent });
        site.post("/_local/faults", &body).await;
    };
    faults(30).await;
    for (end, body) in [
        ("/updates", json!({ "body": "News." })),
        ("/close", json!({ "body": "Over.", "close_tickets": true })),
    ] {
        let key = format!("key{end}").replace('/', "-");
        let headers = [
            ("authorization", agent.bearer.as_str()),
            ("idempotency-key", &key),
        ];
        // What was not answered is asked again under its key.
        let mut tries = 0;
        while site
            .post_with(&path(&declared, end), &body, &headers)
            .await
            .status
            >= 500
        {
            tries += 1;
            assert!(tries < 50);
        }
    }
    for _ in 0..6 {
        site.advance("PT1M").await;
    }
    faults(0).await;
    site.advance("PT2M").await;
    for n in 0..40 {
        let told = updates(&site, &format!("person-{n}@example.com"), "Video stops").await;
        let has = |words: &str| told.iter().filter(|text| text.contains(words)).count();
        assert_eq!((has("> News."), has("> Over.")), (1, 1), "{n}: {told:?}");
    }
    assert!(agent.queue("open").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_declare_and_update_at_once_is_all_there() {
    let site = Site::start().await;
    let agent = site.agent("spotme").await;
    let send = async |path: String, bodies: Vec<Value>| {
        let mut sent = tokio::task::JoinSet::new();
        for body in bodies {
            let (client, bearer, path) =
                (site.client().clone(), agent.bearer.clone(), path.clone());
            sent.spawn(async move {
                let headers = [("authorization", bearer.as_str())];
                client.post_with(&path, &body, &headers).await
            });
        }
        sent.join_all().await
    };
    let bodies = (0..8).map(|n| json!({ "title": format!("Trouble {n}") }));
    let declared = send(INCIDENTS.to_owned(), bodies.collect()).await;
    assert!(declared.iter().all(|answer| answer.status == 201));
    let status = site.get("/api/desks/spotme/status").await.json;
    assert_eq!(status["open"].as_array().unwrap().len(), 8);
    let one = &declared[0].json;
    let bodies = (0..6).map(|n| json!({ "body": format!("News {n}") }));
    let updated = send(path(one, "/updates"), bodies.collect()).await;
    assert!(updated.iter().all(|answer| answer.status == 201));
    let read = agent.get(&path(one, "")).await.json;
    assert_eq!(read["updates"].as_array().unwrap().len(), 7);
    assert_eq!(read["version"], 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tickets_of_one_requester_linked_at_once_are_all_there() {
    let site = Site::start().await;
    let mut ids = Vec::new();
    for _ in 0..10 {
        ids.push(ticket(&site, "streaming", "ada@example.com").await.id);
    }
    let declared = declare(&site, json!({ "title": "Video stops" })).await;
    let agent = site.agent("spotme").await;
    let mut sent = tokio::task::JoinSet::new();
    for id in ids.clone() {
        let (client, bearer) = (site.client().clone(), agent.bearer.clone());
        let path = path(&declared, "/tickets");
        sent.spawn(async move {
            let headers = [("authorization", bearer.as_str())];
            let body = json!({ "tickets": [id] });
            client.post_with(&path, &body, &headers).await.status
        });
    }
    assert_eq!(sent.join_all().await, [200; 10]);
    for id in &ids[..9] {
        agent
            .post(
                &path(&declared, "/tickets/remove"),
                &json!({ "ticket": id }),
            )
            .await;
    }
    agent
        .post(&path(&declared, "/updates"), &json!({ "body": "News." }))
        .await;
    assert_eq!(
        updates(&site, "ada@example.com", "Video stops").await.len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declaration_whose_request_died_is_carried_out_by_the_sweep() {
    let site = Site::start().await;
    let first = ticket(&site, "streaming", "ada@example.com").await;
    let second = ticket(&site, "streaming", "ben@example.com").await;
    // One of them is linked to another incident.
    declare(
        &site,
        json!({ "title": "Chat stops", "tickets": [second.id] }),
    )
    .await;
    let cloud = site.stack.cloud();
    let desk = cloud
        .store
        .desk(&"spotme".parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let now = cloud.clock.now();
    let actor = Actor::Agent {
        email: "agent-1@spotme.example.com".parse().unwrap(),
        name: "Agent".to_owned(),
        rank: Rank::Agent,
    };
    let draft = DeclarationDraft {
        title: "Video stops".to_owned(),
        tickets: vec![first.id.clone(), second.id.clone()],
        policy: "engineering".to_owned(),
        body: "We look into it.".to_owned(),
        ..DeclarationDraft::default()
    };
    let declaration = draft.check(&desk).unwrap();
    let id = uuid::Uuid::now_v7().into();
    let work = IncidentWork::Link {
        tickets: declaration.tickets.clone(),
        policy: declaration.policy.clone(),
        actor: actor.clone(),
    };
    let task = IncidentTask {
        incident: id,
        desk: (*desk.id).clone(),
        work,
    };
    let (incident, event) = Incident::declare(id, &desk.id, declaration, &actor, None, now);
    let board = cloud.store.status_board_now(&desk.id).await.unwrap();
    let commit = IncidentCommit {
        incident: &incident,
        event: &event,
        board: &board.after(&incident, &event),
        is_told: false,
        task: Some((task, now)),
    };
    assert!(cloud.store.commit_incident(commit).await.unwrap());
    site.advance("PT2M").await;
    let agent = site.agent("spotme").await;
    let read = agent.get(&format!("{INCIDENTS}/{id}")).await.json;
    assert_eq!(read["tickets"], json!([first.id, second.id]));
    let pages = agent.get("/api/desks/spotme/pages").await.json;
    assert_eq!(pages["pages"][0]["tickets"], json!([first.id]));
    site.advance("PT2M").await;
    for person in ["ada@example.com", "ben@example.com"] {
        assert_eq!(
            updates(&site, person, "Video stops").await.len(),
            1,
            "{person}"
        );
    }
    let other = site.get("/api/desks/spotme/status").await.json;
    let other = other["open"][1]["id"].as_str().unwrap().to_owned();
    let other = agent.get(&format!("{INCIDENTS}/{other}")).await.json;
    assert_eq!(other["tickets"], json!([]), "it has left the other one");
}
