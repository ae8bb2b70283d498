//! The log of all stacks in this process, as the functions write it on AWS, and what must never stand in it.

use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::sync::{Mutex, Once};
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

/// Keeps the log from now on. The answer is how many bytes it has.
pub(crate) fn keep() -> usize {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| docket_cloud::lambda::log_to(|| Log).init());
    LINES.lock().unwrap().len()
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

/// Nothing that anybody wrote, and no address, stands in the log from this byte on.
pub(crate) fn assert_impersonal(since: usize) {
    // Nobody who writes waits for the search.
    let log = LINES.lock().unwrap()[since..].to_vec();
    let texts = PERSONAL.lock().unwrap().clone();
    let log = String::from_utf8(log).unwrap();
    // Each line is JSON, so that it can be searched.
    for line in log.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
    if let Some((text, at)) = first_of(&texts, log.as_bytes()) {
        let line = log.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let line = log.lines().nth(line);
        panic!("`{text}` stands in the log: {line:?}");
    }
}

/// The first of these texts in the log, and where it begins.
///
/// One walk for all texts: to look for ten thousand one after the other takes longer than all tests.
fn first_of<'a>(texts: &'a BTreeSet<String>, log: &[u8]) -> Option<(&'a str, usize)> {
    let mut by_start: HashMap<&[u8], Vec<&str>> = HashMap::new();
    for text in texts {
        let start = &text.as_bytes()[..SHORTEST];
        by_start.entry(start).or_default().push(text);
    }
    log.windows(SHORTEST).enumerate().find_map(|(at, start)| {
        let texts = by_start.get(start)?;
        let found = texts
            .iter()
            .find(|text| log[at..].starts_with(text.as_bytes()))?;
        Some((*found, at))
    })
}

#[test]
fn any_of_many_texts_is_found_in_the_log() {
    let texts = ["a secret of one", "a secret of two"]
        .map(str::to_owned)
        .into();
    assert_eq!(first_of(&texts, b"{\"a\": \"a secret of six\"}"), None);
    assert_eq!(
        first_of(&texts, b"{\"a\": \"a secret of two\"}"),
        Some(("a secret of two", 7))
    );
}
