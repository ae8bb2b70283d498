//! Killed at random moments, again and again: nothing acknowledged is lost, nothing happens twice.

use crate::support::{Client, Created, Folder, root, ticket_body};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const KILLS: u64 = 20;

/// The program in a process of its own, which is ended when this is dropped.
struct Program {
    child: Child,
    url: String,
}

impl Program {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_docket"))
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .current_dir(root())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        let url = first.trim().rsplit(' ').next().unwrap().to_owned();
        assert!(url.starts_with("http://"), "{first}");
        Self { child, url }
    }

    /// `kill -9`.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_under_load_it_keeps_every_ticket_once_and_mails_each_once() {
    let folder = Folder::new();
    let acknowledged: Arc<Mutex<Vec<Created>>> = Arc::default();
    let sent = Arc::new(AtomicU64::new(0));
    for round in 0..KILLS {
        let mut program = Program::start(folder.path());
        let client = Client::new(&program.url);
        let writers: Vec<_> = (0..4)
            .map(|_| {
                let (client, acknowledged, sent) = (client.clone(), Arc::clone(&acknowledged), Arc::clone(&sent));
                tokio::spawn(async move {
                    loop {
                        let n = sent.fetch_add(1, Ordering::SeqCst);
                        let email = format!("p{n}@example.com");
                        let more = json!({ "requester": { "email": email }, "subject": format!("Number {n}") });
                        let body = ticket_body("spaceos", "question", more);
                        let Some(answer) = client.try_post("/api/desks/spaceos/tickets", &body).await else {
                            return;
                        };
                        assert_eq!(answer.status, 201, "{}", answer.text);
                        acknowledged.lock().unwrap().push(Created {
                            desk: "spaceos".to_owned(),
                            id: answer.json["id"].as_str().unwrap().to_owned(),
                            key: answer.json["key"].as_str().unwrap().to_owned(),
                            body: answer.json,
                        });
                    }
                })
            })
            .collect();
        // Random enough: how long it takes until that many were acknowledged differs from run to run.
        let before = acknowledged.lock().unwrap().len();
        let wanted = before + 1 + usize::try_from((round * 7) % 23).unwrap();
        let given_up = Instant::now() + Duration::from_secs(60);
        while acknowledged.lock().unwrap().len() < wanted {
            assert!(Instant::now() < given_up, "no ticket in a minute");
            tokio::task::yield_now().await;
        }
        program.kill();
        for writer in writers {
            writer.await.unwrap();
        }
    }

    let program = Program::start(folder.path());
    let client = Client::new(&program.url);
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() >= 20);
    let mut mails: BTreeMap<String, usize> = BTreeMap::new();
    for mail in client.get("/_local/mail").await.json.as_array().unwrap() {
        *mails
            .entry(mail["to"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    let mut ids: Vec<&str> = Vec::new();
    for ticket in &acknowledged {
        let read = client.read(ticket).await;
        assert_eq!(read["subject"], ticket.body["subject"]);
        assert_eq!(read["timeline"].as_array().unwrap().len(), 1);
        let to = ticket.body["requester"]["email"].as_str().unwrap();
        assert_eq!(mails.get(to), Some(&1), "{} has one mail", ticket.id);
        ids.push(&ticket.id);
    }
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "every number is unique");
    // What was written and not acknowledged is told of once as well, and nobody is told of what was not written.
    assert!(mails.values().all(|count| *count == 1), "{mails:?}");
    let mut stored = 0;
    let agent = client.agent("spaceos").await;
    let mut path = "/api/desks/spaceos/tickets?limit=100".to_owned();
    loop {
        let page = agent.get(&path).await.json;
        stored += page["tickets"].as_array().unwrap().len();
        match page["next"].as_str() {
            Some(next) => path = format!("/api/desks/spaceos/tickets?limit=100&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(stored, mails.len(), "one mail for each ticket");
}
