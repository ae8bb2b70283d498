//! Who may: accounts, companies, sharing, and the doors of each desk, with the desks as they are shipped.

mod companies;
mod doors;
mod sharing;
mod sign_in;

use crate::support::{Created, Site, Staff};
use serde_json::Value;

const ADA: &str = "ada@example.com";

const BEN: &str = "ben@example.com";

const EVE: &str = "eve@example.com";

/// The IDs of a list of one's own tickets.
async fn list(person: &Staff<'_>, desk: &str, query: &str) -> Vec<String> {
    let answer = person
        .get(&format!("/api/desks/{desk}/tickets{query}"))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let tickets = answer.json["tickets"].as_array().unwrap().clone();
    let id = |ticket: &Value| ticket["id"].as_str().unwrap().to_owned();
    tickets.iter().map(id).collect()
}

/// Opens a ticket with a session.
async fn opened(site: &Site, person: &Staff<'_>, desk: &str, topic: &str, more: Value) -> Created {
    site.ticket_by(&person.bearer, desk, topic, more).await
}

/// The fields that a browser sends of a form for SmartPlayer.
const FORM: [(&str, &str); 7] = [
    ("topic", "report-a-bug"),
    ("requester.email", ADA),
    ("subject", "Black screen on start"),
    ("impact", "major"),
    ("description", "It stays black.\nFor ever."),
    ("fields.operating_system", "webos"),
    ("fields.server_type", "cloud"),
];
