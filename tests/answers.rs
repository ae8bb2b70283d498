//! Every JSON answer of the API in every language, as files to review. `UPDATE_SNAPSHOTS=1` writes them anew.

use crate::support::files::File;
use crate::support::{Answer, Created, Site, snapshots, ticket_body};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The folder of the answers.
const FOLDER: &str = "tests/data/answers";
/// Each language with a desk that speaks it, and a topic and a move of that desk.
const LANGUAGES: [(&str, &str, &str); 3] = [
    ("en", "smartplayer", "report-a-bug"),
    ("ru", "smartplayer", "report-a-bug"),
    ("pt", "learnupon", "question"),
];

/// What differs from run to run, by the names of members.
fn steady(name: &str, value: &mut Value) {
    match value {
        // It depends on the hour.
        Value::Bool(_) if name == "open_now" => *value = "<open or not>".into(),
        Value::Object(members) => members
            .iter_mut()
            .for_each(|(name, value)| steady(name, value)),
        Value::Array(values) => values.iter_mut().for_each(|value| steady(name, value)),
        Value::String(text) => {
            let is_time = text.len() > 19 && text.parse::<jiff::Timestamp>().is_ok();
            let is_id = uuid::Uuid::try_parse(text).is_ok();
            if is_time {
                *text = "<time>".to_owned();
            } else if is_id {
                *text = "<uuid>".to_owned();
            } else if ["key", "access_token", "ip", "sha256"].contains(&name) {
                *text = format!("<{name}>");
            } else if text.starts_with("http://127.0.0.1") || text.contains("/attachments/") {
                let path = text
                    .split(['?', '#'])
                    .next()
                    .unwrap()
                    .splitn(4, '/')
                    .last()
                    .unwrap();
                let parts = path.split('/').map(|part| {
                    if uuid::Uuid::try_parse(part).is_ok() {
                        "<uuid>"
                    } else {
                        part
                    }
                });
                *text = format!("<site>/{}", parts.collect::<Vec<_>>().join("/"));
            }
        }
        _ => {}
    }
}

/// The answers in one language, by their names.
struct Answers<'s> {
    site: &'s Site,
    language: &'static str,
    kept: BTreeMap<&'static str, Value>,
}

impl Answers<'_> {
    /// Sends a request in the language, and keeps the answer under that name.
    async fn ask(
        &mut self,
        name: &'static str,
        method: Method,
        path: &str,
        body: Value,
        more: &[(&str, &str)],
    ) -> Answer {
        let mut headers = vec![
            ("accept-language", self.language),
            ("content-type", "application/json"),
        ];
        headers.extend_from_slice(more);
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = self.site.send(method, path, &headers, body).await;
        let mut kept = answer.json.clone();
        steady("", &mut kept);
        let mut whole = Map::new();
        whole.insert("status".to_owned(), answer.status.into());
        whole.insert(
            "content_type".to_owned(),
            answer.header("content-type").into(),
        );
        whole.insert("body".to_owned(), kept);
        assert!(
            self.kept.insert(name, whole.into()).is_none(),
            "{name} is there twice"
        );
        answer
    }

    async fn get(&mut self, name: &'static str, path: &str, more: &[(&str, &str)]) -> Answer {
        self.ask(name, Method::GET, path, Value::Null, more).await
    }

    async fn post(
        &mut self,
        name: &'static str,
        path: &str,
        body: Value,
        more: &[(&str, &str)],
    ) -> Answer {
        self.ask(name, Method::POST, path, body, more).await
    }
}

async fn of(
    site: &Site,
    language: &'static str,
    desk: &'static str,
    topic: &'static str,
) -> BTreeMap<&'static str, Value> {
    let mut answers = Answers {
        site,
        language,
        kept: BTreeMap::new(),
    };
    let api = format!("/api/desks/{desk}");
    let tickets = format!("{api}/tickets");
    answers.get("desk", &api, &[]).await;
    let body = ticket_body(desk, topic, json!({ "language": language }));
    let opened = answers.post("ticket-opened", &tickets, body, &[]).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    let ticket = Created {
        desk: desk.to_owned(),
        id: opened.json["id"].as_str().unwrap().to_owned(),
        key: opened.json["key"].as_str().unwrap().to_owned(),
        body: opened.json.clone(),
    };
    let staff = site.agent(desk).await;
    let bearer = [("authorization", staff.bearer.as_str())];
    answers
        .post(
            "commented",
            &ticket.api("/comments"),
            json!({ "body": "Words" }),
            &[],
        )
        .await;
    let note = json!({ "body": "Between us", "internal": true });
    answers
        .post("noted", &ticket.api_without_key("/comments"), note, &bearer)
        .await;
    let png = File::png("screen.png");
    answers
        .post(
            "file-declared",
            &ticket.api("/attachments"),
            png.announcement(crate::support::files::PART),
            &[],
        )
        .await;
    let stored = site.attach(&ticket, &File::png("stored.png")).await;
    site.attach(
        &ticket,
        &File::new("page.png", "image/png", "<!doctype html><p>"),
    )
    .await;
    let moves = answers
        .get("ticket-to-an-agent", &ticket.api_without_key(""), &bearer)
        .await;
    let to = moves.json["moves"][0]["to"].as_str().unwrap().to_owned();
    let with_words = moves.json["moves"][0]["comment"] == "required";
    let mut body = json!({ "status": to });
    if with_words {
        body["comment"] = "Because".into();
    }
    answers
        .post("moved", &ticket.api_without_key("/status"), body, &bearer)
        .await;
    answers.get("ticket", &ticket.api(""), &[]).await;
    let cursor = format!("{}&cursor={}-4&limit=2", ticket.api("/timeline"), ticket.id);
    answers.get("timeline", &cursor, &[]).await;
    answers
        .get("tickets", &format!("{tickets}?phase={}", "open"), &bearer)
        .await;
    let asked = json!({ "email": "stranger@example.com" });
    answers
        .post("sign-in-asked", &format!("{api}/sign-in"), asked, &[])
        .await;

    // Problems.
    let links = site.links_to(&format!("agent-1@{desk}.example.com")).await;
    let used = &links[0];
    answers
        .get("problem-400", &format!("{tickets}?phase=nearly"), &bearer)
        .await;
    answers.get("problem-401", &tickets, &[]).await;
    answers
        .post(
            "problem-403",
            &ticket.api("/comments"),
            json!({ "body": "x", "internal": true }),
            &[],
        )
        .await;
    answers
        .get(
            "problem-404",
            &format!("{tickets}/{}?key=x", ticket.id),
            &[],
        )
        .await;
    answers
        .ask("problem-405", Method::PUT, &tickets, Value::Null, &[])
        .await;
    let stored = ticket.api(&format!("/attachments/{stored}"));
    answers
        .ask("problem-409", Method::DELETE, &stored, Value::Null, &[])
        .await;
    answers
        .post(
            "problem-410",
            &format!("{api}/session"),
            json!({ "token": used }),
            &[],
        )
        .await;
    let stale = [("if-match", "\"1\"")];
    answers
        .post(
            "problem-412",
            &ticket.api("/comments"),
            json!({ "body": "x" }),
            &stale,
        )
        .await;
    answers
        .post(
            "problem-413",
            &tickets,
            json!({ "description": "x".repeat(1_100_000) }),
            &[],
        )
        .await;
    answers
        .post(
            "problem-415",
            &tickets,
            json!({}),
            &[("content-type", "text/plain")],
        )
        .await;
    answers
        .post(
            "problem-422",
            &tickets,
            json!({ "topic": topic, "colour": "red" }),
            &[],
        )
        .await;
    answers.kept
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_reads_as_its_snapshot() {
    for (language, desk, topic) in LANGUAGES {
        let site = Site::start().await;
        let answers = of(&site, language, desk, topic).await;
        let files = answers.iter().map(|(name, answer)| {
            let text = serde_json::to_string_pretty(answer).unwrap() + "\n";
            (format!("{name}.json"), text)
        });
        snapshots::compare(&format!("{FOLDER}/{language}"), &files.collect());
    }
}
