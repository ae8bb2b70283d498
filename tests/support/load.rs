//! Writers that use a desk at once while bad things happen to it, and an account of what they were told.

use super::files::{File, PART};
use super::{Answer, Client, Created, ticket_body};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;

const DESK: &str = "spaceos";
/// The status that the writers' agent moves tickets to. The sweep ends it after ten days.
const WAITING: &str = "waiting-for-customer";

/// A ticket as its writer was told of it.
#[derive(Debug, Clone)]
pub(crate) struct Acknowledged {
    pub(crate) ticket: Created,
    /// The comments that were taken.
    comments: Vec<String>,
    /// The file that was taken: its ID and itself.
    file: Option<(String, File)>,
    /// It was moved to the status that waits.
    pub(crate) waits: bool,
}

impl Acknowledged {
    pub(crate) fn has_file(&self) -> bool {
        self.file.is_some()
    }
}

/// Writers, and the account of what they were told. They stop when the desk is gone.
#[derive(Default)]
pub(crate) struct Load {
    account: Mutex<BTreeMap<usize, Acknowledged>>,
    next: AtomicUsize,
    /// Requests that nothing came back for: they are sent again, under the same keys.
    open: Mutex<Vec<usize>>,
    /// How often a writer was told to come back.
    pub(crate) busy: AtomicUsize,
    stopped: AtomicBool,
    /// No file comes in parts.
    small: bool,
}

impl Load {
    /// Writers whose files are all small.
    pub(crate) fn small() -> Self {
        Self {
            small: true,
            ..Self::default()
        }
    }

    /// Goes on with that number.
    pub(crate) fn go_on_with(&self, number: usize) {
        self.next.store(number, Ordering::SeqCst);
    }

    /// Starts so many writers. `bearer` is an agent's.
    pub(crate) fn start(
        self: &Arc<Self>,
        writers: usize,
        client: &Client,
        bearer: &str,
    ) -> Vec<JoinHandle<()>> {
        self.stopped.store(false, Ordering::SeqCst);
        let writer = |_| {
            let (load, client, bearer) = (Arc::clone(self), client.clone(), bearer.to_owned());
            tokio::spawn(async move {
                while !load.stopped.load(Ordering::SeqCst) {
                    if load.one_ticket(&client, &bearer).await.is_none() {
                        return;
                    }
                }
            })
        };
        (0..writers).map(writer).collect()
    }

    /// Has the writers stop after what they are at.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    /// What was acknowledged so far.
    pub(crate) fn account(&self) -> Vec<Acknowledged> {
        self.account.lock().unwrap().values().cloned().collect()
    }

    /// The number of acknowledged tickets.
    pub(crate) fn count(&self) -> usize {
        self.account.lock().unwrap().len()
    }

    /// A ticket with a comment, and a file or a move. `None` when the desk is gone; what it says no to for now is left.
    async fn one_ticket(&self, client: &Client, bearer: &str) -> Option<()> {
        let again = self.open.lock().unwrap().pop();
        let number = again.unwrap_or_else(|| self.next.fetch_add(1, Ordering::SeqCst));
        let email = format!("p{number}@example.com");
        let more =
            json!({ "requester": { "email": email }, "subject": format!("Number {number}") });
        let body = ticket_body(DESK, "question", more);
        let key = format!("load-{number}");
        let path = format!("/api/desks/{DESK}/tickets");
        let created = client
            .try_post_with(&path, &body, &[("idempotency-key", &key)])
            .await;
        let Some(Some(created)) = created.map(|answer| self.taken(answer, 201)) else {
            self.open.lock().unwrap().push(number);
            // One that is busy is asked again; one that is gone is not.
            return client.is_there().await;
        };
        let ticket = Created {
            desk: DESK.to_owned(),
            id: created["id"].as_str().unwrap().to_owned(),
            key: created["key"].as_str().unwrap().to_owned(),
            body: created,
        };
        let acknowledged = Acknowledged {
            ticket: ticket.clone(),
            comments: Vec::new(),
            file: None,
            waits: false,
        };
        self.account.lock().unwrap().insert(number, acknowledged);
        let note = |change: &dyn Fn(&mut Acknowledged)| {
            change(self.account.lock().unwrap().get_mut(&number).unwrap());
        };

        let said = format!("Comment on number {number}");
        let answer = client
            .try_post_with(&ticket.api("/comments"), &json!({ "body": said }), &[])
            .await?;
        if self.taken(answer, 201).is_some() {
            note(&|ticket| ticket.comments.push(said.clone()));
        }
        // A file that arrives after a move would take the ticket up again, so a ticket has one or the other.
        if number.is_multiple_of(2) {
            let path = ticket.api_without_key("/status");
            let authorization = [("authorization", bearer)];
            let answer = client
                .try_post_with(&path, &json!({ "status": WAITING }), &authorization)
                .await?;
            if self.taken(answer, 200).is_some() {
                note(&|ticket| ticket.waits = true);
            }
            return Some(());
        }
        // One file comes in parts.
        let file = match number {
            3 if !self.small => File::video("in-parts.mp4", PART + 1_000),
            number => File::new("log.txt", "text/plain", format!("The log of {number}\n")),
        };
        if let Some(id) = self.attach(client, &ticket, &file).await? {
            note(&|ticket| ticket.file = Some((id.clone(), file.clone())));
        }
        Some(())
    }

    /// Sends a file; its ID once storage has acknowledged it.
    async fn attach(
        &self,
        client: &Client,
        ticket: &Created,
        file: &File,
    ) -> Option<Option<String>> {
        let path = ticket.api("/attachments");
        let announced = client
            .try_post_with(&path, &file.announcement(PART), &[])
            .await?;
        let Some(announced) = self.taken(announced, 201) else {
            return Some(None);
        };
        let upload = &announced["upload"];
        let id = announced["id"].as_str().unwrap().to_owned();
        let Some(parts) = upload["parts"].as_array() else {
            let put = client.try_put(upload, &file.bytes).await?;
            return Some((put.status == 200).then_some(id));
        };
        for (part, bytes) in parts.iter().zip(file.bytes.chunks(PART)) {
            if client.try_put(part, bytes).await?.status != 200 {
                return Some(None);
            }
        }
        let complete = upload["complete"].as_str().unwrap();
        let joined = client.try_post_with(complete, &json!({}), &[]).await?;
        Some(self.taken(joined, 200).map(|_| id))
    }

    /// The answer if it is the right one. The only other one is "come back later".
    fn taken(&self, answer: Answer, status: u16) -> Option<Value> {
        if answer.status == status {
            return Some(answer.json);
        }
        assert_eq!(answer.status, 503, "{}", answer.text);
        assert!(!answer.header("retry-after").is_empty());
        self.busy.fetch_add(1, Ordering::SeqCst);
        None
    }
}

/// Asserts that a desk holds all of that, once, that everything it holds was told of once, and that nothing is half done. Returns the
/// number of tickets it holds.
pub(crate) async fn nothing_is_lost_or_doubled(
    client: &Client,
    data: &Path,
    account: &[Acknowledged],
) -> usize {
    let mails = client.get("/_local/mail").await.json;
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for mail in mails.as_array().unwrap() {
        *told.entry(mail["to"].as_str().unwrap()).or_default() += 1;
    }
    for mail in std::fs::read_dir(data.join("mail")).unwrap() {
        let name = mail.unwrap().file_name().into_string().unwrap();
        assert_eq!(name.matches('.').count(), 1, "mailed twice: {name}");
    }
    for acknowledged in account {
        let ticket = &acknowledged.ticket;
        let read = client.read(ticket).await;
        assert_eq!(read["subject"], ticket.body["subject"], "{}", ticket.id);
        let events = read["timeline"].as_array().unwrap();
        for said in &acknowledged.comments {
            let comments = events.iter().filter(|event| event["body"] == said.as_str());
            assert_eq!(comments.count(), 1, "{}: {said}\n{read}", ticket.id);
        }
        if let Some((id, file)) = &acknowledged.file {
            let mut stored = client.file(ticket, id).await;
            if stored["state"] == "uploading" {
                // A machine that is busy enough answers the function three times too late, and the event is set aside for somebody to hand it over again.
                hand_over_again(data);
                client.get("/_local/mail").await;
                stored = client.file(ticket, id).await;
            }
            assert_eq!(stored["state"], "stored", "{}: {stored}", ticket.id);
            let (_, bytes) = client.download(ticket, id, "").await;
            assert!(bytes == file.bytes, "{} holds another file", ticket.id);
        }
        if acknowledged.waits {
            assert!(moves(&read, WAITING) >= 1, "{}: {read}", ticket.id);
        }
        // The requester is told of the opening, and of each move but those that words or files of theirs cause.
        let moved = events
            .iter()
            .filter(|event| event["kind"] == "status_changed" && event["cause"] != "reaction");
        let to = ticket.body["requester"]["email"].as_str().unwrap();
        let (mails, events) = (told.get(to).copied(), 1 + moved.count());
        assert_eq!(mails, Some(events), "{}: {read}", ticket.id);
    }
    let agent = client.agent(DESK).await;
    let mut subjects = BTreeSet::new();
    for phase in ["open", "waiting", "held", "done"] {
        let mut next = String::new();
        loop {
            let path = format!("/api/desks/{DESK}/tickets?phase={phase}&limit=100{next}");
            let page = agent.get(&path).await.json;
            for ticket in page["tickets"].as_array().unwrap() {
                let subject = ticket["subject"].as_str().unwrap();
                // Its requester is named by the same number.
                let to = format!("{}@example.com", subject.replace("Number ", "p"));
                assert!(told.contains_key(to.as_str()), "no mail: {ticket}");
                assert!(
                    subjects.insert(subject.to_owned()),
                    "opened twice: {ticket}"
                );
            }
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
    }
    subjects.len()
}

/// How often a ticket was moved to that status.
pub(crate) fn moves(read: &Value, status: &str) -> usize {
    let events = read["timeline"].as_array().unwrap().iter();
    let to = |event: &&Value| event["kind"] == "status_changed" && event["to"]["id"] == status;
    events.filter(to).count()
}

impl Client {
    /// `None` when nobody answers.
    async fn is_there(&self) -> Option<()> {
        let answer = self.http.get(format!("{}/_local/clock", self.url)).send();
        answer.await.ok().map(drop)
    }
}

/// Hands over again what the stack on that folder has set aside, as whoever runs it does.
fn hand_over_again(data: &Path) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_docket"));
    let command = command.args(["set-aside", "retry", "--data"]).arg(data);
    let done = command.current_dir(super::root()).output().unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}
