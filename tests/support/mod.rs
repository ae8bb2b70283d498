//! A running stack and a client for it.

mod answer;
pub(crate) mod called;
pub(crate) mod files;
pub(crate) mod hours;
pub(crate) mod load;
mod log;
mod mails;
pub(crate) mod mortal;
pub(crate) mod permissions;
pub(crate) mod program;
pub(crate) mod service;
pub(crate) mod smtp;
pub(crate) mod snapshots;
pub(crate) mod table;
pub(crate) mod until;

pub(crate) use answer::Answer;
pub(crate) use log::remember;

use called::Called;
use docket_app::accounts;
use docket_app::doctor::{self, OutOfSight, Report};
use docket_domain::Line;
use docket_domain::account::{AccountChange, AccountRole, Company};
use docket_local::{Between, Config, Direct, Functions, Stack};
use docket_probe::Probe;
use jiff::Timestamp;
use reqwest::Method;
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A folder that is gone when the test is.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("docket-{}", uuid::Uuid::new_v4().simple()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A client of a stack, wherever it runs.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) url: String,
    http: reqwest::Client,
}

/// A stack in this process, on a folder of its own.
pub(crate) struct Site {
    client: Client,
    pub(crate) stack: Stack,
    folder: Arc<Folder>,
    /// How many bytes the log had before it started.
    logged: usize,
}

impl std::ops::Deref for Site {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Site {
    /// A stack as users run it.
    pub(crate) async fn start() -> Self {
        Self::start_through(Direct, |_| {}).await
    }

    /// A stack with other settings.
    pub(crate) async fn start_as(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_through(Direct, change).await
    }

    /// The same with a probe.
    pub(crate) async fn start_with_probe_as(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_through(Probe::default(), change).await
    }

    /// A stack with the desks as they are shipped, so that some take tickets from people with accounts alone.
    pub(crate) async fn start_as_shipped() -> Self {
        Self::start_through(Direct, |config| config.desks = shipped_desks()).await
    }

    /// The same with a probe.
    pub(crate) async fn start_as_shipped_with_probe() -> Self {
        let change = |config: &mut Config| config.desks = shipped_desks();
        Self::start_through(Probe::default(), change).await
    }

    /// The same at noon: no window of a limit ends within the test unless it says so.
    pub(crate) async fn start_at_noon() -> Self {
        Self::start().await.at_noon().await
    }

    /// The stack at the next noon.
    pub(crate) async fn at_noon(self) -> Self {
        let now = self.stack.cloud().clock.now().as_second();
        let day = 24 * 60 * 60;
        let left = (now.div_euclid(day) + 1) * day + day / 2 - now;
        self.advance(&format!("PT{left}S")).await;
        self
    }

    /// The same with these limits of that desk.
    pub(crate) async fn start_with_limits(desk: &str, limits: &str) -> Self {
        let file = root().join(format!("desks/{desk}.toml"));
        let file = opened(std::fs::read_to_string(file).unwrap());
        let file = format!("{file}\n[limits]\n{limits}\n");
        Self::start_with_desk(&file).await.at_noon().await
    }

    /// A stack whose desks let one person do as much as a thousand.
    pub(crate) async fn start_without_limits() -> Self {
        Self::start_through(Direct, without_limits).await
    }

    /// The same, with desks changed like that.
    pub(crate) async fn start_without_limits_as(change: impl FnOnce(&mut Config)) -> Self {
        let both = |config: &mut Config| {
            change(config);
            without_limits(config);
        };
        Self::start_through(Direct, both).await
    }

    /// The same with one desk more.
    pub(crate) async fn start_without_limits_with_desk(source: &str) -> Self {
        let more = |config: &mut Config| {
            config.desks.push(source.to_owned());
            without_limits(config);
        };
        Self::start_through(Direct, more).await
    }

    /// A stack with one desk more.
    pub(crate) async fn start_with_desk(source: &str) -> Self {
        Self::start_through(Direct, |config| config.desks.push(source.to_owned())).await
    }

    /// A stack whose front page lists no desk.
    pub(crate) async fn start_without_front_page() -> Self {
        Self::start_through(Direct, |config| config.front_page = false).await
    }

    /// A stack that makes its data folder itself: `data` in the test's folder.
    pub(crate) async fn start_in_new_folder() -> Self {
        Self::start_through(Direct, |config| config.data = config.data.join("data")).await
    }

    /// A stack with a probe, for faults and counts.
    pub(crate) async fn start_with_probe() -> Self {
        Self::start_through(Probe::default(), |_| {}).await
    }

    /// The same with one desk more.
    pub(crate) async fn start_with_probe_and_desk(source: &str) -> Self {
        let more = |config: &mut Config| config.desks.push(source.to_owned());
        Self::start_through(Probe::default(), more).await
    }

    /// A stack with a probe, and a lease for sending mails as on AWS, where a mail whose answer was lost waits for it.
    pub(crate) async fn start_with_lease(lease: jiff::SignedDuration) -> Self {
        Self::start_through(Probe::default(), |config| config.send_lease = lease).await
    }

    /// A stack with a probe, whose stand-in for SES takes so many mails a second, as it tells.
    pub(crate) async fn start_with_mail_rate(rate: u32) -> Self {
        Self::start_through(Probe::default(), |config| config.mails_per_second = rate).await
    }

    /// A stack with a probe, on a folder that another one may have left.
    pub(crate) async fn start_with_probe_in(folder: Arc<Folder>) -> Self {
        Self::start_in(folder, Probe::default(), |_| {}).await
    }

    /// A stack with a probe, whose functions with triggers can be killed, and begin anew with each call.
    pub(crate) async fn start_mortal(probe: Probe, apart: mortal::Apart) -> Self {
        Self::start_mortal_as(probe, apart, |_| {}).await
    }

    /// The same, with its settings changed like that.
    pub(crate) async fn start_mortal_as(
        probe: Probe,
        apart: mortal::Apart,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let folder = Arc::new(Folder::new());
        let logged = log::keep();
        let mut config = Config {
            // As on AWS: none knows of what another one has begun.
            send_lease: jiff::SignedDuration::from_secs(60),
            ..config(folder.path())
        };
        change(&mut config);
        let functions = mortal::functions(apart);
        Self::start_with(functions, folder, config, probe, logged).await
    }

    async fn start_through(between: impl Between, change: impl FnOnce(&mut Config)) -> Self {
        Self::start_in(Arc::new(Folder::new()), between, change).await
    }

    async fn start_in(
        folder: Arc<Folder>,
        between: impl Between,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let logged = log::keep();
        let mut config = config(folder.path());
        change(&mut config);
        Self::start_with(docket::functions(), folder, config, between, logged).await
    }

    async fn start_with(
        functions: Functions,
        folder: Arc<Folder>,
        config: Config,
        between: impl Between,
        logged: usize,
    ) -> Self {
        let stack = Stack::start_through(config, functions, between)
            .await
            .unwrap();
        Self {
            client: Client::new(&stack.url()),
            stack,
            folder,
            logged,
        }
    }

    /// Makes an account of a company, unless it is there.
    pub(crate) async fn account(&self, desk: &str, email: &str, company: &str, role: AccountRole) {
        let line = |text: &str| Line::new(text, 100).unwrap();
        let change = AccountChange {
            company: (!company.is_empty()).then(|| line(company)),
            role: Some(role),
            ..AccountChange::only(email.parse().unwrap())
        };
        let cloud = self.stack.cloud();
        let desk = cloud.store.desk(&desk.parse().unwrap()).await.unwrap();
        let now = cloud.clock.now();
        accounts::save(cloud, &desk.unwrap(), &change, now)
            .await
            .unwrap();
    }

    /// Makes a company with these portals, unless it is there.
    pub(crate) async fn company(&self, desk: &str, id: &str, portals: &[&str]) {
        let company = Company {
            portals: portals
                .iter()
                .map(|portal| portal.parse().unwrap())
                .collect(),
            ..Company::new(
                desk.parse().unwrap(),
                id.parse().unwrap(),
                Line::new(id, 100).unwrap(),
            )
        };
        let store = &self.stack.cloud().store;
        store.put_company(&company, None).await.unwrap();
    }

    /// What the doctor finds.
    pub(crate) async fn doctor(&self) -> Report {
        let cloud = self.stack.cloud();
        let now = cloud.clock.now();
        doctor::examine(&cloud.store, &OutOfSight, Some(now))
            .await
            .unwrap()
    }

    /// A client to hand to a task.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The function `notify` of this stack, called as the stream calls it.
    pub(crate) fn notify(&self) -> Called {
        Called::new(&self.stack, "docket-notify")
    }

    /// The function `sweep` of this stack, called as the scheduler calls it.
    pub(crate) fn sweep(&self) -> Called {
        Called::new(&self.stack, "docket-sweep")
    }

    /// The function `store-attachment` of this stack, called as the bucket's events call it.
    pub(crate) fn store_attachment(&self) -> Called {
        Called::new(&self.stack, "docket-store-attachment")
    }

    /// The stream's record of the ticket's first event, as Lambda hands it over.
    pub(crate) async fn stream_record(&self, id: &str) -> Value {
        self.stream_record_of(id, 1).await
    }

    /// The stream's record of one of the ticket's events.
    pub(crate) async fn stream_record_of(&self, id: &str, sequence: u64) -> Value {
        let id = id.parse().unwrap();
        let store = &self.stack.cloud().store;
        let events = store.events(&id, &(sequence..=sequence)).await.unwrap();
        let mut item: Value = serde_json::to_value(
            serde_dynamo::to_item::<_, serde_dynamo::Item>(&events[0]).unwrap(),
        )
        .unwrap();
        item["pk"] = json!({ "S": format!("TICKET#{id}") });
        item["sk"] = json!({ "S": format!("EVENT#{sequence:010}") });
        json!({
            "eventID": "1", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "eu-central-1",
            "dynamodb": {
                "Keys": { "pk": item["pk"], "sk": item["sk"] }, "NewImage": item, "SequenceNumber": "100000000000000000001",
                "SizeBytes": 500, "StreamViewType": "NEW_IMAGE", "ApproximateCreationDateTime": 1_700_000_000,
            },
        })
    }

    /// Where its state is.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        permissions::remember(&self.stack);
        mails::keep(self.folder());
        if !std::thread::panicking() {
            log::assert_impersonal(self.logged);
        }
    }
}

/// Raises the limits of all desks: a test is one person behind one address.
fn without_limits(config: &mut Config) {
    let none = std::fs::read_to_string(root().join("tests/data/no-limits.toml")).unwrap();
    for desk in &mut config.desks {
        desk.push('\n');
        desk.push_str(&none);
    }
}

/// The files of the desks.
fn shipped_desks() -> Vec<String> {
    let files = docket::read_folder(&root().join("desks")).unwrap();
    files.into_iter().map(|file| file.source).collect()
}

/// A desk's file by which mails leave at once.
fn without_digest(desk: &str) -> String {
    desk.replace("\ndigest = ", "\n# digest = ")
}

/// A desk's file with its doors open, where mails leave at once: most tests are about what comes after that.
fn opened(desk: String) -> String {
    let desk = without_digest(&desk);
    ["accounts", "administrators"]
        .iter()
        .fold(desk, |desk, who| {
            desk.replace(&format!("\nopen = \"{who}\""), "\nopen = \"anyone\"")
                .replace(&format!("\nwho = \"{who}\""), "\nwho = \"anyone\"")
        })
}

pub(crate) fn config(data: &Path) -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        data: data.to_owned(),
        desks: shipped_desks().into_iter().map(opened).collect(),
        template: root().join("template.yaml"),
        send_lease: jiff::SignedDuration::ZERO,
        mails_per_second: 10_000,
        mail_server: None,
        sender: None,
        site: None,
        front_page: true,
        allowed_networks: Vec::new(),
        client_patience: Duration::from_secs(20),
    }
}

/// A ticket that was created, and the key of its requester.
#[derive(Debug, Clone)]
pub(crate) struct Created {
    pub(crate) desk: String,
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) body: Value,
}

impl Created {
    /// The ticket of an answer that has to say that it was opened.
    fn of(desk: &str, answer: Answer) -> Self {
        assert_eq!(answer.status, 201, "{}", answer.text);
        Self {
            desk: desk.to_owned(),
            id: answer.json["id"].as_str().unwrap().to_owned(),
            key: answer.json["key"].as_str().unwrap().to_owned(),
            body: answer.json,
        }
    }

    pub(crate) fn api(&self, end: &str) -> String {
        format!(
            "/api/desks/{}/tickets/{}{end}?key={}",
            self.desk, self.id, self.key
        )
    }

    pub(crate) fn api_without_key(&self, end: &str) -> String {
        format!("/api/desks/{}/tickets/{}{end}", self.desk, self.id)
    }

    pub(crate) fn page(&self) -> String {
        format!("/{}/tickets/{}?key={}", self.desk, self.id, self.key)
    }
}

impl Client {
    pub(crate) fn new(url: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self {
            url: url.to_owned(),
            http,
        }
    }

    /// The same stack, for somebody of another network: an address of 127.0.0.0/8.
    pub(crate) fn on_network(&self, address: [u8; 4]) -> Self {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .local_address(std::net::IpAddr::from(address))
            .build()
            .unwrap();
        Self {
            url: self.url.clone(),
            http,
        }
    }

    /// Any request: with these headers, and this body.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<reqwest::Body>,
    ) -> Answer {
        let body = body.into();
        log::personal(body.as_bytes().unwrap_or_default());
        log::secret(path);
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::read(request.send().await.unwrap()).await
    }

    /// What a script gets.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    /// What a browser gets.
    pub(crate) async fn page(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", "text/html")], "")
            .await
    }

    /// What a script asks, with headers.
    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, "").await
    }

    /// What a script sends.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, body, &[]).await
    }

    /// What a script sends, with headers.
    pub(crate) async fn post_with(
        &self,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut all = vec![("content-type", "application/json")];
        all.extend(headers);
        self.send(Method::POST, path, &all, body.to_string()).await
    }

    /// These very bytes, and whatever comes back until the connection ends.
    pub(crate) async fn raw(&self, bytes: &str) -> String {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let address = self.url.strip_prefix("http://").unwrap();
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// What a script sends to a stack that may be gone.
    pub(crate) async fn try_post(&self, path: &str, body: &Value) -> Option<Answer> {
        self.try_post_with(path, body, &[]).await
    }

    /// The same with headers.
    pub(crate) async fn try_post_with(
        &self,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> Option<Answer> {
        let mut request = self.http.post(format!("{}{path}", self.url)).json(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.ok()?;
        Answer::try_read(response).await
    }

    /// What a browser sends from a form.
    pub(crate) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html,application/xhtml+xml"),
        ];
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send(Method::POST, path, &headers, body).await
    }

    /// A ticket on that desk and topic with whatever its form requires; `more` adds to it or replaces parts of it.
    pub(crate) async fn ticket(&self, desk: &str, topic: &str, more: Value) -> Created {
        let body = ticket_body(desk, topic, more);
        let answer = self
            .post(&format!("/api/desks/{desk}/tickets"), &body)
            .await;
        Created::of(desk, answer)
    }

    /// The same, sent with a session.
    pub(crate) async fn ticket_by(
        &self,
        bearer: &str,
        desk: &str,
        topic: &str,
        more: Value,
    ) -> Created {
        let body = ticket_body(desk, topic, more);
        let path = format!("/api/desks/{desk}/tickets");
        let answer = self
            .post_with(&path, &body, &[("authorization", bearer)])
            .await;
        Created::of(desk, answer)
    }

    /// The ticket with the key that was mailed to that address last.
    pub(crate) async fn mailed(&self, ticket: &Created, address: &str) -> Created {
        let mails = self.mails_to(address).await;
        let page = format!("/{}/tickets/{}?key=", ticket.desk, ticket.id);
        let texts = mails.iter().filter_map(|mail| mail["text"].as_str());
        let key = texts.rev().find_map(|text| text.split_once(&page));
        let (_, key) = key.expect("a mail with the ticket's link");
        let key: String = key.chars().take_while(|c| !c.is_whitespace()).collect();
        Created {
            key,
            ..ticket.clone()
        }
    }

    /// The ticket with the key that was mailed to its requester, who has confirmed the address.
    pub(crate) async fn confirmed(&self, ticket: &Created) -> Created {
        let address = ticket.body["requester"]["email"].as_str().unwrap();
        let ticket = self.mailed(ticket, address).await;
        let answer = self.post(&ticket.api("/confirm"), &json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        ticket
    }

    /// The ticket as its requester sees it.
    pub(crate) async fn read(&self, ticket: &Created) -> Value {
        let answer = self.get(&ticket.api("")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json
    }

    /// The ID of the ticket's status.
    pub(crate) async fn status(&self, ticket: &Created) -> String {
        self.read(ticket).await["status"]["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The mails that went to that address, the oldest first, once everything has been told.
    pub(crate) async fn mails_to(&self, address: &str) -> Vec<Value> {
        let answer = self.get("/_local/mail").await;
        let mails = answer.json.as_array().unwrap().clone();
        mails
            .into_iter()
            .filter(|mail| mail["to"] == address)
            .collect()
    }

    /// The time of the whole stack.
    pub(crate) async fn now(&self) -> Timestamp {
        let now = self.get("/_local/clock").await.json["now"].clone();
        now.as_str().unwrap().parse().unwrap()
    }

    /// Moves the clock of the whole stack, and waits for all that follows.
    pub(crate) async fn advance(&self, by: &str) {
        // The mailbox answers once all mails of before have left, however busy the machine is.
        self.get("/_local/mail").await;
        let answer = self.post("/_local/clock", &json!({ "advance": by })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        self.get("/_local/mail").await;
    }

    /// Moves the clock to an instant, and waits for all that follows.
    pub(crate) async fn go_to(&self, at: Timestamp) {
        let wait = at.duration_since(self.now().await);
        self.advance(&wait.to_string()).await;
    }

    /// A ticket as an agent of its desk sees it.
    pub(crate) async fn staff_view(&self, desk: &str, id: &str) -> Value {
        let agent = self.agent(desk).await;
        let answer = agent.get(&format!("/api/desks/{desk}/tickets/{id}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json
    }

    /// The tokens of all links to sign in that were mailed to that address. It may have got other mails, too.
    pub(crate) async fn links_to(&self, address: &str) -> Vec<String> {
        let mails = self.mails_to(address).await;
        mails.iter().filter_map(found_token).collect()
    }

    /// Signs in by the mailed link.
    pub(crate) async fn sign_in(&self, desk: &str, email: &str) -> Staff<'_> {
        let before = self.links_to(email).await.len();
        let asked = self
            .post(
                &format!("/api/desks/{desk}/sign-in"),
                &json!({ "email": email }),
            )
            .await;
        assert_eq!(asked.status, 202, "{}", asked.text);
        let links = self.links_to(email).await;
        assert_eq!(links.len(), before + 1);
        let token = &links[before];
        let session = self
            .post(
                &format!("/api/desks/{desk}/session"),
                &json!({ "token": token }),
            )
            .await;
        assert_eq!(session.status, 201, "{}", session.text);
        Staff {
            client: self,
            desk: desk.to_owned(),
            bearer: format!("Bearer {}", session.json["access_token"].as_str().unwrap()),
        }
    }

    /// Signs in as the desk's first agent.
    pub(crate) async fn agent(&self, desk: &str) -> Staff<'_> {
        self.sign_in(desk, &format!("agent-1@{desk}.example.com"))
            .await
    }
}

/// The token in a sign-in mail.
pub(crate) fn token_in(mail: &Value) -> String {
    found_token(mail).expect("a mail with a link to sign in")
}

fn found_token(mail: &Value) -> Option<String> {
    let (_, rest) = mail["text"].as_str()?.split_once("sign-in?token=")?;
    Some(rest.split_whitespace().next()?.to_owned())
}

/// Somebody of the desk who is signed in.
pub(crate) struct Staff<'c> {
    client: &'c Client,
    desk: String,
    pub(crate) bearer: String,
}

impl Staff<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.client
            .send(Method::GET, path, &[("authorization", &self.bearer)], "")
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.client
            .post_with(path, body, &[("authorization", &self.bearer)])
            .await
    }

    /// What their browser sends from a form.
    pub(crate) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html"),
        ];
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.client.send(Method::POST, path, &headers, body).await
    }

    pub(crate) async fn page(&self, path: &str) -> Answer {
        let headers = [
            ("authorization", self.bearer.as_str()),
            ("accept", "text/html"),
        ];
        self.client.send(Method::GET, path, &headers, "").await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut all = vec![("authorization", self.bearer.as_str())];
        all.extend(headers);
        self.client.get_with(path, &all).await
    }

    /// Moves a ticket; the move has to succeed.
    pub(crate) async fn move_to(
        &self,
        ticket: &Created,
        status: &str,
        comment: Option<&str>,
    ) -> Value {
        let mut body = json!({ "status": status });
        if let Some(comment) = comment {
            body["comment"] = comment.into();
        }
        let answer = self.post(&ticket.api_without_key("/status"), &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json
    }

    /// Comments; the comment has to be taken.
    pub(crate) async fn comment(&self, ticket: &Created, body: &str) -> Value {
        let answer = self
            .post(
                &ticket.api_without_key("/comments"),
                &json!({ "body": body }),
            )
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json
    }

    /// The IDs of the queue's first page.
    pub(crate) async fn queue(&self, phase: &str) -> Vec<String> {
        let answer = self
            .get(&format!("/api/desks/{}/tickets?phase={phase}", self.desk))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let tickets = answer.json["tickets"].as_array().unwrap().clone();
        tickets
            .iter()
            .map(|ticket| ticket["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// What a form for that topic has to hold, from the desk's own answer to what its topics ask.
pub(crate) fn ticket_body(desk: &str, topic: &str, more: Value) -> Value {
    let mut body = json!({
        "topic": topic,
        "requester": { "email": "requester@example.com", "name": "Requester" },
        "subject": "It does not work",
        "description": "First I did this.\nThen it did that.",
    });
    match (desk, topic) {
        ("spaceos", "bug" | "incident") => {
            body["priority"] = "high".into();
            body["impact"] = "everyone".into();
            body["fields"] = json!({ "where": "browser", "symptoms": "A white page" });
        }
        ("smartplayer", "report-a-bug") => {
            body["impact"] = "major".into();
            body["fields"] = json!({ "operating_system": "tizen", "server_type": "cloud" });
        }
        ("twin24", _) => body["fields"] = json!({ "account_number": "77001" }),
        _ => {}
    }
    merge(&mut body, more);
    body
}

fn merge(body: &mut Value, more: Value) {
    match (body, more) {
        (Value::Object(body), Value::Object(more)) => {
            for (name, value) in more {
                merge(body.entry(name).or_insert(Value::Null), value);
            }
        }
        (body, more) => *body = more,
    }
}
