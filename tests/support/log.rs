//! The log of all stacks in this process, as the functions write it on AWS, and what must never stand in it.

use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Mutex, Once, PoisonError};
use tracing_subscriber::util::SubscriberInitExt;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static PERSONAL: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The members of a request that are about a person, or that a person wrote.
const MEMBERS: [&str; 10] = [
    "email",
    "requester.email",
    "name",
    "requester.name",
    "token",
    "subject",
    "description",
    "body",
    "comment",
    "cc",
];
/// Shorter values may stand in a log by chance.
const SHORTEST: usize = 6;

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Keeps the log from now on.
pub(crate) fn keep() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| docket_cloud::lambda::log_to(|| Log).init());
}

/// Remembers the key or the token in an address.
pub(crate) fn secret(path: &str) {
    for name in ["?key=", "&key=", "?token="] {
        if let Some((_, value)) = path.split_once(name) {
            remember(value.split('&').next().unwrap_or_default());
        }
    }
}

/// Remembers what is personal in a request's body, JSON or a form.
pub(crate) fn personal(body: &[u8]) {
    match serde_json::from_slice(body) {
        Ok(body) => from_json(&body, false),
        Err(_) => form_urlencoded::parse(body)
            .filter(|(name, _)| MEMBERS.contains(&name.as_ref()))
            .for_each(|(_, value)| remember(&value)),
    }
}

fn from_json(value: &Value, personal: bool) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            from_json(value, personal || MEMBERS.contains(&name.as_str()))
        }),
        Value::Array(values) => values.iter().for_each(|value| from_json(value, personal)),
        Value::String(text) if personal => remember(text),
        _ => {}
    }
}

/// Remembers a text that somebody typed.
pub(crate) fn remember(text: &str) {
    let mut personal = PERSONAL.lock().unwrap();
    // A log line is one line; of a long text any part would be too much.
    for line in text.lines().map(str::trim) {
        if line.chars().count() >= SHORTEST {
            personal.insert(line.chars().take(60).collect());
        }
    }
}

/// What was looked through before: the bytes of the log, and the texts.
static SEEN: Mutex<(usize, BTreeSet<String>)> = Mutex::new((0, BTreeSet::new()));

/// Nothing that anybody wrote, and no address, stands in the log.
///
/// Each text is looked for in each line once. All texts in all lines at the end of each test would take
/// most of the time of the tests, and who waits for that has its requests run into their time limits.
pub(crate) fn assert_impersonal() {
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let (known_bytes, known) = &mut *seen;
    // Nobody who writes waits for the search.
    let lines = LINES.lock().unwrap().clone();
    let texts = PERSONAL.lock().unwrap().clone();
    let (old, new) = lines.split_at(*known_bytes);
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    // Each line is JSON, so that it can be searched.
    for line in new.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
    for text in &texts {
        let is_new = !known.contains(text);
        let found = new.contains(text) || (is_new && old.contains(text));
        let mut all = old.lines().chain(new.lines());
        let line = all.find(|line| found && line.contains(text));
        assert!(!found, "`{text}` stands in the log: {line:?}");
    }
    *known_bytes = lines.len();
    *known = texts;
}
