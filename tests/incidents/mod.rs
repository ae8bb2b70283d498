//! Large-scale incidents: declared, shown, told of once, closed; and the status page.

mod closing;
mod declare;
mod faults;
mod followers;
mod status;
mod surge;
mod updates;

use crate::support::{Answer, Client, Created, Site};
use serde_json::{Value, json};

const INCIDENTS: &str = "/api/desks/spotme/incidents";
const MANAGER: &str = "project-manager-1@spotme.example.com";

/// Opens a ticket of somebody at SpotMe.
async fn ticket(site: &Site, topic: &str, from: &str) -> Created {
    let more = json!({ "requester": { "email": from } });
    site.ticket("spotme", topic, more).await
}

/// The mails to an address whose subject is the title of an incident.
async fn updates(site: &Site, to: &str, title: &str) -> Vec<String> {
    let mails = site.mails_to(to).await;
    let about = mails.iter().filter(|mail| mail["subject"] == title);
    let text = about.map(|mail| mail["text"].as_str().unwrap().to_owned());
    text.collect()
}

/// The path of the incident's page in a mail, with its token.
fn link(mail: &str) -> String {
    let line = mail.lines().find(|line| line.contains("/status/")).unwrap();
    let (_, path) = line.split_once("/spotme/").unwrap();
    format!("/spotme/{path}")
}

fn token(mail: &str) -> String {
    let link = link(mail);
    link.split_once("token=").unwrap().1.to_owned()
}

async fn declare(site: &Site, body: Value) -> Value {
    let agent = site.agent("spotme").await;
    let answer = agent.post(INCIDENTS, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json
}

fn path(incident: &Value, end: &str) -> String {
    format!("{INCIDENTS}/{}{end}", incident["id"].as_str().unwrap())
}
