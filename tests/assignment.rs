//! Who works on a ticket: taking it, giving it to somebody or to a team, and who is told.

use crate::support::{Created, Site, Staff};
use serde_json::{Value, json};

const ONE: &str = "agent-1@spaceos.example.com";
const TWO: &str = "agent-2@spaceos.example.com";
const ENGINEER: &str = "on-call-1@spaceos.example.com";
const LEAD: &str = "lead@spaceos.example.com";
const REQUESTER: &str = "requester@example.com";

async fn give(who: &Staff<'_>, ticket: &Created, to: &Value) -> Value {
    let answer = who.post(&ticket.api_without_key("/assignee"), to).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json
}

async fn listed(who: &Staff<'_>, assignee: &str) -> Vec<String> {
    let list = who
        .get(&format!(
            "/api/desks/spaceos/tickets?phase=open&assignee={assignee}"
        ))
        .await;
    assert_eq!(list.status, 200, "{}", list.text);
    let tickets = list.json["tickets"].as_array().unwrap();
    let ids = tickets.iter().map(|it| it["id"].as_str().unwrap());
    ids.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn so_8_who_is_assigned_writes_the_first_mail() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let opener = ticket.clone();
    let ticket = site.confirmed(&ticket).await;
    let agent = site.sign_in("spaceos", ONE).await;
    let before = site.mails_to(REQUESTER).await.len();
    let words = "Hello. Which version of the app do you use?";
    let given = give(&agent, &ticket, &json!({ "take": true, "message": words })).await;
    assert_eq!(
        given["assignee"],
        json!({ "name": "spaceOS Support 1", "email": ONE })
    );
    // It asks for something, so the ticket waits for the customer.
    assert_eq!(given["status"]["id"], "waiting-for-customer");
    let mails = site.mails_to(REQUESTER).await;
    assert_eq!(mails.len(), before + 1, "one mail: {mails:?}");
    let text = mails.last().unwrap()["text"].as_str().unwrap();
    assert!(
        text.contains("spaceOS Support 1") && text.contains(words),
        "{text}"
    );
    // The requester sees who it is and what they wrote, but no address. Whoever only opened it sees neither.
    let read = site.read(&ticket).await;
    assert_eq!(read["assignee"], json!({ "name": "spaceOS Support 1" }));
    assert!(!read.to_string().contains(ONE), "{read}");
    let page = site.page(&ticket.page()).await;
    assert!(page.words().contains(words) && page.words().contains("spaceOS Support 1"));
    let read = site.get(&opener.api("")).await;
    assert!(
        read.json["assignee"].is_null() && !read.text.contains(words),
        "{}",
        read.text
    );
    // It is an answer: the first-response clock has stopped.
    let answer = json!({ "body": "It is 3.2." });
    assert_eq!(
        site.post(&ticket.api("/comments"), &answer).await.status,
        201
    );
    assert_eq!(site.status(&ticket).await, "assigned");
    // Handing it over is the desk's affair: no mail, nothing in the requester's timeline.
    let before = site.mails_to(REQUESTER).await.len();
    let seen = site.read(&ticket).await["timeline"]
        .as_array()
        .unwrap()
        .len();
    give(&agent, &ticket, &json!({ "assignee": TWO })).await;
    assert_eq!(site.mails_to(REQUESTER).await.len(), before);
    assert_eq!(
        site.read(&ticket).await["timeline"]
            .as_array()
            .unwrap()
            .len(),
        seen
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn so_8_an_assignment_without_words_introduces_once() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    let lead = site.sign_in("spaceos", LEAD).await;
    let before = site.mails_to(REQUESTER).await.len();
    let given = give(&lead, &ticket, &json!({ "assignee": ONE })).await;
    assert_eq!(given["status"]["id"], "assigned");
    let mails = site.mails_to(REQUESTER).await;
    assert_eq!(mails.len(), before + 1);
    let text = mails.last().unwrap()["text"].as_str().unwrap();
    assert!(
        text.contains("spaceOS Support 1 works on request"),
        "{text}"
    );
    // The one who got it is told, the one who gave it is not.
    let told = site.mails_to(ONE).await;
    let told: Vec<&str> = told.iter().map(|it| it["text"].as_str().unwrap()).collect();
    assert!(
        told.iter()
            .any(|text| text.contains("gave request SOS-1 to you")),
        "{told:?}"
    );
    assert!(
        site.mails_to(LEAD)
            .await
            .iter()
            .all(|mail| { !mail["text"].as_str().unwrap().contains("to you") })
    );
    // The same again changes nothing, and the next one is not introduced.
    let version = given["version"].clone();
    let again = give(&lead, &ticket, &json!({ "assignee": ONE })).await;
    assert_eq!(again["version"], version);
    give(&lead, &ticket, &json!({ "assignee": TWO })).await;
    assert_eq!(site.mails_to(REQUESTER).await.len(), before + 1);
    // What the requester writes is told to whoever works on it now.
    let (one, two) = (
        site.mails_to(ONE).await.len(),
        site.mails_to(TWO).await.len(),
    );
    let comment = json!({ "body": "Any news?" });
    assert_eq!(
        site.post(&ticket.api("/comments"), &comment).await.status,
        201
    );
    assert_eq!(site.mails_to(ONE).await.len(), one);
    assert_eq!(site.mails_to(TWO).await.len(), two + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_first_takes_it_and_the_lists_show_it() {
    let site = Site::start().await;
    let mut tickets = Vec::new();
    for priority in ["low", "system-down", "medium"] {
        let more = json!({ "priority": priority });
        let ticket = site.ticket("spaceos", "bug", more).await;
        tickets.push(ticket);
    }
    let [low, down, medium] = &tickets[..] else {
        panic!()
    };
    let one = site.sign_in("spaceos", ONE).await;
    let two = site.sign_in("spaceos", TWO).await;
    assert_eq!(
        listed(&one, "none").await,
        [&*down.id, &*medium.id, &*low.id]
    );
    give(&one, low, &json!({ "take": true })).await;
    give(&one, down, &json!({ "take": true })).await;
    give(&two, medium, &json!({ "take": true })).await;
    // By priority, as in the queue.
    assert_eq!(listed(&one, "me").await, [&*down.id, &*low.id]);
    assert_eq!(listed(&one, TWO).await, [&*medium.id]);
    assert!(listed(&one, "none").await.is_empty());
    assert!(listed(&one, "nobody%40example.com").await.is_empty());
    one.get("/api/desks/spaceos/tickets?assignee=nobody")
        .await
        .is_problem(422, "assignee");
    // A page at a time, with cursors of the list.
    let first = "/api/desks/spaceos/tickets?assignee=me&limit=1";
    let page = one.get(first).await.json;
    assert_eq!(page["tickets"][0]["id"], *down.id);
    assert_eq!(page["tickets"][0]["assignee"]["email"], ONE);
    let next = format!("{first}&cursor={}", page["next"].as_str().unwrap());
    let page = one.get(&next).await.json;
    assert_eq!(page["tickets"][0]["id"], *low.id);
    let other = next.replace("assignee=me", &format!("assignee={TWO}"));
    one.get(&other).await.is_problem(422, "cursor");
    // The console leads through one's own tickets.
    let queue = one.page("/spaceos/console?phase=open&assignee=me").await;
    assert!(queue.text.contains(&*down.id) && !queue.text.contains(&*medium.id));
    let page = format!(
        "/spaceos/console/tickets/{}?phase=open&assignee=me",
        down.id
    );
    let page = one.page(&page).await;
    let next = format!("/tickets/{}?phase=open&amp;assignee=me", low.id);
    let next_escaped = next.replace("&amp;", "&#38;");
    assert!(
        page.text.contains(&next) || page.text.contains(&next_escaped),
        "{}",
        page.text
    );
    // Whoever answers a ticket that nobody works on, takes it.
    let asked = site.ticket("spaceos", "question", json!({})).await;
    let asked = site.confirmed(&asked).await;
    let before = site.mails_to(REQUESTER).await.len();
    two.comment(&asked, "Yes, you can.").await;
    let read = two.get(&asked.api_without_key("")).await.json;
    assert_eq!(read["assignee"]["email"], TWO);
    assert_eq!(site.mails_to(REQUESTER).await.len(), before + 1);
    // The next one who answers does not.
    one.comment(&asked, "And so can everybody else.").await;
    let read = two.get(&asked.api_without_key("")).await.json;
    assert_eq!(read["assignee"]["email"], TWO);
    // A note takes nothing.
    let noted = site.ticket("spaceos", "question", json!({})).await;
    let note = json!({ "body": "Ask engineering", "internal": true });
    let answer = one.post(&noted.api_without_key("/comments"), &note).await;
    assert_eq!(answer.status, 201);
    assert!(answer.json["assignee"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_team_gets_a_ticket_and_its_people_are_told() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    let one = site.sign_in("spaceos", ONE).await;
    give(&one, &ticket, &json!({ "take": true })).await;
    let before = site.mails_to(ENGINEER).await.len();
    let given = give(&one, &ticket, &json!({ "assignee": "engineering" })).await;
    assert_eq!(given["team"], "engineering");
    assert!(given["assignee"].is_null());
    assert_eq!(site.mails_to(ENGINEER).await.len(), before + 1);
    assert!(site.read(&ticket).await["team"].is_null());
    // The team answers it from then on, not the one of its topic.
    let one_before = site.mails_to(ONE).await.len();
    let comment = json!({ "body": "Any news?" });
    assert_eq!(
        site.post(&ticket.api("/comments"), &comment).await.status,
        201
    );
    assert_eq!(site.mails_to(ENGINEER).await.len(), before + 2);
    assert_eq!(site.mails_to(ONE).await.len(), one_before);
    // By an address or a team, as a program says it; `null` is nobody.
    let by_address = give(&one, &ticket, &json!({ "email": TWO })).await;
    assert_eq!(by_address["assignee"]["email"], TWO);
    let by_team = give(&one, &ticket, &json!({ "team": "engineering" })).await;
    assert!(by_team["assignee"].is_null() && by_team["team"] == "engineering");
    give(&one, &ticket, &json!({ "email": ONE })).await;
    let nobody = give(&one, &ticket, &json!({ "email": null })).await;
    assert!(nobody["assignee"].is_null());
    // The page's list has both in one, and what is in the others then does not count.
    let listed = json!({ "assignee": TWO, "email": "somebody@example.com", "team": null });
    assert_eq!(give(&one, &ticket, &listed).await["assignee"]["email"], TWO);
    give(
        &one,
        &ticket,
        &json!({ "assignee": null, "email": null, "team": null }),
    )
    .await;
    // Given back, nobody works on it. The team stays.
    let engineer = site.sign_in("spaceos", ENGINEER).await;
    give(&engineer, &ticket, &json!({ "take": true })).await;
    let told = site.mails_to("on-call-2@spaceos.example.com").await.len();
    let back = give(&engineer, &ticket, &json!({})).await;
    let mails = site.mails_to("on-call-2@spaceos.example.com").await;
    assert_eq!(mails.len(), told, "it was given back, to nobody: {mails:?}");
    assert!(back["assignee"].is_null());
    assert_eq!(back["team"], "engineering");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_24_two_who_take_a_ticket_are_told() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let one = site.sign_in("spaceos", ONE).await;
    let two = site.sign_in("spaceos", TWO).await;
    let version = ticket.body["version"].to_string();
    let path = ticket.api_without_key("/assignee");
    let take = [
        ("take", "true"),
        ("version", &*version),
        ("body", "Half a reply"),
    ];
    let taken = one
        .submit(&path, &[("take", "true"), ("version", &*version)])
        .await;
    assert_eq!(taken.status, 303, "{}", taken.text);
    let late = two.submit(&path, &take).await;
    assert_eq!(late.status, 409);
    // What was typed is there, and who has it now.
    assert!(late.text.contains("Half a reply"));
    assert!(late.words().contains("spaceOS Support 1 took the request"));
    let read = two.get(&ticket.api_without_key("")).await.json;
    assert_eq!(read["assignee"]["email"], ONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_assigned_is_told_by_field() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let one = site.sign_in("spaceos", ONE).await;
    let path = ticket.api_without_key("/assignee");
    let long = "x".repeat(10_001);
    for (wrong, field) in [
        (json!({ "assignee": "somebody@example.com" }), "assignee"),
        (json!({ "assignee": "marketing" }), "assignee"),
        (json!({ "assignee": "two words" }), "assignee"),
        (json!({ "assignee": "@" }), "assignee"),
        (json!({ "assignee": ["a"] }), "assignee"),
        (
            json!({ "email": "somebody@example.com", "team": null }),
            "email",
        ),
        (json!({ "email": "engineering" }), "email"),
        (json!({ "team": "marketing" }), "team"),
        (json!({ "team": "Two words" }), "team"),
        (json!({ "team": "\u{84}" }), "team"),
        (json!({ "team": "\u{84}", "take": true }), "team"),
        (json!({ "take": "perhaps" }), "take"),
        (json!({ "take": true, "message": long }), "message"),
    ] {
        one.post(&path, &wrong).await.is_problem(422, field);
    }
    let refused = one.post(&path, &json!({ "assignee": "marketing" })).await;
    assert!(refused.text.contains("engineering") && refused.text.contains(TWO));
    let own = site
        .post(&ticket.api("/assignee"), &json!({ "take": true }))
        .await;
    assert_eq!(own.status, 403);
    let read = one.get(&ticket.api_without_key("")).await.json;
    assert_eq!(read["version"], 1, "nothing happened");
    // A page keeps what was typed.
    let typed = [
        ("assignee", "two words"),
        ("message", "Hello there"),
        ("body", "A reply"),
    ];
    let back = one.submit(&path, &typed).await;
    assert_eq!(back.status, 422);
    assert!(back.text.contains("Hello there") && back.text.contains("A reply"));
}

const THIRD: &str = r#"
[[people]]
email = "agent-3@demo.example.com"
name = "Agent 3"
role = "agent"
"#;

async fn demo(assignment: &str) -> Site {
    let demo = include_str!("data/demo.toml");
    let desk = format!("{demo}\n{THIRD}\n{assignment}\n");
    Site::start_without_limits_with_desk(&desk).await
}

/// Who works on a ticket of the desk `demo`: their number, or 0 for nobody.
async fn who(agent: &Staff<'_>, id: &str) -> u32 {
    let read = agent.get(&format!("/api/desks/demo/tickets/{id}")).await;
    assert_eq!(read.status, 200, "{}", read.text);
    let name = read.json["assignee"]["name"].as_str();
    name.map_or(0, |name| name.trim_start_matches("Agent ").parse().unwrap())
}

async fn opened(site: &Site) -> String {
    site.ticket("demo", "question", json!({})).await.id
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_go_round_and_whoever_has_enough_is_passed_over() {
    let site = demo("[assignment]\nautomatic = \"round_robin\"\nmost = 2").await;
    let agent = site.agent("demo").await;
    let mut got = Vec::new();
    for _ in 0..7 {
        got.push(who(&agent, &opened(&site).await).await);
    }
    // The seventh has nobody: each has two.
    assert_eq!(got, [2, 3, 1, 2, 3, 1, 0]);
    // They are told, and see it in their list.
    let told = site.mails_to("agent-2@demo.example.com").await;
    assert_eq!(told.len(), 2, "{told:?}");
    let list = agent.get("/api/desks/demo/tickets?assignee=me").await.json;
    assert_eq!(list["tickets"].as_array().unwrap().len(), 2);
    // What is done or waits counts no more.
    let done = json!({ "status": "done" });
    let path = "/api/desks/demo/tickets/DEMO-3/status";
    assert_eq!(agent.post(path, &done).await.status, 200);
    assert_eq!(who(&agent, &opened(&site).await).await, 1);
    // A request that comes again gets the ticket as it was.
    let key = [("Idempotency-Key", "the-same-request")];
    let body = crate::support::ticket_body("demo", "question", json!({}));
    let path = "/api/desks/demo/tickets";
    let first = site.post_with(path, &body, &key).await;
    let again = site.post_with(path, &body, &key).await;
    assert_eq!(first.json["id"], again.json["id"]);
    assert_eq!(first.json["version"], again.json["version"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_one_with_the_fewest_open_tickets_gets_the_next() {
    let site = demo("[assignment]\nautomatic = \"least_loaded\"\nintroduce = true").await;
    let agent = site.agent("demo").await;
    let first = opened(&site).await;
    let second = opened(&site).await;
    let mut both = vec![who(&agent, &first).await, who(&agent, &second).await];
    let third = who(&agent, &opened(&site).await).await;
    both.push(third);
    both.sort_unstable();
    assert_eq!(both, [1, 2, 3]);
    // One of them is done with theirs, and is the next.
    let done = json!({ "status": "done" });
    let path = format!("/api/desks/demo/tickets/{second}/status");
    let busy = who(&agent, &second).await;
    assert_eq!(agent.post(&path, &done).await.status, 200);
    assert_eq!(who(&agent, &opened(&site).await).await, busy);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_off_shift_or_away_gets_no_tickets() {
    let shift = r#"
[assignment]
automatic = "round_robin"
on_shift = "day"

[[schedules]]
id = "day"
label = "Day"
rules = [{ who = "agent-1@demo.example.com" }, { who = "agent-2@demo.example.com" }]

[[escalation_policies]]
id = "day"
label = "Day"
steps = [{ after = "PT0S", notify = ["day"] }]
"#;
    let site = demo(shift).await;
    let agent = site.agent("demo").await;
    let mut got = Vec::new();
    for _ in 0..4 {
        got.push(who(&agent, &opened(&site).await).await);
    }
    got.sort_unstable();
    assert_eq!(got, [1, 1, 2, 2], "the third is not on shift");
    // One of them is away for a day.
    let until = site.now().await + jiff::SignedDuration::from_hours(24);
    let away = json!({ "schedule": "day", "kind": "remove", "person": "agent-2@demo.example.com", "until": until.to_string() });
    let answer = agent.post("/api/desks/demo/oncall/overrides", &away).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    for _ in 0..3 {
        assert_eq!(who(&agent, &opened(&site).await).await, 1);
    }
    site.advance("P1DT1M").await;
    let agent = site.agent("demo").await;
    let mut got = Vec::new();
    for _ in 0..2 {
        got.push(who(&agent, &opened(&site).await).await);
    }
    got.sort_unstable();
    assert_eq!(got, [1, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_desk_hands_a_ticket_is_its_own_affair() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    let one = site.sign_in("spaceos", ONE).await;
    let to_team = json!({ "assignee": "engineering", "message": "We look deeper into it." });
    give(&one, &ticket, &to_team).await;
    // The requester reads the words, and no name of a team.
    let read = site.read(&ticket).await;
    let said = read["timeline"].as_array().unwrap().iter();
    let said = said.filter(|event| event["kind"] == "assigned");
    assert_eq!(
        said.map(|event| &event["body"]).collect::<Vec<_>>(),
        ["We look deeper into it."]
    );
    assert!(!read.to_string().contains("engineering"), "{read}");
    let page = site.page(&ticket.page()).await.words();
    assert!(page.contains("spaceOS Support 1 wrote"), "{page}");
    assert!(!page.contains("Engineering"), "{page}");
    let console = format!("/spaceos/console/tickets/{}", ticket.id);
    let page = one.page(&console).await.words();
    assert!(
        page.contains("gave the request to the team “Engineering”"),
        "{page}"
    );
    // A message alone hands nothing over: nobody of the desk is told.
    let before = site.mails_to(ENGINEER).await.len();
    let words = json!({ "assignee": "engineering", "message": "Still at it." });
    give(&one, &ticket, &words).await;
    assert_eq!(site.mails_to(ENGINEER).await.len(), before);
}
