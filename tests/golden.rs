//! Golden items: one stored item of each kind, as each format had it, read for ever.
//!
//! `UPDATE_SNAPSHOTS=1` adds the files of kinds that have none yet. A file that is there is never changed.

use crate::support::files::{File, PART};
use crate::support::table::{Item, RawTable, json_of};
use crate::support::{Created, Site, root};
use docket_cloud::store::{Claim, MailCause};
use docket_domain::ticket::EventId;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The folder of the items in the present format, `Format::CURRENT`.
const FOLDER: &str = "tests/data/formats/6";
/// The digests of all golden files, so that a change by hand is told as such.
const DIGESTS: &str = "tests/data/formats/SHA256SUMS";

fn folder() -> PathBuf {
    root().join(FOLDER)
}

/// The kind of an item, which is the name of its file. `None` for what says nothing about formats.
fn kind_of(item: &Value) -> Option<String> {
    let text = |path: &str| item.pointer(path).and_then(Value::as_str);
    let (pk, sk) = (text("/pk/S")?, text("/sk/S")?);
    let kind = match (pk.split('#').next()?, sk.split('#').next()?) {
        ("TICKET", "TICKET") if item.get("recent_requests").is_some() => {
            "ticket-with-requests".to_owned()
        }
        ("TICKET", "TICKET") => "ticket".to_owned(),
        ("TICKET", "EVENT") if item.get("packed").is_some() => "event-packed".to_owned(),
        ("TICKET", "EVENT") => {
            let cause = text("/change/M/cause/S").map(|cause| format!("-{cause}"));
            let internal = item.pointer("/change/M/internal/BOOL") == Some(&json!(true));
            let note = if internal { "-internal" } else { "" };
            format!(
                "event-{}{}{note}",
                text("/change/M/kind/S")?,
                cause.unwrap_or_default()
            )
        }
        ("TICKET", "FILE") => {
            let content = text("/content/M/kind/S").map(|kind| format!("-{kind}"));
            let infected = text("/scan/S") == Some("infected");
            let scan = if infected { "-infected" } else { "" };
            format!(
                "file-{}{}{scan}",
                text("/state/S")?,
                content.unwrap_or_default()
            )
        }
        ("INCIDENT", "INCIDENT") => "incident".to_owned(),
        ("INCIDENT", "INCIDENT_EVENT") => format!("incident-event-{}", text("/change/M/kind/S")?),
        ("INCIDENT", _) => "incident-ticket".to_owned(),
        ("STATUS", _) => "status-board".to_owned(),
        ("FOLLOWER", _) => "follower".to_owned(),
        // Notes of what is under way are there for moments.
        ("TELLING" | "INCIDENT_TASK", _) => return None,
        ("TICKET", "WATCHER") => "watcher".to_owned(),
        ("TICKET", _) => "files".to_owned(),
        ("RATINGS", "RATING") => "rating".to_owned(),
        ("RATINGS", _) => "rated-month".to_owned(),
        ("ACCOUNT", _) => "account".to_owned(),
        ("COMPANY", _) => "company".to_owned(),
        ("DOMAIN", _) => "domain".to_owned(),
        ("INVITATION", _) => "invitation".to_owned(),
        ("SUPPORT_ACCESS", "GRANT") => "access-grant".to_owned(),
        ("SUPPORT_ACCESS", _) => "access-record".to_owned(),
        ("HELD", _) => "held-form".to_owned(),
        ("DESK", "LOGO") => "logo".to_owned(),
        ("DESK", _) if item.get("removed_at").is_some() => "desk-removed".to_owned(),
        ("DESK", _) if pk == "DESK#spotme" => "desk".to_owned(),
        ("DESKS", _) => "listed-desk".to_owned(),
        ("COUNTER", _) => "counter".to_owned(),
        ("IDEMPOTENCY", _) => "idempotency-record".to_owned(),
        ("SIGN_IN_LINK", _) => "sign-in-link".to_owned(),
        ("DRAFT", _) => "draft".to_owned(),
        ("SESSION", _) => "session".to_owned(),
        ("RECEIPT", _) if item.get("sent_at").is_some() => "receipt".to_owned(),
        ("DELIVERY", _) => {
            let state = text("/reported/S").or_else(|| text("/state/S"));
            format!("delivery-{}", state?)
        }
        ("PAGE", "PAGE") => "page".to_owned(),
        ("PAGE", "COURSE") => {
            let step = item.pointer("/change/M/step/M").is_some();
            format!(
                "course-{}{}",
                text("/change/M/kind/S")?,
                if step { "-step" } else { "" }
            )
        }
        ("PAGE", _) => "page-ticket".to_owned(),
        ("CALL", _) => "call-outcome".to_owned(),
        ("PAGING", _) => "last-page".to_owned(),
        ("ON_CALL", _) => "on-call-override".to_owned(),
        ("ADDRESS", _) => "marked-address".to_owned(),
        ("STAFF", _) => "staff-choices".to_owned(),
        ("STACK", _) => "signing-secret".to_owned(),
        _ => return None,
    };
    Some(kind)
}

/// The attributes of an item, those within maps as well.
fn paths(item: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    for (name, value) in item.as_object().unwrap() {
        paths.push(name.clone());
        if let Some(inner) = value.get("M") {
            let inner = self::paths(inner).into_iter();
            paths.extend(inner.map(|inner| format!("{name}.{inner}")));
        }
    }
    paths
}

/// An incident is declared with a ticket, corrected, updated, and closed with its tickets.
async fn incident(site: &Site) {
    let agent = site.agent("spotme").await;
    let (linked, other) = (
        site.ticket("spotme", "streaming", json!({})).await,
        site.ticket("spotme", "streaming", json!({})).await,
    );
    let body = json!({
        "title": "Video stops", "topics": ["streaming"], "tickets": [linked.id, other.id], "body": "We look into it.",
    });
    let declared = agent.post("/api/desks/spotme/incidents", &body).await;
    let id = declared.json["id"].as_str().unwrap();
    for (end, body) in [
        ("tickets/remove", json!({ "ticket": other.id })),
        ("followers", json!({ "email": "follower@example.com" })),
        (
            "details",
            json!({ "title": "Video and sound stop", "topics": ["streaming"] }),
        ),
        ("updates", json!({ "body": "It gets better." })),
        ("close", json!({ "body": "Over.", "close_tickets": true })),
    ] {
        let path = format!("/api/desks/spotme/incidents/{id}/{end}");
        let headers = [
            ("authorization", agent.bearer.as_str()),
            ("idempotency-key", end),
        ];
        let headers = if ["updates", "close"].contains(&end) {
            &headers[..]
        } else {
            &headers[..1]
        };
        let answer = site.post_with(&path, &body, headers).await;
        assert!(answer.status < 300, "{}", answer.text);
    }
}

/// Somebody stands in for an engineer, is called, and deals with it.
async fn on_call(site: &Site) {
    let agent = site.agent("spotme").await;
    let until = site.stack.cloud().clock.now() + SignedDuration::from_hours(2);
    let (person, with) = ("on-call-1@spotme.example.com", "agent-2@spotme.example.com");
    let body =
        json!({ "kind": "replace", "person": person, "with": with, "until": until.to_string() });
    agent
        .post("/api/desks/spotme/oncall/overrides", &body)
        .await;
    site.ticket("spotme", "large-scale", json!({})).await;
    let pages = agent.get("/api/desks/spotme/pages").await;
    let id = pages.json["pages"][0]["id"].as_str().unwrap();
    for act in ["acknowledge", "verify", "defer", "resolve"] {
        let path = format!("/api/desks/spotme/pages/{id}/{act}");
        let answer = agent.post(&path, &json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}

/// Tickets to which more happens after the day.
struct Left {
    /// An incident that misses its target.
    urgent: Created,
    /// A closed ticket.
    closed: Created,
}

/// A desk's day, in which nearly every kind of item is written.
async fn day(site: &Site) -> Left {
    let store = &site.stack.cloud().store;
    let demo = include_str!("data/demo.toml");
    for file in [demo, &demo.replace("\"asked\"", "\"waiting\"")] {
        let change = store.put_desk(file, None).await.unwrap();
        docket_app::desks::rearrange(store, &change).await.unwrap();
    }
    let now = site.stack.cloud().clock.now();
    store
        .remove_desk(&"demo".parse().unwrap(), now)
        .await
        .unwrap();
    people(site).await;
    held_form(site).await;
    support_access(site).await;
    on_call(site).await;
    incident(site).await;
    let cc = json!({ "cc": ["watcher@example.com"] });
    let customer = json!({ "requester": { "email": "a@customer-a.example.com" } });
    site.ticket("spotme", "streaming", customer.clone()).await;
    let mut urgent = customer;
    urgent["priority"] = json!("system-down");
    urgent["impact"] = json!("everyone");
    let urgent = site.ticket("spaceos", "incident", urgent).await;
    site.advance("PT10M").await;
    let quiet = site.ticket("spotme", "streaming", json!({})).await;
    let long = json!({ "description": "A long story. ".repeat(200) });
    site.ticket("spotme", "streaming", long).await;
    let ticket = site.ticket("smartplayer", "report-a-bug", cc).await;
    let keyed = [("idempotency-key", "golden")];
    let full = json!({ "cc": ["watcher@example.com"] });
    let full = crate::support::ticket_body("smartplayer", "report-a-bug", full);
    site.post("/api/desks/smartplayer/drafts", &full).await;
    let body = crate::support::ticket_body("spotme", "streaming", json!({}));
    site.post_with("/api/desks/spotme/tickets", &body, &keyed)
        .await;
    site.post_with(
        &ticket.api("/comments"),
        &json!({ "body": "Words" }),
        &keyed,
    )
    .await;
    site.post_with(&quiet.api("/comments"), &json!({ "body": "Words" }), &[])
        .await;
    let agent = site.agent("smartplayer").await;
    let note = json!({ "body": "Between us", "internal": true });
    agent
        .post(&ticket.api_without_key("/comments"), &note)
        .await;
    agent.move_to(&ticket, "feedback-waiting", None).await;
    site.post(&ticket.api("/comments"), &json!({ "body": "An answer" }))
        .await;
    let files = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    stored_files(site, &files).await;
    let typo = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let right = json!({ "email": "right@example.com" });
    site.post(&typo.api("/address"), &right).await;
    site.post(&typo.api("/link"), &json!({})).await;
    let known = site.mailed(&typo, "right@example.com").await;
    site.post(&known.api("/confirm"), &json!({})).await;
    let strange = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let owner = site.mailed(&strange, "requester@example.com").await;
    site.post(&owner.api("/disown"), &json!({})).await;
    agent
        .post(&typo.api_without_key("/revoke-keys"), &json!({}))
        .await;
    // On this desk, an answer of an agent moves the ticket.
    let moved = site.ticket("spaceos", "question", json!({})).await;
    site.agent("spaceos").await.comment(&moved, "Words").await;
    let gone = json!({ "requester": { "email": "bounce@simulator.amazonses.com" } });
    let gone = site.ticket("spotme", "streaming", gone).await;
    site.settle().await;
    let spotme = site.agent("spotme").await;
    spotme.comment(&gone, "An answer").await;
    let choice = json!({ "staff_notices": ["commented"] });
    spotme.post("/api/desks/spotme/me", &choice).await;
    let rated = site.ticket("smartplayer", "quote", json!({})).await;
    let rated = site.confirmed(&rated).await;
    for (end, body) in [
        ("/assignee", json!({ "take": true, "message": "Words" })),
        ("/details", json!({ "impact": "minor" })),
        ("/status", json!({ "status": "done" })),
    ] {
        let done = agent.post(&rated.api_without_key(end), &body).await;
        assert_eq!(done.status, 200, "{}", done.text);
    }
    let good = json!({ "score": 5, "comment": "Words" });
    let given = site.post(&rated.api("/rating"), &good).await;
    assert_eq!(given.status, 200, "{}", given.text);
    let silent = site.ticket("smartplayer", "quote", json!({})).await;
    agent.move_to(&silent, "feedback-waiting", None).await;
    site.post(
        "/api/desks/spotme/sign-in",
        &json!({ "email": "agent-1@spotme.example.com" }),
    )
    .await;
    site.settle().await;
    Left {
        urgent,
        closed: rated,
    }
}

/// What comes days after: a call for a missed target, a reminder before two weeks of silence are over and the closing after them, the end
/// of files whose people are not known, and a ticket that follows a closed one. Returns all items after each.
async fn days_after(site: &Site, left: &Left, table: &RawTable) -> Vec<Item> {
    let agent = site.agent("spaceos").await;
    let urgent = agent.get(&left.urgent.api_without_key("")).await.json;
    // That of the reminder, which comes 15 minutes before the target.
    let due: Timestamp = urgent["due_at"].as_str().unwrap().parse().unwrap();
    let wait = due + SignedDuration::from_mins(16) - site.now().await;
    site.advance(&wait.to_string()).await;
    let mut items = table.all().await;
    for wait in ["P12D", "P4D", "P16D"] {
        site.advance(wait).await;
        items.extend(table.all().await);
    }
    let words = json!({ "body": "Once more" });
    let followed = site.post(&left.closed.api("/follow-up"), &words).await;
    assert_eq!(followed.status, 201, "{}", followed.text);
    site.settle().await;
    items.extend(table.all().await);
    items
}

/// The people whom a desk knows, and what they do with each other.
async fn people(site: &Site) {
    let admin = "admin@smartplayer.example.com";
    let admin = site.sign_in("smartplayer", admin).await;
    let company = json!({
        "id": "acme", "name": "Acme", "domains": ["acme.example.com"], "portals": ["portal.acme.example.com"],
        "project_manager": "manager@example.com",
    });
    admin
        .post("/api/desks/smartplayer/companies", &company)
        .await;
    let account = json!({
        "email": "ada@acme.example.com", "name": "Ada", "company": "acme", "role": "administrator", "language": "ru",
        "portal": "portal.acme.example.com", "invite": true,
    });
    admin
        .post("/api/desks/smartplayer/accounts", &account)
        .await;
    let ada = site.sign_in("smartplayer", "ada@acme.example.com").await;
    ada.post(
        "/api/desks/smartplayer/me",
        &json!({ "notices": ["status"] }),
    )
    .await;
    let ticket = site
        .ticket_by(
            &ada.bearer,
            "smartplayer",
            "quote",
            json!({ "requester": { "email": "ada@acme.example.com" } }),
        )
        .await;
    let friend = json!({ "email": "friend@example.com" });
    ada.post(&ticket.api_without_key("/watchers"), &friend)
        .await;
    let end = json!({ "person": "friend@example.com" });
    ada.post(&ticket.api_without_key("/unshare"), &end).await;
    ada.post(&ticket.api_without_key("/watchers"), &friend)
        .await;
}

/// An administrator lends a portal to support, who use it.
async fn support_access(site: &Site) {
    let portal = "portal.acme.example.com";
    site.company("learnupon", "acme", &[portal]).await;
    let administrator = docket_domain::account::AccountRole::Administrator;
    site.account("learnupon", "ada@acme.example.com", "acme", administrator)
        .await;
    let ada = site.sign_in("learnupon", "ada@acme.example.com").await;
    let grant = json!({ "portal": portal, "lasts": "P7D" });
    let path = "/api/desks/learnupon/support-access";
    let granted = ada.post(path, &grant).await;
    let id = granted.json["id"].as_str().unwrap().to_owned();
    let agent = site.agent("learnupon").await;
    agent
        .post(&format!("{path}/{id}/use"), &json!({ "company": "acme" }))
        .await;
    ada.post(&format!("{path}/{id}/revoke"), &json!({})).await;
}

/// Somebody's form at a desk that asks to sign in first.
async fn held_form(site: &Site) {
    let store = &site.stack.cloud().store;
    let draft = docket_domain::form::Draft {
        topic: "quote".to_owned(),
        email: "ada@acme.example.com".to_owned(),
        subject: "A quote".to_owned(),
        ..docket_domain::form::Draft::default()
    };
    let held = docket_cloud::store::HeldForm {
        id: "01a22261-2835-77df-b02b-fa1bfc0598ea".to_owned(),
        desk: "smartplayer".parse().unwrap(),
        draft,
        expires_at: site.stack.cloud().clock.now().as_second() + 3600,
    };
    store.put_held_form(&held).await.unwrap();
}

async fn stored_files(site: &Site, ticket: &Created) {
    let infected = site.attach(ticket, &File::png("infected.png")).await;
    let report = json!({
        "source": "aws.guardduty", "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "detail": {
            "scanStatus": "COMPLETED", "resourceType": "S3_OBJECT",
            "s3ObjectDetails": { "bucketName": "docket-files", "objectKey": format!("files/{}/{infected}", ticket.id) },
            "scanResultDetails": { "scanResultStatus": "THREATS_FOUND" },
        },
    });
    site.post("/_local/events", &report).await;
    site.attach(ticket, &File::png("stored.png")).await;
    site.attach(
        ticket,
        &File::new(
            "refused.png",
            "image/png",
            "<!doctype html><script>alert(1)</script>",
        ),
    )
    .await;
    site.announce(ticket, &File::png("waiting.png")).await;
    site.announce(ticket, &File::video("parts.mp4", PART + 1))
        .await;
    site.submit(&ticket.api("/attachments"), &[]).await;
}

/// Whether all that `part` says is said in `whole` as well. Later versions may say more.
fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part
            .iter()
            .all(|(name, value)| whole.get(name).is_some_and(|own| holds(own, value))),
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(own, part)| holds(own, part))
        }
        _ => whole == part,
    }
}

/// What the store reads from an item, by the kind of the item.
async fn read(site: &Site, kind: &str, item: &Value) -> Value {
    let store = &site.stack.cloud().store;
    let text = |path: &str| {
        item.pointer(path)
            .and_then(Value::as_str)
            .unwrap()
            .to_owned()
    };
    let (pk, sk) = (text("/pk/S"), text("/sk/S"));
    let (_, of) = pk.split_once('#').unwrap_or(("", &pk));
    let (_, end) = sk.split_once('#').unwrap_or(("", &sk));
    // Links and records are over after a while.
    let expires = item.pointer("/expires_at/N").and_then(Value::as_str);
    let expires = expires.map_or(0, |at| at.parse::<i64>().unwrap());
    let before = Timestamp::from_second(expires - 1).unwrap();
    let value = |value: Result<Value, serde_json::Error>| value.unwrap();
    match kind.split('-').next().unwrap() {
        "ticket" => value(serde_json::to_value(
            store.ticket(&of.parse().unwrap()).await.unwrap(),
        )),
        "event" => {
            let id = EventId {
                ticket: of.parse().unwrap(),
                sequence: end.parse().unwrap(),
            };
            value(serde_json::to_value(store.event(&id).await.unwrap()))
        }
        "file" => {
            let file = store
                .file(&of.parse().unwrap(), end.parse().unwrap())
                .await
                .unwrap();
            value(serde_json::to_value(file))
        }
        "files" => {
            let on = store.files_on(&of.parse().unwrap()).await.unwrap();
            json!({ "count": on.count, "bytes": on.bytes })
        }
        "logo" => {
            let logo = store.desk_logo(&of.parse().unwrap()).await.unwrap();
            json!(logo.map(|png| png.len()))
        }
        "desk" => {
            let desk = store.desk(&of.parse().unwrap()).await.unwrap().unwrap();
            let asked = "asked".parse().unwrap();
            let former = desk.status(&asked).map(|status| status.id.as_str());
            match desk.is_removed() {
                true => json!({ "id": desk.id.as_str(), "removed": true, "former": former }),
                false => json!(desk.id.as_str()),
            }
        }
        "listed" => json!(store.desks().await.unwrap().contains(&sk.parse().unwrap())),
        "counter" => {
            let desk = store.desk(&of.parse().unwrap()).await.unwrap().unwrap();
            json!(store.next_number(&desk).await.unwrap())
        }
        "idempotency" => {
            let (desk, key) = of.split_once('#').unwrap();
            let request = docket_cloud::store::IdempotentRequest {
                desk: desk.parse().unwrap(),
                key: key.to_owned(),
                fingerprint: String::new(),
            };
            value(serde_json::to_value(
                store.idempotency_record(&request, before).await.unwrap(),
            ))
        }
        "incident" if kind == "incident" => value(serde_json::to_value(
            store.incident(of.parse().unwrap()).await.unwrap(),
        )),
        "incident" if kind == "incident-ticket" => {
            let tickets = store.incident_tickets(of.parse().unwrap(), None).await;
            json!(tickets.unwrap().0)
        }
        "incident" => {
            let sequence = end.parse().unwrap();
            let event = store.incident_event(of.parse().unwrap(), sequence).await;
            value(serde_json::to_value(event.unwrap()))
        }
        "status" => value(serde_json::to_value(
            store.status_board_now(&of.parse().unwrap()).await.unwrap(),
        )),
        "follower" => value(serde_json::to_value(
            store.follower(of.parse().unwrap(), &sk).await.unwrap(),
        )),
        // A note of who is copied says all with its key.
        "watcher" => json!(end),
        "account" => {
            let (desk, email) = of.split_once('#').unwrap();
            let (desk, email) = (desk.parse().unwrap(), email.parse().unwrap());
            let account = store.account_now(&desk, &email);
            value(serde_json::to_value(account.await.unwrap()))
        }
        "company" => {
            let (desk, id) = of.split_once('#').unwrap();
            let (desk, id) = (desk.parse().unwrap(), id.parse().unwrap());
            let company = store.company(&desk, &id);
            value(serde_json::to_value(company.await.unwrap()))
        }
        "domain" => {
            let (desk, domain) = of.split_once('#').unwrap();
            let (desk, domain) = (desk.parse().unwrap(), domain.parse().unwrap());
            let company = store.company_of_domain(&desk, &domain);
            json!(company.await.unwrap().map(|id| id.to_string()))
        }
        "access" => {
            let (desk, company) = of.split_once('#').unwrap();
            let (desk, company) = (desk.parse().unwrap(), company.parse().unwrap());
            match kind {
                "access-grant" => {
                    let portal = end.parse().unwrap();
                    let grant = store.support_access_to(&desk, &company, &portal);
                    value(serde_json::to_value(grant.await.unwrap()))
                }
                _ => {
                    let records = store.access_records(&desk, &company, None, 100);
                    value(serde_json::to_value(records.await.unwrap().records))
                }
            }
        }
        // `notify` alone reads it, from the stream.
        "invitation" => {
            let item: Item = crate::support::table::item(item.clone());
            let read: docket_cloud::store::Invitation = serde_dynamo::from_item(item).unwrap();
            value(serde_json::to_value(read))
        }
        "held" => value(serde_json::to_value(
            store.held_form(of, before).await.unwrap(),
        )),
        "draft" => value(serde_json::to_value(store.draft(of, before).await.unwrap())),
        "sign" => value(serde_json::to_value(
            store.sign_in_link(of, before).await.unwrap(),
        )),
        "session" => value(serde_json::to_value(
            store.session(of, before).await.unwrap(),
        )),
        "receipt" => {
            let to = sk.parse().unwrap();
            let cause = MailCause::Other(of.to_owned());
            let claim = store
                .claim_mail(&cause, &to, Timestamp::now(), SignedDuration::ZERO, "me")
                .await;
            json!(claim.unwrap() == Claim::Settled)
        }
        "delivery" => {
            let all = store.deliveries(&of.parse().unwrap(), 100).await.unwrap();
            let place = sk.split_once('#').unwrap();
            let is_it = |it: &&docket_cloud::store::Delivery| {
                format!("{:010}", it.event.sequence) == place.0 && it.to.as_str() == place.1
            };
            let it = all.iter().find(is_it).unwrap();
            json!({ "state": it.state, "at": it.at, "why": it.why, "with": it.sent_with })
        }
        "staff" => {
            let (desk, email) = of.split_once('#').unwrap();
            let (desk, email) = (desk.parse().unwrap(), email.parse().unwrap());
            let muted = store.muted_occasions(&desk, &email).await.unwrap();
            value(serde_json::to_value(muted))
        }
        "page" if sk == "PAGE" => value(serde_json::to_value(
            store.page(of.parse().unwrap()).await.unwrap(),
        )),
        "page" => {
            let course = store.page_course(of.parse().unwrap()).await.unwrap();
            value(serde_json::to_value(course.tickets))
        }
        "course" => {
            let course = store.page_course(of.parse().unwrap()).await.unwrap();
            let events = course.events.into_iter();
            let mut events = events.filter(|event| format!("{:010}", event.sequence) == end);
            value(serde_json::to_value(events.next()))
        }
        "call" => {
            let all = store.call_outcomes(of.parse().unwrap()).await.unwrap();
            value(serde_json::to_value(all))
        }
        "last" => {
            let (desk, policy) = of.split_once('#').unwrap();
            let page = store
                .last_page(&desk.parse().unwrap(), &policy.parse().unwrap())
                .await;
            // The page itself is another item.
            json!(page.unwrap().is_some())
        }
        "on" => {
            let until: Timestamp = end.split('#').next().unwrap().parse().unwrap();
            let before = until - SignedDuration::from_secs(1);
            let all = store.overrides(&of.parse().unwrap(), before).await.unwrap();
            let id = end.split('#').nth(1).unwrap();
            value(serde_json::to_value(
                all.iter().find(|one| one.id.to_string() == id),
            ))
        }
        "rating" => {
            let listed = store.newest_ratings(&of.parse().unwrap(), 1).await.unwrap();
            let listed = listed.first().unwrap();
            json!({ "score": listed.score, "comment": listed.comment, "assignee": listed.assignee })
        }
        "rated" => {
            let months = store.rated_months(&of.parse().unwrap(), 1).await.unwrap();
            json!(months.first().unwrap().marks)
        }
        "marked" => value(serde_json::to_value(
            store.address_mark(&of.parse().unwrap()).await.unwrap(),
        )),
        "signing" => {
            let keys = store.stored_keyring().await.unwrap();
            json!(keys.stable())
        }
        other => panic!("nothing reads {other}"),
    }
}

async fn put(site: &Site, item: &Value) {
    let item: Item = crate::support::table::item(item.clone());
    RawTable::of(site).await.put(item).await;
}

fn digest(text: &str) -> String {
    Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// All golden files, by their paths below the folder of all formats.
fn golden() -> BTreeMap<String, String> {
    let formats = root().join("tests/data/formats");
    let mut files = BTreeMap::new();
    for format in std::fs::read_dir(&formats).unwrap() {
        let format = format.unwrap().path();
        for file in format
            .is_dir()
            .then(|| std::fs::read_dir(&format).unwrap())
            .into_iter()
            .flatten()
        {
            let path = file.unwrap().path();
            let name = path
                .strip_prefix(&formats)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_stored_item_has_a_golden_file() {
    let site = Site::start_with_probe().await;
    let left = day(&site).await;
    let table = RawTable::of(&site).await;
    let mut items = table.all().await;
    items.extend(days_after(&site, &left, &table).await);
    let mut kinds: BTreeMap<String, Value> = BTreeMap::new();
    for item in &items {
        let item = json_of(item);
        if let Some(kind) = kind_of(&item) {
            // The richest one, whichever was found first.
            let names = |item: &Value| {
                let names = paths(item);
                (names.len(), names)
            };
            let kept = kinds.entry(kind).or_insert_with(|| item.clone());
            if names(&item) > names(kept) {
                *kept = item;
            }
        }
    }
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        let fresh = Site::start_with_probe().await;
        for (kind, item) in &kinds {
            let path = folder().join(format!("{kind}.json"));
            if !path.exists() {
                let other = if kind == "signing-secret" {
                    &site
                } else {
                    &fresh
                };
                put(other, item).await;
                let golden = json!({ "item": item, "read": read(other, kind, item).await });
                let text = serde_json::to_string_pretty(&golden).unwrap() + "\n";
                std::fs::write(path, text).unwrap();
            }
        }
        let sums = golden()
            .into_iter()
            .map(|(name, text)| format!("{}  {name}\n", digest(&text)));
        std::fs::write(root().join(DIGESTS), sums.collect::<String>()).unwrap();
    }
    let files = golden();
    let (_, format) = FOLDER.rsplit_once('/').unwrap();
    let known = |kind: &String| files.contains_key(&format!("{format}/{kind}.json"));
    let without: Vec<&String> = kinds.keys().filter(|kind| !known(kind)).collect();
    assert!(
        without.is_empty(),
        "no golden file for {without:?}: UPDATE_SNAPSHOTS=1 adds it"
    );
    assert!(kinds.len() > 25, "{:?}", kinds.keys());
    // What is written today has the attributes that it had: a new one asks for a new format.
    for (kind, item) in &kinds {
        let golden: Value = serde_json::from_str(&files[&format!("{format}/{kind}.json")]).unwrap();
        assert_eq!(
            paths(item),
            paths(&golden["item"]),
            "{kind} is stored with other attributes than in format 1: raise `Format::CURRENT`, and keep golden files of it"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn golden_files_are_read_as_ever() {
    let files = golden();
    let sums = std::fs::read_to_string(root().join(DIGESTS)).unwrap();
    let sums: BTreeMap<&str, &str> = sums
        .lines()
        .map(|line| line.split_once("  ").unwrap())
        .map(|(digest, name)| (name, digest))
        .collect();
    for (name, text) in &files {
        let unchanged = sums.get(name.as_str()) == Some(&digest(text).as_str());
        assert!(
            unchanged,
            "tests/data/formats/{name} was changed by hand. What was stored once is read for ever: take the file back, and \
             add one of the new format beside it"
        );
    }
    let gone: Vec<_> = sums
        .keys()
        .filter(|name| !files.contains_key(**name))
        .collect();
    assert!(
        gone.is_empty(),
        "golden files are gone: {gone:?}. Take them back"
    );
    let shared = Site::start_with_probe().await;
    for (name, text) in &files {
        let golden: Value = serde_json::from_str(text).unwrap();
        let kind = name
            .split('/')
            .next_back()
            .unwrap()
            .trim_end_matches(".json");
        if kind == "signing-secret" {
            // The secret of a table is read once, and this table has its own by now.
            assert!(golden["item"]["secret"]["S"] == golden["read"], "{name}");
            continue;
        }
        // A stack keeps the desks that it has read.
        let fresh = match kind {
            // The sweep removes files that are due from the count of their ticket.
            "desk" | "desk-removed" | "files" | "access-record" => {
                Some(Site::start_with_probe().await)
            }
            _ => None,
        };
        let site = fresh.as_ref().unwrap_or(&shared);
        put(site, &golden["item"]).await;
        let read = read(site, kind, &golden["item"]).await;
        assert!(holds(&read, &golden["read"]), "{name} is read as {read}");
    }
}
