//! What people type, value by value: how each is kept, and where it comes back. Behaviours 31 to 40.

mod files;
mod lists;
mod single;
mod texts;

use crate::support::{Created, Site};
use reqwest::Method;
use serde_json::{Value, json};

/// A desk with one field of each type.
const DESK: &str = r#"
id = "kinds"
name = "Kinds"
ticket_prefix = "KIND"
languages = ["en"]
time_zone = "UTC"
default_priority = "normal"

[hours]
always_open = true

[cc]
who = "anyone"
label = "Copies"

[attachments]
max_bytes = 1_000_000
max_total_bytes = 100_000_000
max_count = 90
types = [
  "image/*", "video/*", "audio/*", "text/plain", "text/csv", "application/json", "application/pdf",
  "application/zip", "application/xml", "application/vnd.ms-excel", "application/msword", "message/rfc822",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
]

[[categories]]
id = "all"
label = "All"

[[priorities]]
id = "normal"
label = "Normal"

[[impacts]]
id = "one"
label = "One"

[[impacts]]
id = "other"
label = "Other"

[[topics]]
id = "form"
category = "all"
label = "Form"
cc = true
impact = "optional"
fields = ["line", "text", "one_of", "some_of", "email", "number", "date", "url", "only_other"]

[[fields]]
id = "line"
label = "Line"
type = "text"

[[fields]]
id = "text"
label = "Text"
type = "long_text"

[[fields]]
id = "one_of"
label = "One of"
type = "choice"
choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }]

[[fields]]
id = "some_of"
label = "Some of"
type = "choices"
choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }]

[[fields]]
id = "email"
label = "Address"
type = "email"

[[fields]]
id = "number"
label = "Number"
type = "number"

[[fields]]
id = "date"
label = "Date"
type = "date"

[[fields]]
id = "url"
label = "Web address"
type = "url"

[[fields]]
id = "only_other"
label = "Only with Other"
type = "text"
required = true
when = { impact = "other" }

[[statuses]]
id = "new"
label = "New"
phase = "open"

[[statuses]]
id = "done"
label = "Done"
phase = "done"

[workflow]
initial = "new"

[[moves]]
from = "any"
to = "done"
by = ["requester", "agent"]

[[people]]
email = "agent-1@kinds.example.com"
name = "Agent"
role = "agent"
"#;

const TICKETS: &str = "/api/desks/kinds/tickets";

/// What is right for a value.
#[derive(Debug, Clone, Copy)]
enum Right {
    /// It is kept as this.
    Kept(&'static str),
    /// It counts as not sent.
    Nothing,
    /// The field is named, and its message says this.
    Refused(&'static str),
}

async fn start() -> Site {
    Site::start_without_limits_with_desk(DESK).await
}

/// The mail that the requester gets of a comment by an agent, once they have confirmed their address.
async fn told(site: &Site, ticket: &Created, words: &str) -> Value {
    site.confirmed(ticket).await;
    site.agent("kinds").await.comment(ticket, words).await;
    site.mails_to("requester@example.com").await.pop().unwrap()
}

/// A form in order, with one value in the place of that name.
fn body(name: &str, value: &Value) -> Value {
    let mut body = json!({
        "topic": "form",
        "requester": { "email": "requester@example.com" },
        "subject": "Subject",
        "description": "Description",
        "fields": {},
    });
    match name.split_once('.') {
        Some((object, member)) => body[object][member] = value.clone(),
        None => body[name] = value.clone(),
    }
    body
}

/// Opens a ticket with one value as JSON, and again by a form. Both have to end the same.
async fn open(site: &Site, name: &str, value: &str) -> Result<Created, String> {
    let answer = site.post(TICKETS, &body(name, &value.into())).await;
    let mut fields = vec![
        ("topic", "form"),
        ("requester.email", "requester@example.com"),
        ("subject", "Subject"),
        ("description", "Description"),
    ];
    fields.retain(|(other, _)| *other != name);
    fields.push((name, value));
    let form = site.submit(TICKETS, &fields).await;
    let message = |json: &Value| {
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        let error = errors.iter().find(|error| error["field"] == name);
        error.map(|error| error["message"].as_str().unwrap().to_owned())
    };
    match answer.status {
        201 => {
            assert_eq!(form.status, 303, "{name} {value:?} by form: {}", form.text);
            Ok(Created {
                desk: "kinds".to_owned(),
                id: answer.json["id"].as_str().unwrap().to_owned(),
                key: answer.json["key"].as_str().unwrap().to_owned(),
                body: answer.json,
            })
        }
        422 => {
            assert_eq!(form.status, 422, "{name} {value:?} by form: {}", form.text);
            let message = message(&answer.json);
            Err(message.unwrap_or_else(|| panic!("{name} is not named: {}", answer.text)))
        }
        other => panic!("{name} {value:?}: {other} {}", answer.text),
    }
}

/// Asserts what becomes of each value. Returns the number of values.
async fn are_right(
    site: &Site,
    name: &str,
    values: &[(&str, Right)],
    read: fn(&Value) -> Value,
) -> usize {
    for (typed, right) in values {
        let opened = open(site, name, typed).await;
        match (right, opened) {
            (Right::Kept(kept), Ok(ticket)) => {
                assert_eq!(read(&ticket.body), *kept, "{name} {typed:?}");
            }
            (Right::Nothing, Ok(ticket)) => {
                assert_eq!(read(&ticket.body), Value::Null, "{name} {typed:?}");
            }
            (Right::Refused(says), Err(message)) => {
                assert!(message.contains(says), "{name} {typed:?}: {message}");
            }
            (right, opened) => panic!("{name} {typed:?}: {right:?}, {:?}", opened.map(|t| t.body)),
        }
    }
    values.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_36_a_field_that_is_not_asked_is_not_shown_and_left_aside() {
    let site = start().await;
    let page = site.page("/kinds/new?topic=form").await;
    // It stands right behind its choice, and the style sheet shows it with that choice alone.
    let (_, behind) = page
        .text
        .split_once("name=\"impact\" value=\"other\"")
        .unwrap();
    let (choice, revealed) = behind.split_once("<div class=\"reveal\">").unwrap();
    assert!(!choice.contains("name=\"impact\""), "{choice}");
    assert!(
        revealed.contains("name=\"fields.only_other\""),
        "{revealed}"
    );
    let form = |impact: &'static str| {
        [
            ("topic", "form"),
            ("requester.email", "requester@example.com"),
            ("subject", "Subject"),
            ("description", "Description"),
            ("impact", impact),
            ("fields.only_other", "Typed before the choice was changed"),
        ]
    };
    assert_eq!(site.submit(TICKETS, &form("one")).await.status, 303);
    assert_eq!(site.submit(TICKETS, &form("other")).await.status, 303);
    let mut told = body("fields.only_other", &"x".into());
    told["impact"] = "one".into();
    site.post(TICKETS, &told)
        .await
        .is_problem(422, "fields.only_other");
    // A foreign form sends its button, a captcha's answer, and more.
    let mut foreign = form("one").to_vec();
    foreign.extend([
        ("submit", "Send"),
        ("g-recaptcha-response", "x"),
        ("utm_source", "mail"),
        ("context.pid", "7"),
        ("cc[]", ""),
    ]);
    assert_eq!(site.submit(TICKETS, &foreign).await.status, 303);
    let mut program = body("subject", &"x".into());
    program["submit"] = "Send".into();
    site.post(TICKETS, &program).await.is_problem(422, "submit");
    // An address may have more than Docket's own parameters.
    for page in [
        "/kinds?fbclid=1",
        "/kinds/new?topic=form&utm_source=x",
        "/kinds/sign-in?gclid=2",
    ] {
        assert_eq!(site.page(page).await.status, 200, "{page}");
    }
    // A byte order mark before JSON, and a weak tag.
    let marked = format!("\u{feff}{}", body("subject", &"x".into()));
    let headers = [("content-type", "application/json")];
    let answer = site.send(Method::POST, TICKETS, &headers, marked).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let id = answer.json["id"].as_str().unwrap();
    let comments = format!(
        "{TICKETS}/{id}/comments?key={}",
        answer.json["key"].as_str().unwrap()
    );
    let weak = [("if-match", "W/\"1\"")];
    let answer = site
        .post_with(&comments, &json!({ "body": "x" }), &weak)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}
