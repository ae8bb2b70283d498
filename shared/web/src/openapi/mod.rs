//! The OpenAPI document, made from the table of routes and the types of the answers. Only tests make it.
//! What is served is the file that they compare it with.

mod answers;
mod docs;
mod input;
mod operation;

use crate::routes::{ROUTES, Route};
use answers::Answers;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// The checked-in document, from the crate's folder.
const FILE: &str = "openapi.json";

const ABOUT: &str = "The API of a Docket stack. Every desk of the stack has the same routes.

A session of one of the desk's people is sent as `Authorization: Bearer`, or as the cookie that a
sign-in sets. The key of a ticket is the parameter `key`. Its holder may do what the requester or the
watcher may do whose key it is. A key that fits counts more than a session, and one that does not
counts for nothing.

Every refusal is a problem as in RFC 9457. Its `errors` name the fields that are wrong and say what to
do. Every write also takes a form. Whoever prefers `text/html` in `Accept` and sends no JSON is a
browser: it gets pages and redirects. In a form, `requester.email` stands for the member `email` of
`requester`.

Where a field may be left out, `null` and an empty text are the same. In JSON, a field that the route
does not know is refused.";

fn document() -> Value {
    let mut answers = Answers::new();
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES.iter().filter(|route| route.is_api()) {
        let operation = operation::operation(route, &mut answers);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Docket",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": operation::TAGS.map(|(name, about)| json!({ "name": name, "description": about })),
        "paths": paths,
        "components": {
            "responses": problems(&mut answers),
            "schemas": answers.schemas(),
            "securitySchemes": {
                "session": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The `access_token` of a session.",
                },
            },
        },
    })
}

/// Returns the problems that the routes answer with, by their statuses.
fn problems(answers: &mut Answers) -> Map<String, Value> {
    let statuses: BTreeSet<u16> = ROUTES.iter().flat_map(Route::problems).collect();
    let problems = statuses
        .into_iter()
        .map(|status| (status.to_string(), answers.problem(status)));
    problems.collect()
}

#[test]
fn the_document_is_what_the_routes_promise() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let text = serde_json::to_string_pretty(&document()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "shared/web/{FILE} is out of date: UPDATE_SNAPSHOTS=1 cargo test -p docket-web openapi"
    );
}
