//! How many tickets a desk has: counted by `relay`, by phase, by who works on them, and by team.

use crate::support::called::Called;
use crate::support::mortal::{Apart, RELAY};
use crate::support::table::RawTable;
use crate::support::{Created, Site};
use docket_domain::desk::{Desk, Phase};
use docket_probe::{Killed, Probe};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ONE: &str = "agent-1@demo.example.com";
const TWO: &str = "agent-2@demo.example.com";

/// The small desk with a team for faults, and one for the rest.
fn desk() -> String {
    format!(
        "{}
[[teams]]
id = \"first\"
label = \"First line\"
people = [\"{ONE}\"]
rest = true

[[teams]]
id = \"second\"
label = \"Second line\"
people = [\"{TWO}\"]
topics = [\"fault\"]
",
        include_str!("data/demo.toml")
    )
}

/// The numbers by phase and what is counted, such as `open/team/second`, without those that are zero.
type Numbers = BTreeMap<String, u64>;

async fn probed(probe: Probe) -> Site {
    Site::start_mortal_as(probe, Apart::default(), |config| config.desks.push(desk())).await
}

async fn counted(site: &Site) -> Numbers {
    site.settle().await;
    let agent = site.agent("demo").await;
    let answer = agent.get("/api/desks/demo/counts").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut numbers = Numbers::new();
    for phase in answer.json["phases"].as_array().unwrap() {
        let name = phase["phase"].as_str().unwrap();
        let mut add = |what: String, count: &Value| {
            numbers.insert(format!("{name}/{what}"), count.as_u64().unwrap());
        };
        add("all".to_owned(), &phase["tickets"]);
        add("nobody".to_owned(), &phase["nobody"]);
        for (list, key) in [("assignees", "email"), ("teams", "team")] {
            for one in phase[list].as_array().unwrap() {
                add(
                    format!("{list}/{}", one[key].as_str().unwrap()),
                    &one["tickets"],
                );
            }
        }
    }
    numbers.retain(|_, count| *count > 0);
    numbers
}

/// The same, reckoned from each ticket as it is read.
async fn reckoned(site: &Site, tickets: &[Created]) -> Numbers {
    let agent = site.agent("demo").await;
    let mut numbers = Numbers::new();
    for ticket in tickets {
        let read = agent.get(&ticket.api_without_key("")).await.json;
        let phase = read["status"]["phase"].as_str().unwrap();
        let assignee = match read["assignee"]["email"].as_str() {
            Some(email) => format!("assignees/{email}"),
            None => "nobody".to_owned(),
        };
        let of_topic = match read["topic"].as_str() {
            Some("fault") => "second",
            _ => "first",
        };
        let team = read["team"].as_str().unwrap_or(of_topic);
        for what in ["all".to_owned(), assignee, format!("teams/{team}")] {
            *numbers.entry(format!("{phase}/{what}")).or_default() += 1;
        }
    }
    numbers
}

/// Does something to a ticket, chosen by chance. It may be refused.
async fn act(site: &Site, random: &mut fastrand::Rng, ticket: &Created) {
    let agent = site.agent("demo").await;
    let long = "A comment that is packed. ".repeat(60);
    let (path, body) = match random.usize(0..8) {
        0 => ("/assignee", json!({ "take": true })),
        1 => ("/assignee", json!({ "email": TWO })),
        2 => ("/assignee", json!({ "team": "second", "message": long })),
        3 => ("/assignee", json!({ "team": "first" })),
        4 => ("/details", json!({ "topic": "fault" })),
        5 => ("/details", json!({ "topic": "question" })),
        6 => ("/comments", json!({ "body": long, "status": "asked" })),
        _ => ("/comments", json!({ "status": "done" })),
    };
    let answer = agent.post(&ticket.api_without_key(path), &body).await;
    assert!(answer.status < 500, "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_to_tickets_they_are_counted_as_what_they_are() {
    let site = Site::start_with_desk(&desk()).await;
    assert_eq!(counted(&site).await, Numbers::new());
    let mut random = fastrand::Rng::with_seed(7);
    let mut tickets = Vec::new();
    for number in 0..12 {
        let topic = ["question", "fault"][number % 2];
        tickets.push(site.ticket("demo", topic, json!({})).await);
    }
    for _ in 0..5 {
        for _ in 0..8 {
            let ticket = random.usize(0..tickets.len());
            act(&site, &mut random, &tickets[ticket]).await;
        }
        assert_eq!(counted(&site).await, reckoned(&site, &tickets).await);
    }
    let page = site.agent("demo").await.page("/demo/console").await;
    let numbers = counted(&site).await;
    let shown = |what: &str| {
        let count = numbers.get(what).copied().unwrap_or_default();
        format!("<span class=\"count\">{count}</span>")
    };
    for what in ["open/all", "open/nobody", "done/all"] {
        assert!(
            page.text.contains(&shown(what)),
            "{what}: {numbers:?} {}",
            page.text
        );
    }
    // Records that come again, in another order, count no more.
    let relay = Called::new(&site.stack, RELAY);
    let mut records = Vec::new();
    for ticket in &tickets {
        records.push(site.stream_record(&ticket.id).await);
    }
    records.reverse();
    relay.handle(json!({ "Records": records })).await.unwrap();
    assert_eq!(counted(&site).await, numbers);
    // Requesters are not told.
    let person = site.get("/api/desks/demo/counts").await;
    assert_eq!(person.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_is_killed_anywhere_is_right_in_the_end() {
    let mut killed_at = BTreeMap::<String, usize>::new();
    for carried_out in [false, true] {
        let probe = Probe::default();
        let site = probed(probe.clone()).await;
        let mut tickets = Vec::new();
        for request in 1.. {
            let kill = json!({ "function": RELAY, "request": request, "carried_out": carried_out });
            site.post("/_local/faults", &json!({ "killed": kill }))
                .await;
            let ticket = site.ticket("demo", "fault", json!({})).await;
            site.settle().await;
            let killed = probe.killed();
            site.post("/_local/faults", &json!({})).await;
            let take = json!({ "take": true });
            let agent = site.agent("demo").await;
            agent
                .post(&ticket.api_without_key("/assignee"), &take)
                .await;
            tickets.push(ticket);
            assert_eq!(
                counted(&site).await,
                reckoned(&site, &tickets).await,
                "{kill}"
            );
            let Some(Killed { at, .. }) = killed else {
                break;
            };
            *killed_at.entry(at).or_default() += 1;
        }
    }
    println!("killed at: {killed_at:?}");
    assert!(
        killed_at.contains_key("TransactWriteItems"),
        "{killed_at:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_version_did_not_count_is_counted_when_the_desk_is_applied() {
    let site = probed(Probe::default()).await;
    let mut tickets = Vec::new();
    for topic in ["question", "fault", "fault"] {
        tickets.push(site.ticket("demo", topic, json!({})).await);
    }
    let before = counted(&site).await;
    let table = RawTable::of(&site).await;
    for item in table.all().await {
        let key = |name: &str| item[name].as_s().unwrap();
        if key("pk").starts_with("COUNTS#demo") || key("pk").starts_with("COUNTED#DEMO") {
            table.remove(key("pk"), key("sk")).await;
        }
    }
    let agent = site.agent("demo").await;
    let none = agent.get("/api/desks/demo/counts").await.json;
    assert_eq!(none["phases"], Value::Null);
    let page = agent.page("/demo/console").await;
    assert!(
        page.status == 200 && !page.text.contains("class=\"count\""),
        "{}",
        page.text
    );
    // One that happens meanwhile is counted, and not told before all are.
    tickets.push(site.ticket("demo", "question", json!({})).await);
    site.settle().await;
    let store = &site.stack.cloud().store;
    let change = store.put_desk(&desk(), None).await.unwrap();
    docket_app::desks::rearrange(store, &change).await.unwrap();
    let after = counted(&site).await;
    assert_eq!(after, reckoned(&site, &tickets).await);
    assert_eq!(after["open/all"], before["open/all"] + 1);
    // A status that is of another phase takes its tickets along.
    let held = desk().replace("phase = \"open\"", "phase = \"held\"");
    let change = store.put_desk(&held, None).await.unwrap();
    docket_app::desks::rearrange(store, &change).await.unwrap();
    let held = after
        .iter()
        .map(|(what, count)| (what.replace("open/", "held/"), *count));
    assert_eq!(counted(&site).await, held.collect::<Numbers>());
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_may_be_wrong_are_hidden_until_all_is_counted_anew() {
    let site = Site::start_with_desk(&desk()).await;
    let mut tickets = Vec::new();
    for topic in ["question", "fault"] {
        tickets.push(site.ticket("demo", topic, json!({})).await);
    }
    let give = json!({ "team": "second" });
    let agent = site.agent("demo").await;
    agent
        .post(&tickets[0].api_without_key("/assignee"), &give)
        .await;
    let before = counted(&site).await;
    assert_eq!(before["open/teams/second"], 2);
    let (store, demo) = (&site.stack.cloud().store, "demo".parse().unwrap());
    store.begin_count(&demo).await.unwrap();
    assert!(store.counts(&demo).await.unwrap().is_none());
    let faults = site.doctor().await.faults;
    assert!(
        faults.len() == 1 && faults[0].contains("demo: its tickets are not all counted"),
        "{faults:?}"
    );
    assert!(!store.desk_file(&demo).await.unwrap().unwrap().is_settled);
    // What happens meanwhile counts in the new count.
    tickets.push(site.ticket("demo", "question", json!({})).await);
    site.settle().await;
    let change = store.put_desk(&desk(), None).await.unwrap();
    docket_app::desks::rearrange(store, &change).await.unwrap();
    assert_eq!(counted(&site).await, reckoned(&site, &tickets).await);
    assert!(store.desk_file(&demo).await.unwrap().unwrap().is_settled);
    // A count that another one has overtaken does not end.
    let [old, new] = [
        store.begin_count(&demo).await.unwrap(),
        store.begin_count(&demo).await.unwrap(),
    ];
    assert_eq!(new, old + 1);
    store.end_count(&demo, old).await.unwrap();
    assert!(store.counts(&demo).await.unwrap().is_none());
    docket_app::desks::count_anew(store, &demo).await.unwrap();
    assert_eq!(counted(&site).await, reckoned(&site, &tickets).await);
    assert_eq!(site.doctor().await.faults, [""; 0]);
    // Where a team is gone, the team of the topic answers what it was given.
    let counts = store.counts(&demo).await.unwrap().unwrap();
    let alone = desk().replace("rest = true", "");
    let (alone, _) = alone.split_once("\n[[teams]]\nid = \"second\"").unwrap();
    let alone = format!("{}rest = true\n", alone.trim_end().to_owned() + "\n");
    let alone = Desk::parse(&alone).unwrap();
    let open = counts.of(Phase::Open).unwrap();
    assert_eq!((open.tickets, open.team(&alone.teams[0], &alone)), (3, 3));
}
