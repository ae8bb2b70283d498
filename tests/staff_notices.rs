//! Who of a desk's people is told of what others do, as the desk file says.

use crate::support::{Created, Site};
use docket_domain::account::AccountRole::Member;
use serde_json::{Value, json};

const AGENT: &str = "agent-1@demo.example.com";
const LEAD: &str = "lead@demo.example.com";
const MANAGER: &str = "manager@demo.example.com";
const QUEUE: &str = "queue@demo.example.com";
const REQUESTER: &str = "requester@example.com";

const RULES: &str = r#"
[[people]]
email = "lead@demo.example.com"
name = "Lead"
role = "lead"

[[people]]
email = "queue@demo.example.com"
name = "Queue"
role = "admin"

[[teams]]
id = "repair"
label = "Repair"
people = ["agent-1@demo.example.com", "lead@demo.example.com"]
topics = ["fault"]

[[teams]]
id = "answers"
label = "Answers"
people = ["agent-2@demo.example.com"]
rest = true

[[notices]]
when = "opened"
who = ["team", "project_manager"]

[[notices]]
when = "opened"
topics = ["fault"]
priorities = ["high"]
who = ["leads", "queue@demo.example.com"]

[[notices]]
when = "commented"
who = ["last_agent"]

[[notices]]
when = "moved"
who = ["last_agent", "admins"]

[access]
see = "company"
"#;

async fn start() -> Site {
    let demo = include_str!("data/demo.toml").replace(
        "from = [\"new\", \"asked\"]\nto = \"done\"\nby = [\"agent\"]",
        "from = [\"new\", \"asked\"]\nto = \"done\"\nby = [\"agent\", \"requester\"]",
    );
    Site::start_with_desk(&format!("{demo}\n{RULES}")).await
}

/// How many mails about a ticket each of the desk's people has got.
async fn told(site: &Site, ticket: &Created) -> [usize; 5] {
    let mut told = [0; 5];
    let people = [AGENT, "agent-2@demo.example.com", LEAD, QUEUE, MANAGER];
    for (count, person) in told.iter_mut().zip(people) {
        *count = about(site, person, ticket).await.len();
    }
    told
}

/// The mails about a ticket that somebody has got.
async fn about(site: &Site, person: &str, ticket: &Created) -> Vec<Value> {
    let mark = format!("[{}]", ticket.id);
    let mails = site.mails_to(person).await.into_iter();
    let is_about = |mail: &Value| mail["subject"].as_str().unwrap().starts_with(&mark);
    mails.filter(is_about).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_team_of_the_topic_is_told_of_a_new_ticket_with_its_words() {
    let site = start().await;
    let more = json!({ "priority": "high" });
    let ticket = site.ticket("demo", "fault", more).await;
    // The lead is of the team and named by the other rule: one mail.
    assert_eq!(told(&site, &ticket).await, [1, 0, 1, 1, 0]);
    let mail = &about(&site, AGENT, &ticket).await[0];
    assert_eq!(mail["subject"], format!("[{}] It does not work", ticket.id));
    let text = mail["text"].as_str().unwrap();
    for words in [
        "Hello Agent 1,",
        "Requester (requester@example.com) opened",
        "Something is broken",
        "> First I did this.",
        "The address is not confirmed yet.",
        "You get this email because you work on the requests of Demo.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // The link is the console's, and lets nobody in.
    let link = format!("{}/demo/console/tickets/{}", site.url, ticket.id);
    assert!(text.contains(&link) && !text.contains("key="), "{text}");
    let agent = site.agent("demo").await;
    let path = link.strip_prefix(&site.url).unwrap();
    assert_eq!(agent.page(path).await.status, 200);
    // A topic that no team names is of the team that names none; a lower priority is not of the rule.
    let other = site.ticket("demo", "question", json!({})).await;
    assert_eq!(told(&site, &other).await, [0, 1, 0, 0, 0]);
    let low = site
        .ticket("demo", "fault", json!({ "priority": "low" }))
        .await;
    assert_eq!(told(&site, &low).await, [1, 0, 1, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_goes_to_who_wrote_last_and_nobody_is_told_of_their_own_doing() {
    let site = start().await;
    let ticket = site.ticket("demo", "question", json!({})).await;
    // What a stranger does after the opening mails nobody, however often.
    let more = json!({ "body": "One more thing" });
    site.post(&ticket.api("/comments"), &more).await;
    let ticket = site.confirmed(&ticket).await;
    assert_eq!(told(&site, &ticket).await, [0, 1, 0, 0, 0]);
    // Before anybody has written, the team is told.
    let written = json!({ "body": "Is anybody there?" });
    let comments = ticket.api("/comments");
    assert_eq!(site.post(&comments, &written).await.status, 201);
    assert_eq!(told(&site, &ticket).await, [0, 2, 0, 0, 0]);
    // A note is no answer, and makes nobody's ticket of it. What the desk's people do tells none of them.
    let agent = site.agent("demo").await;
    let note = json!({ "body": "I know this one", "internal": true });
    agent
        .post(&ticket.api_without_key("/comments"), &note)
        .await;
    assert_eq!(told(&site, &ticket).await, [0, 2, 0, 0, 0]);
    site.post(&comments, &json!({ "body": "Hello?" })).await;
    assert_eq!(told(&site, &ticket).await, [0, 3, 0, 0, 0]);
    agent.comment(&ticket, "Which version?").await;
    assert_eq!(told(&site, &ticket).await, [0, 3, 0, 0, 0]);
    site.post(&comments, &json!({ "body": "The newest" })).await;
    assert_eq!(told(&site, &ticket).await, [1, 3, 0, 0, 0]);
    let mails = about(&site, AGENT, &ticket).await;
    let text = mails[0]["text"].as_str().unwrap();
    assert!(text.contains("> The newest"), "{text}");
    // A move of the requester, of which the mail is one although a comment goes with it.
    let done = json!({ "status": "done" });
    let done = site.post(&ticket.api("/status"), &done).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(told(&site, &ticket).await, [2, 3, 0, 1, 0]);
    // One that the desk makes tells the requester alone.
    let before = site.mails_to(REQUESTER).await.len();
    let other = site.ticket("demo", "question", json!({})).await;
    let other = site.confirmed(&other).await;
    agent.move_to(&other, "asked", None).await;
    assert_eq!(told(&site, &other).await, [0, 1, 0, 0, 0]);
    assert!(site.mails_to(REQUESTER).await.len() > before);
    // A timer acts for nobody: the one whose ticket it is learns of it.
    site.advance("P7D").await;
    assert_eq!(told(&site, &other).await, [0, 2, 0, 1, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_the_desk_who_asks_it_for_something_gets_the_mails_of_a_requester() {
    let site = start().await;
    let own = json!({ "requester": { "email": AGENT, "name": "Agent 1" } });
    let ticket = site.ticket("demo", "fault", own).await;
    let mails = about(&site, AGENT, &ticket).await;
    assert_eq!(mails.len(), 1);
    let text = mails[0]["text"].as_str().unwrap();
    assert!(
        text.contains("?key=") && !text.contains("console"),
        "{text}"
    );
    assert_eq!(told(&site, &ticket).await, [1, 0, 1, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_project_manager_of_the_company_is_told_where_a_rule_says_so() {
    let site = start().await;
    let admin = site.sign_in("demo", QUEUE).await;
    let company = json!({ "id": "acme", "name": "Acme", "project_manager": MANAGER });
    let made = admin.post("/api/desks/demo/companies", &company).await;
    assert_eq!(made.status, 201, "{}", made.text);
    site.account("demo", REQUESTER, "acme", Member).await;
    let person = site.sign_in("demo", REQUESTER).await;
    let ticket = site
        .ticket_by(&person.bearer, "demo", "question", json!({}))
        .await;
    assert_eq!(told(&site, &ticket).await, [0, 1, 0, 0, 1]);
    // Who does not work at the desk is told why, and is led to no console.
    let mails = about(&site, MANAGER, &ticket).await;
    let text = mails[0]["text"].as_str().unwrap();
    assert!(text.contains("you look after the company"), "{text}");
    assert!(!text.contains("console"), "{text}");
    // Who sent it signed in has proven the address. Notes are for the desk's people.
    let team = about(&site, "agent-2@demo.example.com", &ticket).await;
    let text = team[0]["text"].as_str().unwrap();
    assert!(!text.contains("not confirmed"), "{text}");
    // A ticket of somebody who has no company has none.
    let other = site.ticket("demo", "question", json!({})).await;
    assert_eq!(told(&site, &other).await, [0, 1, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_reach_the_desk_s_people_alone_and_strangers_words_are_marked() {
    let rules = RULES.replace(
        "who = [\"last_agent\"]",
        "who = [\"last_agent\", \"project_manager\"]",
    );
    let demo = format!("{}\n{rules}", include_str!("data/demo.toml"));
    let site = Site::start_with_desk(&demo).await;
    let admin = site.sign_in("demo", QUEUE).await;
    let company = json!({ "id": "acme", "name": "Acme", "project_manager": MANAGER });
    admin.post("/api/desks/demo/companies", &company).await;
    site.account("demo", REQUESTER, "acme", Member).await;
    let person = site.sign_in("demo", REQUESTER).await;
    let ticket = site
        .ticket_by(&person.bearer, "demo", "question", json!({}))
        .await;
    let agent = site.agent("demo").await;
    let comments = ticket.api_without_key("/comments");
    agent.comment(&ticket, "Which version?").await;
    let note = json!({ "body": "A difficult customer", "internal": true });
    agent.post(&comments, &note).await;
    person
        .post(&comments, &json!({ "body": "The newest" }))
        .await;
    let newest = async |person: &str| {
        let mails = about(&site, person, &ticket).await;
        mails.last().unwrap()["text"].as_str().unwrap().to_owned()
    };
    for (receiver, sees) in [(AGENT, true), (MANAGER, false)] {
        let text = newest(receiver).await;
        assert!(text.contains("> The newest"), "{receiver}: {text}");
        assert!(text.contains("> Which version?"), "{receiver}: {text}");
        assert_eq!(
            text.contains("A difficult customer"),
            sees,
            "{receiver}: {text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_by_the_link_of_the_form_is_quoted_to_nobody_outside_and_marked_inside() {
    let site = start().await;
    let opened = site.ticket("demo", "question", json!({})).await;
    let ticket = site.confirmed(&opened).await;
    let agent = site.agent("demo").await;
    agent.comment(&ticket, "Which version?").await;
    let words = json!({ "body": "Visit evil.example" });
    let strange = site.post(&opened.api("/comments"), &words).await;
    assert_eq!(strange.status, 201, "{}", strange.text);
    agent.comment(&ticket, "That is not the version").await;
    let mails = about(&site, REQUESTER, &ticket).await;
    let text = mails.last().unwrap()["text"].as_str().unwrap();
    assert!(text.contains("Which version?"), "{text}");
    assert!(!text.contains("evil.example"), "{text}");
    let comments = ticket.api("/comments");
    site.post(&comments, &json!({ "body": "4.2" })).await;
    let mails = about(&site, AGENT, &ticket).await;
    let text = mails.last().unwrap()["text"].as_str().unwrap();
    assert!(text.contains("evil.example"), "{text}");
    assert!(text.contains("by the link of the form"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_the_desk_who_is_copied_by_a_stranger_gets_no_key_with_it() {
    let demo = include_str!("data/demo.toml").replace(
        "default_priority",
        "cc = { label = \"Copies\", who = \"anyone\" }\ndefault_priority",
    );
    let demo = demo.replace(
        "label = \"A question\"",
        "label = \"A question\"\ncc = true",
    );
    let site = Site::start_with_desk(&format!("{demo}\n{RULES}")).await;
    let copied = "agent-2@demo.example.com";
    let more = json!({ "cc": [copied] });
    let ticket = site.ticket("demo", "question", more).await;
    let mails = about(&site, copied, &ticket).await;
    assert_eq!(mails.len(), 1);
    let text = mails[0]["text"].as_str().unwrap();
    assert!(
        text.contains("/console/") && !text.contains("key="),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_the_desk_chooses_what_to_be_mailed_about() {
    let site = start().await;
    let agent = site.agent("demo").await;
    let me = "/api/desks/demo/me";
    let known = agent.get(me).await;
    // The rules can tell an agent of these; nobody is told of what a status begins. A ticket is given to anybody.
    let all = json!(["opened", "commented", "moved", "assigned"]);
    assert_eq!(known.json["staff_notices"], all, "{}", known.text);
    let page = agent.page("/demo/profile").await;
    assert!(
        page.text.contains("As one of the team, mail me about"),
        "{}",
        page.text
    );
    let fields = [("staff_notices", ""), ("staff_notices", "commented")];
    assert_eq!(agent.submit(me, &fields).await.status, 303);
    let page = agent.page("/demo/profile").await;
    assert_eq!(page.text.matches(" checked").count(), 1, "{}", page.text);
    let ticket = site.ticket("demo", "fault", json!({})).await;
    site.settle().await;
    assert_eq!(about(&site, AGENT, &ticket).await.len(), 0);
    assert_eq!(about(&site, LEAD, &ticket).await.len(), 1);
    let mail = &about(&site, LEAD, &ticket).await[0];
    let link = format!("<{}/demo/profile>", site.url);
    assert_eq!(mail["headers"]["List-Unsubscribe"], link);
    // The ticket says so, and answers come.
    let notices = agent.get(&ticket.api_without_key("/notices")).await;
    let all = notices.json["notices"].as_array().unwrap();
    let theirs = all.iter().find(|it| it["to"] == AGENT).unwrap();
    assert_eq!(theirs["state"], "unwanted");
    agent.comment(&ticket, "Which one?").await;
    let requester = site.mailed(&ticket, REQUESTER).await;
    site.post(&requester.api("/comments"), &json!({ "body": "This one" }))
        .await;
    site.settle().await;
    assert_eq!(about(&site, AGENT, &ticket).await.len(), 1);
    for (sent, field) in [
        (json!({ "staff_notices": ["entered"] }), "staff_notices"),
        (json!({ "staff_notices": ["nonsense"] }), "staff_notices"),
        (json!({ "notices": ["comments"] }), "notices"),
    ] {
        let refused = agent.post(me, &sent).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(refused.json["errors"][0]["field"], field);
    }
    // Whoever does not work here has nothing of it.
    let own = site.sign_in("demo", REQUESTER).await;
    assert_eq!(own.get(me).await.json["staff_notices"], Value::Null);
    let refused = own.post(me, &json!({ "staff_notices": [] })).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
}
