//! Formats that last: what was stored by another version is read, shown, and not destroyed (behaviour 45).

use crate::support::table::{RawTable, item};
use crate::support::{Folder, Site, config};
use aws_sdk_dynamodb::types::{
    AttributeValue, DeleteGlobalSecondaryIndexAction, GlobalSecondaryIndexUpdate,
};
use docket_local::Stack;
use serde_json::{Value, json};
use std::sync::Arc;

/// What Docket 0.1 stored of a ticket with five comments and a move: events under UUIDs.
const DOCKET_0_1: &str = include_str!("data/docket-0.1.json");

#[tokio::test(flavor = "multi_thread")]
async fn the_data_folder_of_the_first_version_opens() {
    let folder = Arc::new(Folder::new());
    let old = Site::start_with_probe_in(Arc::clone(&folder)).await;
    let table = RawTable::of(&old).await;
    let items: Vec<Value> = serde_json::from_str(DOCKET_0_1).unwrap();
    for stored in items {
        table.put(item(stored)).await;
    }
    // Who is to be told has been told.
    let told = old.mails_to("a@example.com").await.len();
    // Its table had fewer indexes, and the folder no format.
    for index in ["company", "queue"] {
        let delete = DeleteGlobalSecondaryIndexAction::builder()
            .index_name(index)
            .build()
            .unwrap();
        let update = GlobalSecondaryIndexUpdate::builder().delete(delete).build();
        let table = table.0.update_table().table_name("docket");
        table
            .global_secondary_index_updates(update)
            .send()
            .await
            .unwrap();
    }
    drop(old);
    let database = folder.path().join("table.sqlite");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection
        .execute_batch("DELETE FROM _stream_records")
        .unwrap();
    drop(connection);
    std::fs::remove_file(folder.path().join("format")).unwrap();

    let site = Site::start_with_probe_in(folder).await;
    let agent = site.agent("spaceos").await;
    let read = agent.get("/api/desks/spaceos/tickets/SOS-1").await;
    assert_eq!(read.status, 200, "{}", read.text);
    assert_eq!(read.json["version"], 6);
    let kinds: Vec<&str> = read.json["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "opened",
            "commented",
            "commented",
            "commented",
            "commented",
            "status_changed"
        ]
    );
    assert!(
        read.json["description"]
            .as_str()
            .unwrap()
            .starts_with("A long story.")
    );
    let said = json!({ "body": "Still here" });
    let answer = agent
        .post("/api/desks/spaceos/tickets/SOS-1/comments", &said)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let mut listed = Vec::new();
    for phase in ["open", "waiting", "held", "done"] {
        listed.extend(agent.queue(phase).await);
    }
    assert_eq!(listed, ["SOS-1"]);
    let report = site.doctor().await;
    assert_eq!(
        (report.tickets, report.events, report.faults.len()),
        // The answer, the status that it causes, and that its writer takes the ticket.
        (1, 8, 0),
        "{report:?}"
    );
    // Nobody was told anew of what happened then: only of the comment, and the agent of the sign-in.
    site.settle().await;
    assert_eq!(site.mails_to("a@example.com").await.len(), told + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_data_folder_of_a_later_version_is_left_alone() {
    let folder = Arc::new(Folder::new());
    let before = Site::start_with_probe_in(Arc::clone(&folder)).await;
    before.ticket("spaceos", "question", json!({})).await;
    drop(before);
    std::fs::write(folder.path().join("format"), "2\n").unwrap();
    let content = || {
        let connection = rusqlite::Connection::open(folder.path().join("table.sqlite")).unwrap();
        let mut items = connection.prepare("SELECT item_json FROM docket").unwrap();
        let items = items.query_map([], |row| row.get::<_, String>(0)).unwrap();
        items.map(Result::unwrap).collect::<Vec<_>>()
    };
    let kept = content();
    // As an older version would, this one has other desks.
    let mut config = config(folder.path());
    config
        .desks
        .iter_mut()
        .for_each(|desk| desk.push_str("\n# older\n"));
    let started = Stack::start(config, docket::functions()).await;
    let refused = started.err().unwrap().to_string();
    assert!(refused.contains("a later version of Docket"), "{refused}");
    assert!(refused.contains("--data"), "{refused}");
    assert!(content() == kept, "nothing was written");
    std::fs::write(folder.path().join("format"), "nonsense").unwrap();
    let started = Stack::start(crate::support::config(folder.path()), docket::functions()).await;
    assert!(
        started
            .err()
            .unwrap()
            .to_string()
            .contains("holds no number")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_a_later_version_is_shown_as_such_and_stops_nothing() {
    let site = Site::start_with_probe().await;
    let table = RawTable::of(&site).await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let ticket = site.mailed(&ticket, "requester@example.com").await;
    let pk = format!("TICKET#{}", ticket.id);
    site.settle().await;
    let event = |sequence: u64, change: Value, actor: Value| {
        item(json!({
            "pk": { "S": pk }, "sk": { "S": format!("EVENT#{sequence:010}") },
            "ticket": { "S": ticket.id }, "desk": { "S": "spaceos" }, "sequence": { "N": sequence.to_string() },
            "at": { "S": "2026-12-01T10:00:00Z" }, "actor": actor, "change": change, "colour": { "S": "mauve" },
        }))
    };
    let robot = json!({ "M": { "role": { "S": "robot" }, "model": { "S": "R2" } } });
    let merged = json!({ "M": { "kind": { "S": "merged" }, "into": { "S": "SOS-9" } } });
    let secret = json!({ "M": { "kind": { "S": "thought" }, "internal": { "BOOL": true } } });
    table.put(event(2, merged, robot.clone())).await;
    table.put(event(3, secret, robot)).await;
    let mut state = table.get(&pk, "TICKET").await;
    state.insert("version".to_owned(), AttributeValue::N("3".to_owned()));
    table.put(state).await;

    let kinds = |read: &Value| -> Vec<String> {
        let events = read["timeline"].as_array().unwrap().iter();
        events
            .map(|event| event["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(kinds(&site.read(&ticket).await), ["opened", "unknown"]);
    let page = site.page(&ticket.page()).await;
    assert!(
        page.text.contains("Something of a later version of Docket"),
        "{}",
        page.text
    );
    let agent = site.agent("spaceos").await;
    let read = agent.get(&ticket.api_without_key("")).await;
    assert_eq!(kinds(&read.json), ["opened", "unknown", "unknown"]);
    // Work goes on, and its mail goes out.
    let said = json!({ "body": "Hello" });
    let answer = agent
        .post(&ticket.api_without_key("/comments"), &said)
        .await;
    // The answer, the status that it causes, and that its writer takes the ticket.
    assert_eq!((answer.status, &answer.json["version"]), (201, &json!(6)));
    site.settle().await;
    assert_eq!(site.mails_to("requester@example.com").await.len(), 2);
    let report = site.doctor().await;
    assert_eq!(
        (report.unknown_events, report.faults.len()),
        (2, 0),
        "{report:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_of_a_later_format_is_shown_and_not_changed() {
    let site = Site::start_with_probe().await;
    let table = RawTable::of(&site).await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let pk = format!("TICKET#{}", ticket.id);
    let mut state = table.get(&pk, "TICKET").await;
    state.insert("format".to_owned(), AttributeValue::N("999".to_owned()));
    state.insert("mood".to_owned(), AttributeValue::S("calm".to_owned()));
    table.put(state.clone()).await;
    assert_eq!(site.read(&ticket).await["subject"], ticket.body["subject"]);
    assert_eq!(site.page(&ticket.page()).await.status, 200);
    let said = json!({ "body": "This would lose the mood" });
    let refused = site.post(&ticket.api("/comments"), &said).await;
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert!(
        refused.text.contains("newer version of Docket"),
        "{}",
        refused.text
    );
    assert!(!refused.header("retry-after").is_empty());
    // Nor does the sweep change it.
    site.advance("P30D").await;
    assert_eq!(table.get(&pk, "TICKET").await, state);
    // A format that cannot even be read is told in the same way, and breaks no list.
    state.insert("subject".to_owned(), AttributeValue::N("7".to_owned()));
    table.put(state).await;
    let refused = site.get(&ticket.api("")).await;
    assert_eq!(refused.status, 503, "{}", refused.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_what_is_wrong() {
    let site = Site::start_with_probe().await;
    let table = RawTable::of(&site).await;
    let mut tickets = Vec::new();
    for _ in 0..4 {
        tickets.push(site.ticket("spaceos", "question", json!({})).await);
    }
    for ticket in &tickets {
        site.post(&ticket.api("/comments"), &json!({ "body": "One" }))
            .await;
    }
    let change = async |ticket: usize, name: &str, value: AttributeValue| {
        let pk = format!("TICKET#{}", tickets[ticket].id);
        let mut state = table.get(&pk, "TICKET").await;
        state.insert(name.to_owned(), value);
        table.put(state).await;
    };
    change(1, "status", AttributeValue::S("resolved".to_owned())).await;
    change(2, "version", AttributeValue::N("3".to_owned())).await;
    change(3, "subject", AttributeValue::N("3".to_owned())).await;
    let stack = docket::RunningStack::on(site.folder());
    let report = stack.examine().await.unwrap();
    assert_eq!(report.tickets, 4);
    let fault = |ticket: usize, words: &str| {
        let id = format!("{}: ", tickets[ticket].id);
        report
            .faults
            .iter()
            .any(|fault| fault.starts_with(&id) && fault.contains(words))
    };
    assert_eq!(report.faults.len(), 3, "{report:?}");
    assert!(fault(1, "not what its timeline says"), "{report:?}");
    assert!(fault(2, "its timeline ends at 2"), "{report:?}");
    assert!(fault(3, "not as expected"), "{report:?}");
}
