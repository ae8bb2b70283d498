//! What happens in the bucket, told to functions as EventBridge does: by the rules of the template, again when it fails.

use super::BUCKET;
use crate::stream::Doorbell;
use crate::template::{TemplateError, at, fits};
use docket_store_attachment::StoreAttachment;
use serde_json::{Value, json};
use serde_norway::Value as Yaml;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify as Bell, watch};

/// How often an event is handed over before it is set aside; Lambda does so three times in all.
const ATTEMPTS: u32 = 3;

/// A rule of the template: events that fit go to the function.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) function: String,
    pattern: Value,
}

impl Rule {
    /// The rule of that event in the template.
    pub(crate) fn read(event: &Yaml, function: &str) -> Result<Self, TemplateError> {
        let pattern = at(event, &["Properties", "Pattern"]).map(with_bucket);
        let pattern = pattern
            .ok_or_else(|| TemplateError::Unfit(format!("a rule of {function} has no pattern")))?;
        Ok(Self {
            function: function.to_owned(),
            pattern,
        })
    }

    fn takes(&self, event: &Value) -> bool {
        fits(&self.pattern, event)
    }
}

/// A pattern as JSON. The one thing that it refers to is the bucket.
fn with_bucket(value: &Yaml) -> Value {
    match value {
        Yaml::Tagged(_) => BUCKET.into(),
        Yaml::Mapping(parts) => parts
            .iter()
            .filter_map(|(name, part)| Some((name.as_str()?.to_owned(), with_bucket(part))))
            .collect(),
        Yaml::Sequence(parts) => parts.iter().map(with_bucket).collect(),
        plain => serde_json::to_value(plain).unwrap_or_default(),
    }
}

/// Events on their way. Copies share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Events(Arc<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    events: Mutex<Vec<Value>>,
    bell: Bell,
    /// How many have been put, and how many handled.
    put: watch::Sender<u64>,
    handled: watch::Sender<u64>,
}

impl Events {
    /// Tells that an object is there.
    pub(crate) fn object_created(&self, key: &str, reason: &str) {
        self.put(json!({
            "version": "0",
            "id": uuid::Uuid::new_v4(),
            "source": "aws.s3",
            "detail-type": "Object Created",
            "detail": { "bucket": { "name": BUCKET }, "object": { "key": key }, "reason": reason },
        }));
    }

    /// Puts an event on its way.
    pub(crate) fn put(&self, event: Value) {
        let mut events = self.0.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(event);
        self.0.put.send_modify(|count| *count += 1);
        drop(events);
        self.0.bell.notify_one();
    }

    /// Puts events of all that has arrived and was not handled: those on their way when the stack stopped are gone with it.
    pub(crate) fn recover(&self, folder: &Path) {
        let tickets = std::fs::read_dir(folder.join("objects").join(BUCKET).join("incoming"));
        for ticket in tickets.into_iter().flatten().flatten() {
            let files = std::fs::read_dir(ticket.path()).into_iter().flatten();
            for file in files.flatten() {
                let (ticket, file) = (ticket.file_name(), file.file_name());
                if let (Some(ticket), Some(file)) = (ticket.to_str(), file.to_str()) {
                    self.object_created(&format!("incoming/{ticket}/{file}"), "PutObject");
                }
            }
        }
    }

    /// Waits until every event that was put before this call has been handled.
    pub(crate) async fn settled(&self) {
        let wanted = *self.0.put.borrow();
        let mut handled = self.0.handled.subscribe();
        let _ = handled.wait_for(|count| *count >= wanted).await;
    }

    /// Hands events over for as long as the stack runs.
    pub(crate) async fn run(
        self,
        rules: Vec<Rule>,
        function: StoreAttachment,
        bell: Arc<Doorbell>,
        failed: PathBuf,
    ) {
        loop {
            let events = {
                let mut events = self.0.events.lock().unwrap_or_else(PoisonError::into_inner);
                std::mem::take(&mut *events)
            };
            if events.is_empty() {
                self.0.bell.notified().await;
                continue;
            }
            for event in events {
                for _ in rules.iter().filter(|rule| rule.takes(&event)) {
                    hand_over(&function, &event, &failed).await;
                }
                bell.ring();
                self.0.handled.send_modify(|count| *count += 1);
            }
        }
    }
}

async fn hand_over(function: &StoreAttachment, event: &Value, failed: &Path) {
    for attempt in 1..=ATTEMPTS {
        match function.handle(event.clone()).await {
            Ok(_) => return,
            Err(error) => tracing::warn!(%error, attempt, "an event could not be handled"),
        }
        tokio::time::sleep(Duration::from_millis(50) * attempt).await;
    }
    let line = format!("{event}\n");
    let written = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(failed)
        .and_then(|mut file| file.write_all(line.as_bytes()));
    tracing::error!(kept = written.is_ok(), file = %failed.display(), "an event is set aside");
}
