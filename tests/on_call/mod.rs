//! The people on call: who they are, and how they are called.

mod channels;
mod escalation;
mod faults;
mod killed;
mod pages;
mod who;

use crate::support::program::Place;
use crate::support::service::Service;
use crate::support::table::RawTable;
use crate::support::{Client, Site};
use docket_local::TestCallOrder;
use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use reqwest::Method;
use serde_json::{Value, json};

const FIRST: &str = "on-call-1@spaceos.example.com";
const SECOND: &str = "on-call-2@spaceos.example.com";
const LEAD: &str = "lead@spaceos.example.com";
const ADMIN: &str = "admin@spaceos.example.com";

/// Opens an incident on spaceOS.
async fn incident(site: &Site, from: &str) -> crate::support::Created {
    let more = json!({
        "requester": { "email": from },
        "priority": "system-down",
        "impact": "everyone",
    });
    site.ticket("spaceos", "incident", more).await
}

/// The mails that call somebody.
async fn calls(site: &Site, to: &str) -> Vec<Value> {
    let mut mails = site.mails_to(to).await;
    mails.retain(|mail| mail["subject"].as_str().unwrap().starts_with("Page: "));
    mails
}

/// The path of the page that a mail leads to, with its key.
fn link(mail: &Value) -> String {
    let text = mail["text"].as_str().unwrap();
    let line = text.lines().find(|line| line.contains("/pages/")).unwrap();
    let (_, path) = line.split_once("/spaceos/").unwrap();
    format!("/spaceos/{path}")
}

/// The path of an act on the page that a mail leads to.
fn act(mail: &Value, what: &str) -> String {
    let link = link(mail);
    let (page, key) = link.split_once('?').unwrap();
    format!("/api/desks{page}/{what}?{key}")
}

/// Moves the clock to a Tuesday at this hour (UTC). No Tuesday is a holiday of spaceOS.
async fn to_tuesday(site: &Site, hour: i8) -> Timestamp {
    let now = site.now().await;
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    let days = today
        .series(jiff::Span::new().days(1))
        .filter(|day| day.weekday() == Weekday::Tuesday);
    let mut times = days.map(|day| {
        day.at(hour, 0, 0, 0)
            .to_zoned_datetime(TimeZone::UTC)
            .unwrap()
            .timestamp()
    });
    let wanted = times.find(|at| *at > now).unwrap();
    site.advance(&format!("PT{}S", wanted.as_second() - now.as_second()))
        .await;
    wanted
}

/// A site at three o'clock in the night, spaceOS being closed.
async fn at_night() -> Site {
    let site = Site::start().await;
    to_tuesday(&site, 2).await;
    site
}

/// The address of who is on call at spaceOS.
async fn on_call(site: &Site) -> String {
    let agent = site.agent("spaceos").await;
    let answer = agent.get("/api/desks/spaceos/oncall").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json["schedules"][0]["people"][0]["email"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// The engineer of spaceOS who is not that one.
fn other_than(first: &str) -> &'static str {
    if first == FIRST { SECOND } else { FIRST }
}
