//! Requests that nobody would write: JSON, forms, multipart, headers, cookies and percent-encodings, made by chance from a
//! seed. Each gets an answer in time that is no error of the service, and none shows what was sent as markup.

use crate::support::{Created, Site};
use docket_web::{Kind, ROUTES, Route};
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Duration;

const DESK: &str = "smartplayer";
/// The requests of a run, and of a long one.
const REQUESTS: (usize, usize) = (2_000, 50_000);
/// The clients that send them at once.
const CLIENTS: usize = 8;
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// What no page may show as markup.
const MARKUP: &str = "<x7q onload=1>'\"</x7q>";

/// What a client does by chance: the same from the same seed.
struct Chance(fastrand::Rng);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0.u64(..)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0.usize(..end)
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn of<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.below(values.len())]
    }

    fn text(&mut self) -> String {
        match self.below(12) {
            0 => String::new(),
            1 => MARKUP.to_owned(),
            2 => "x".repeat(self.below(20_000)),
            3 => format!("{}\u{0}\u{1b}[31m\u{202e}{MARKUP}", self.below(100)),
            4 => "../../etc/passwd".to_owned(),
            5 => format!("a@example.com\r\nBcc: {}@example.com", self.below(9)),
            6 => "漢字\u{200b}👨\u{200d}👩Привет".to_owned(),
            7 => (self.next() as i64).to_string(),
            8 => "requester@example.com".to_owned(),
            9 => "%00%ff%2e%2e%2f{{7*7}}${x}".to_owned(),
            10 => "quote".to_owned(),
            _ => {
                let length = self.below(40);
                let any = |chance: &mut Self| char::from_u32(chance.below(0x11_0000) as u32);
                (0..length).filter_map(|_| any(self)).collect()
            }
        }
    }

    fn json(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 7 } else { 9 }) {
            0 => Value::Null,
            1 => Value::Bool(self.one_in(2)),
            2 => json!(self.next() as i64),
            3 => json!(f64::from_bits(self.next())),
            4..7 => self.text().into(),
            7 => (0..self.below(4)).map(|_| self.json(depth - 1)).collect(),
            _ => {
                let members = (0..self.below(4)).map(|_| (self.text(), self.json(depth - 1)));
                Value::Object(
                    members
                        .collect::<Vec<_>>()
                        .into_iter()
                        .collect::<Map<_, _>>(),
                )
            }
        }
    }

    fn bytes(&mut self) -> Vec<u8> {
        let length = self.below(200);
        (0..length).map(|_| self.next() as u8).collect()
    }

    /// A path or a query, encoded more or less.
    fn encoded(&mut self, text: &str) -> String {
        let mut encoded = String::new();
        for byte in text.bytes().take(2_000) {
            let is_plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            if is_plain && !self.one_in(20) {
                encoded.push(char::from(byte));
            } else {
                encoded += &format!("%{byte:02X}");
            }
        }
        if self.one_in(20) {
            let ends = [
                "%",
                "%f",
                "%zz",
                "%ff",
                "%00",
                "%c3%28",
                "+",
                ";",
                "%25%32%66",
            ];
            encoded += *self.of::<&str>(&ends);
        }
        encoded
    }
}

struct Request {
    method: Method,
    path: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Vec<u8>,
}

struct Maker<'a> {
    chance: Chance,
    ticket: &'a Created,
    bearer: &'a str,
}

impl Maker<'_> {
    fn request(&mut self) -> Request {
        let route = self.chance.of(ROUTES);
        let mut method: Method = route.method.as_str().parse().unwrap();
        if self.chance.one_in(10) {
            method = self
                .chance
                .of(&[
                    Method::GET,
                    Method::POST,
                    Method::PUT,
                    Method::DELETE,
                    Method::HEAD,
                    Method::OPTIONS,
                ])
                .clone();
        }
        let path = self.path(route);
        let mut headers = self.headers();
        let body = self.body(route, &mut headers);
        Request {
            method,
            path,
            headers,
            body,
        }
    }

    fn path(&mut self, route: &Route) -> String {
        let mut path = String::new();
        for part in route.path.split('/').skip(1) {
            let known = match part {
                "{desk}" => DESK,
                "{id}" => self.ticket.id.as_str(),
                part if part.starts_with('{') => "01a22261-2835-77df-b02b-fa1bfc0598ea",
                part => part,
            };
            let part = match self.chance.one_in(12) {
                true => {
                    let text = self.chance.text();
                    self.chance.encoded(&text)
                }
                false => known.to_owned(),
            };
            path = format!("{path}/{part}");
        }
        let mut query: Vec<String> = Vec::new();
        if self.chance.one_in(2) {
            query.push(format!("key={}", self.ticket.key));
        }
        for field in route.promise.query {
            if self.chance.one_in(3) {
                let text = self.chance.text();
                query.push(format!("{}={}", field.name, self.chance.encoded(&text)));
            }
        }
        while self.chance.one_in(4) {
            let name = *self.chance.of(&[
                "topic",
                "language",
                "token",
                "older",
                "return_to",
                "version",
                "etag",
                "pid",
                "x",
            ]);
            let text = self.chance.text();
            query.push(format!("{name}={}", self.chance.encoded(&text)));
        }
        match query.is_empty() {
            true => path,
            false => format!("{path}?{}", query.join("&")),
        }
    }

    fn headers(&mut self) -> Vec<(HeaderName, HeaderValue)> {
        let mut headers = Vec::new();
        let mut add = |name: &'static str, value: &[u8]| {
            if let Ok(value) = HeaderValue::from_bytes(value) {
                headers.push((HeaderName::from_static(name), value));
            }
        };
        if self.chance.one_in(2) {
            add("accept", b"text/html,application/xhtml+xml");
        }
        if self.chance.one_in(3) {
            add("authorization", self.bearer.as_bytes());
        }
        for name in [
            "accept",
            "accept-language",
            "authorization",
            "cookie",
            "if-match",
            "idempotency-key",
            "origin",
            "referer",
            "x-forwarded-for",
            "sec-fetch-site",
        ] {
            if self.chance.one_in(8) {
                let value = match name {
                    "cookie" => format!(
                        "docket_{DESK}={}; {}",
                        self.chance.text(),
                        self.chance.text()
                    )
                    .into_bytes(),
                    "if-match" => self
                        .chance
                        .of(&["\"1\"", "W/\"2\"", "*", "\"", "1", "\"1\", \"2\""])
                        .as_bytes()
                        .to_vec(),
                    _ if self.chance.one_in(2) => self.chance.text().into_bytes(),
                    _ => self.chance.bytes(),
                };
                add(name, &value);
            }
        }
        headers
    }

    fn body(&mut self, route: &Route, headers: &mut Vec<(HeaderName, HeaderValue)>) -> Vec<u8> {
        let (kind, body) = match self.chance.below(8) {
            0..3 => ("application/json", self.json_body(route)),
            3..6 => ("application/x-www-form-urlencoded", self.form_body(route)),
            6 => ("multipart/form-data; boundary=x7q", self.multipart()),
            _ => ("application/json", self.chance.bytes()),
        };
        let name = HeaderName::from_static("content-type");
        if !self.chance.one_in(12) {
            headers.push((name, HeaderValue::from_static(kind)));
        }
        body
    }

    fn json_body(&mut self, route: &Route) -> Vec<u8> {
        let mut body = json!({});
        for field in route.promise.body.unwrap_or_default() {
            if self.chance.one_in(4) {
                continue;
            }
            let value = match (field.kind, self.chance.one_in(3)) {
                (_, true) => self.chance.json(2),
                (Kind::Flag, _) => Value::Bool(self.chance.one_in(2)),
                _ => self.chance.text().into(),
            };
            match field.name.split_once('.') {
                Some((object, "*")) => body[object] = json!({ self.chance.text(): value }),
                Some((object, member)) if body[object].is_object() || body[object].is_null() => {
                    body[object][member] = value
                }
                Some(_) => {}
                None => body[field.name] = value,
            }
        }
        let mut bytes = body.to_string().into_bytes();
        if self.chance.one_in(10) {
            let place = self.chance.below(bytes.len());
            bytes[place] = self.chance.next() as u8;
        }
        bytes
    }

    fn form_body(&mut self, route: &Route) -> Vec<u8> {
        let mut pairs: Vec<String> = Vec::new();
        for field in route.promise.body.unwrap_or_default() {
            for _ in 0..self.chance.below(3) {
                let text = self.chance.text();
                let name = field.name.replace('*', "where");
                pairs.push(format!("{name}={}", self.chance.encoded(&text)));
            }
        }
        while self.chance.one_in(3) {
            let (name, value) = (self.chance.text(), self.chance.text());
            let (name, value) = (self.chance.encoded(&name), self.chance.encoded(&value));
            pairs.push(format!("{name}={value}"));
        }
        pairs.join("&").into_bytes()
    }

    fn multipart(&mut self) -> Vec<u8> {
        let (name, value) = (self.chance.text(), self.chance.text());
        format!(
            "--x7q\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n--x7q--\r\n"
        )
        .into_bytes()
    }
}

/// Sends the requests of one client, and returns what is wrong with their answers.
async fn client(
    site: &Site,
    seed: u64,
    requests: usize,
    ticket: &Created,
    bearer: &str,
) -> Vec<String> {
    let mut maker = Maker {
        chance: Chance(fastrand::Rng::with_seed(seed)),
        ticket,
        bearer,
    };
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .build()
        .unwrap();
    let mut wrong = Vec::new();
    for number in 0..requests {
        let Request {
            method,
            path,
            headers,
            body,
        } = maker.request();
        let what = format!("seed {seed}, request {number}: {method} {path}");
        let mut request = http
            .request(method, format!("{}{path}", site.url))
            .body(body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let answer = match request.send().await {
            Ok(answer) => answer,
            // The client refuses some addresses itself.
            Err(error) if error.is_builder() => continue,
            Err(error) => {
                wrong.push(format!("{what}: {error}"));
                continue;
            }
        };
        let status = answer.status().as_u16();
        let is_page = answer
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        let location = answer
            .headers()
            .get("location")
            .map(|to| to.to_str().unwrap().to_owned());
        let text = answer.text().await.unwrap_or_default();
        if status >= 500 {
            wrong.push(format!("{what}: {status} {text}"));
        }
        if is_page && (text.contains("<x7q") || text.contains("onload=1>'\"")) {
            wrong.push(format!("{what}: what was sent is markup"));
        }
        // Nobody is led to another site but storage.
        if location.is_some_and(|to| !to.starts_with('/') && !to.starts_with("http://127.0.0.1:")) {
            wrong.push(format!("{what}: leads elsewhere"));
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_that_is_sent_breaks_anything() {
    let (short, long) = REQUESTS;
    let all = if std::env::var_os("DOCKET_LONG").is_some() {
        long
    } else {
        short
    };
    let site = Arc::new(Site::start().await);
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let bearer = site.agent(DESK).await.bearer;
    let clients = (0..CLIENTS as u64).map(|seed| {
        let (site, ticket, bearer) = (Arc::clone(&site), ticket.clone(), bearer.clone());
        tokio::spawn(async move { client(&site, seed, all / CLIENTS, &ticket, &bearer).await })
    });
    let mut wrong = Vec::new();
    for client in clients.collect::<Vec<_>>() {
        wrong.extend(client.await.unwrap());
    }
    assert!(
        wrong.is_empty(),
        "{} of {all}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(10)].join("\n")
    );
    // Everything that was taken is whole, and is told.
    let state = site.get("/_local/mail").await;
    assert_eq!(state.status, 200);
}
