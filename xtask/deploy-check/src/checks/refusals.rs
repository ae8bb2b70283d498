//! Bad requests are refused, and told why.

use crate::requests;
use crate::site::Site;
use serde_json::{Value, json};
use xtask_client::{Answer, Ask};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const TICKETS: &str = "/api/desks/spotme/tickets";

/// Bad requests are answered with problem+json, each with its status.
pub(crate) async fn are_told(site: &Site) -> Result<(), String> {
    let good = requests::request("spotme", "access", "refused@customer.example.com");
    let with = |name: &str, value: Value| {
        let mut request = good.clone();
        if let Some(request) = request.as_object_mut() {
            request.insert(name.to_owned(), value);
        }
        Ask::post(TICKETS).json(&request)
    };
    let sent = |kind, body: &'static str| Ask::post(TICKETS).body(kind, body);
    let to = |path| Ask::post(path).json(&good);
    let read = |path| Ask::get(format!("{TICKETS}{path}"));
    let (long, longer) = ("x".repeat(64 * 1024), "x".repeat(1025 * 1024));
    for (status, what, ask) in [
        (400, "half of a JSON", sent(JSON, "{\"topic\"")),
        (400, "JSON that is no object", sent(JSON, "[1, 2]")),
        (400, "what is not UTF-8", sent(FORM, "topic=%FF%FE")),
        (422, "an object as subject", with("subject", json!({}))),
        (422, "a text as requester", with("requester", json!("me"))),
        (422, "an unknown topic", with("topic", json!("nothing"))),
        (422, "too long a text", with("description", json!(long))),
        (413, "too long a body", with("description", json!(longer))),
        (415, "an image", sent("image/png", "x")),
        (404, "an unknown desk", to("/api/desks/nobody/tickets")),
        (404, "an unknown route", to("/api/desks/spotme/nothing")),
        (401, "a ticket without its key", read("/SM-1")),
        (404, "a ticket with a wrong key", read("/SM-1?key=wrong")),
    ] {
        let answer = site.send(ask).await?;
        is_problem(answer, status).map_err(|error| format!("{what}: {error}"))?;
    }
    Ok(())
}

/// Checks that an answer is problem+json of that status.
pub(crate) fn is_problem(answer: Answer, status: u16) -> Result<(), String> {
    let answer = answer.expect(status)?;
    if answer.header("content-type") != "application/problem+json" {
        return Err(answer.unlike("problem+json"));
    }
    if answer.json()?.get("status") != Some(&json!(status)) {
        return Err(answer.unlike(&format!("a problem that says {status}")));
    }
    answer.text_at("/title").map(drop)
}
