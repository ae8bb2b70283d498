//! Tests with a template that this crate does not know: routes, streams, rules and schedules call
//! its functions.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use docket_local::{Config, Functions, HandlerError, OnEvent, OnRequest, Stack, StackError};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The calls that functions have got.
#[derive(Clone, Default)]
struct Calls(Arc<Mutex<Vec<(&'static str, Value)>>>);

impl Calls {
    fn of(&self, function: &str) -> Vec<Value> {
        let calls = self.0.lock().unwrap();
        let own = calls.iter().filter(|(name, _)| *name == function);
        own.map(|(_, event)| event.clone()).collect()
    }

    /// Returns the events of the bus that a function got. Calls of schedules are left out, since
    /// one may come at any time.
    fn of_bus(&self, function: &str) -> Vec<Value> {
        let mut calls = self.of(function);
        calls.retain(|event| event.get("source").is_some());
        calls
    }

    /// Returns the items that a consumer of the stream got, in order and with repetitions.
    fn items(&self, function: &str) -> Vec<String> {
        let batches = self.of(function).into_iter();
        let records = batches.flat_map(|batch| batch["Records"].as_array().cloned());
        records.flatten().map(|record| name(&record)).collect()
    }

    fn note(&self, function: &'static str, event: &Value) {
        self.0.lock().unwrap().push((function, event.clone()));
    }

    /// Makes functions that note their calls. Bad items fail. `third` panics when an item says so.
    fn functions(&self) -> Functions {
        let [first, second, third] = [(); 3].map(|()| self.clone());
        Functions::default()
            .with("writer", |_, aws| {
                let table = aws.dynamodb();
                OnRequest(move |request: docket_web::Request| {
                    let put = table.put_item().table_name("docket");
                    let item = request.uri().path().replace("/items/", "ITEM#");
                    let put = put.item("pk", text(item)).item("sk", text("x".to_owned()));
                    async move {
                        put.send().await.unwrap();
                        docket_web::Response::default()
                    }
                })
            })
            .with("first", move |_, _| {
                let calls = first.clone();
                OnEvent(move |event: Value| {
                    calls.note("first", &event);
                    let records = event["Records"].as_array().unwrap().iter();
                    let bad = records.filter(|record| name(record) == "bad");
                    let failures: Vec<Value> = bad
                        .map(|record| json!({ "itemIdentifier": record["dynamodb"]["SequenceNumber"] }))
                        .collect();
                    let answer = json!({ "batchItemFailures": failures });
                    async { Ok::<_, HandlerError>(answer) }
                })
            })
            .with("second", move |_, _| {
                let calls = second.clone();
                OnEvent(move |event: Value| {
                    calls.note("second", &event);
                    async { Ok::<_, HandlerError>(json!(null)) }
                })
            })
            .with("third", move |_, _| {
                let calls = third.clone();
                OnEvent(move |event: Value| {
                    calls.note("third", &event);
                    let calls = calls.of_bus("third");
                    async move {
                        match event["detail"]["what"].as_str() {
                            Some("bad") => Err(HandlerError::from("it is bad")),
                            Some("panic") if calls.len() == 1 => panic!("as it was told to"),
                            _ => Ok(json!(null)),
                        }
                    }
                })
            })
    }
}

fn text(text: String) -> aws_sdk_dynamodb::types::AttributeValue {
    aws_sdk_dynamodb::types::AttributeValue::S(text)
}

fn name(record: &Value) -> String {
    let key = record["dynamodb"]["Keys"]["pk"]["S"].as_str().unwrap();
    key.replace("ITEM#", "")
}

/// A data folder that is deleted after the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("docket-{}", uuid::Uuid::new_v4().simple());
        Self(std::env::temp_dir().join(name))
    }

    async fn start(&self, functions: Functions) -> Result<Stack, StackError> {
        let config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            data: self.0.clone(),
            desks: Vec::new(),
            template: Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/triggers.yaml"),
            send_lease: jiff::SignedDuration::ZERO,
            mails_per_second: 10_000,
            mail_server: None,
            sender: None,
            site: None,
            front_page: true,
            allowed_networks: Vec::new(),
            client_patience: Duration::from_secs(20),
        };
        Stack::start(config, functions).await
    }

    /// Returns what was set aside: each function, and its event.
    fn aside(&self) -> Vec<(String, Value)> {
        let files = std::fs::read_dir(self.0.join("set-aside"));
        let mut files: Vec<PathBuf> = files
            .into_iter()
            .flatten()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        let events = files.iter().map(|file| {
            let aside: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
            let function = aside["function"].as_str().unwrap().to_owned();
            (function, aside["event"].clone())
        });
        events.collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn post(stack: &Stack, path: &str, body: &Value) {
    let url = format!("{}{path}", stack.url());
    let sent = reqwest::Client::new().post(url).json(body).send().await;
    let status = sent.unwrap().status();
    assert!(status.is_success(), "{path}: {status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_consumer_of_the_stream_gets_its_records_whatever_becomes_of_the_others() {
    let (folder, calls) = (Folder::new(), Calls::default());
    let stack = folder.start(calls.functions()).await.unwrap();
    for item in ["1", "bad", "2"] {
        post(&stack, &format!("/items/{item}"), &json!({})).await;
    }
    post(&stack, "/_local/settle", &json!({})).await;

    // Three attempts are made, and then the item is skipped. The order is kept, and handled items
    // do not come again.
    let mut first = calls.items("first");
    let last = first.pop();
    first.dedup();
    assert_eq!(
        (first.as_slice(), last.as_deref()),
        (["1", "bad"].map(String::from).as_slice(), Some("2")),
        "{:?}",
        calls.items("first")
    );
    let tries = calls
        .items("first")
        .iter()
        .filter(|item| *item == "bad")
        .count();
    assert_eq!(tries, 3);
    assert_eq!(calls.items("second"), ["bad", "2"]);
    let aside = folder.aside();
    assert_eq!(aside.len(), 1);
    assert_eq!(
        (
            aside[0].0.as_str(),
            name(&aside[0].1["Records"][0]).as_str()
        ),
        ("first", "bad")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn schedules_call_their_functions_with_their_input() {
    let (folder, calls) = (Folder::new(), Calls::default());
    let stack = folder.start(calls.functions()).await.unwrap();
    post(&stack, "/_local/clock", &json!({ "advance": "P2D" })).await;
    post(&stack, "/_local/settle", &json!({})).await;
    assert!(calls.of("second").contains(&json!({ "every": "hour" })));
    assert!(calls.of("third").contains(&json!({})));
    assert_eq!(folder.aside(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_fits_a_rule_is_tried_again_and_set_aside() {
    let (folder, calls) = (Folder::new(), Calls::default());
    let stack = folder.start(calls.functions()).await.unwrap();
    let event = |bucket: &str, what: &str| json!({ "source": "example", "detail": { "bucket": bucket, "what": what } });
    let panics = event("docket-files", "panic");
    post(&stack, "/_local/events", &panics).await;
    assert_eq!(calls.of_bus("third"), [panics.clone(), panics]);
    assert_eq!(folder.aside(), []);
    post(&stack, "/_local/events", &event("another", "bad")).await;
    let bad = event("docket-files", "bad");
    post(&stack, "/_local/events", &bad).await;
    assert_eq!(calls.of_bus("third")[2..], [bad.clone(), bad.clone()]);
    assert_eq!(folder.aside(), [("third".to_owned(), bad)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_is_not_built_in_is_named() {
    let folder = Folder::new();
    let refused = folder.start(Functions::default()).await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("`first`"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_answers_while_a_function_takes_its_time() {
    let (folder, calls) = (Folder::new(), Calls::default());
    let slow =
        |_: &_, _: &_| OnEvent(|_: Value| std::future::pending::<Result<Value, HandlerError>>());
    let functions = calls.functions().with("second", slow);
    let stack = folder.start(functions).await.unwrap();
    let client = reqwest::Client::new();
    let ask = client.post(format!("{}/_local/clock", stack.url()));
    let ask = ask.json(&json!({ "advance": "P2D" })).send();
    let answer: Value = ask.await.unwrap().json().await.unwrap();
    assert_eq!(answer["settled"], false);
    let now: jiff::Timestamp = answer["now"].as_str().unwrap().parse().unwrap();
    assert!(now.duration_since(jiff::Timestamp::now()).as_hours() >= 47);
}
