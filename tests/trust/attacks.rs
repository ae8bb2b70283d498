//! The attack suite: nine attacks on one desk, each with the number of things that the attacker gained. The tests
//! beside this one look at each more closely.

use super::sessions::{TRAPS, cookie};
use crate::support::{Answer, Client, Site, ticket_body};
use reqwest::Method;
use serde_json::{Value, json};

const DESK: &str = "smartplayer";
const TICKETS: &str = "/api/desks/smartplayer/tickets";
const SIGN_IN: &str = "/api/desks/smartplayer/sign-in";
const SESSION: &str = "/api/desks/smartplayer/session";
const VICTIM: &str = "ceo@victim.example";
const AGENT: &str = "agent-1@smartplayer.example.com";
const BAIT: &str = "cheap pills";
const SECRET: &str = "The password is under the mat";
/// The new tickets of an address in an hour.
const PER_ADDRESS: usize = 20;

/// Somebody on one of many networks.
fn from(site: &Site, number: usize) -> Client {
    let [high, low] = u16::try_from(number).unwrap().to_be_bytes();
    site.on_network([127, 66, high, low.max(1)])
}

fn bait(copied: &[String]) -> Value {
    let more = json!({
        "requester": { "email": VICTIM, "name": BAIT },
        "subject": BAIT, "description": BAIT, "cc": copied,
    });
    ticket_body(DESK, "report-a-bug", more)
}

async fn mails(site: &Site) -> Vec<Value> {
    let mails = site.get("/_local/mail").await.json;
    mails.as_array().unwrap().clone()
}

/// Mails to people who asked for nothing, mails with the stranger's words, and mails beyond the limit.
async fn relay(site: &Site) -> usize {
    for number in 0..30 {
        let copied: Vec<String> = (0..10)
            .map(|n| format!("c{number}-{n}@victim.example"))
            .collect();
        from(site, number).post(TICKETS, &bait(&copied)).await;
    }
    // The desk's people asked in its file to be told of what is opened.
    let is_staff = |mail: &Value| {
        let to = mail["to"].as_str().unwrap();
        to.ends_with(&format!("@{DESK}.example.com"))
    };
    let mut mails = mails(site).await;
    mails.retain(|mail| !is_staff(mail));
    let to_others = mails.iter().filter(|mail| mail["to"] != VICTIM).count();
    let with_words = mails
        .iter()
        .filter(|mail| mail.to_string().contains(BAIT))
        .count();
    to_others + with_words + mails.len().saturating_sub(PER_ADDRESS)
}

/// Answers of the desk that whoever opened a ticket in another's name reads.
async fn impersonation(site: &Site) -> usize {
    let ticket = site.ticket(
        DESK,
        "quote",
        json!({ "requester": { "email": "cfo@victim.example" } }),
    );
    let ticket = ticket.await;
    site.agent(DESK).await.comment(&ticket, SECRET).await;
    let answers = [
        site.page(&ticket.page()).await,
        site.get(&ticket.api("")).await,
        site.get(&ticket.api("/timeline")).await,
        site.post(&ticket.api("/comments"), &json!({ "body": "And?" }))
            .await,
    ];
    answers
        .iter()
        .filter(|answer| answer.text.contains(SECRET))
        .count()
}

/// Differences between who is there and who is not.
async fn enumeration(site: &Site) -> usize {
    let said = |answer: Answer| (answer.status, answer.text);
    let ask = async |email: &str| said(site.post(SIGN_IN, &json!({ "email": email })).await);
    let (known, unknown) = (
        ask(AGENT).await,
        ask("nobody-here@smartplayer.example.com").await,
    );
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let look = async |id: &str| {
        let page = site.get(&format!("{TICKETS}/{id}?key=guess")).await;
        (page.status, page.text.replace(id, ""))
    };
    let (there, nowhere) = (look(&ticket.id).await, look("SPSUP-999999").await);
    usize::from(known != unknown) + usize::from(there != nowhere)
}

/// Tickets of one address beyond its limit, from ever new networks.
async fn floods(site: &Site) -> usize {
    let body = ticket_body(
        DESK,
        "quote",
        json!({ "requester": { "email": "flood@victim.example" } }),
    );
    let mut opened = 0;
    for number in 0..60 {
        let answer = from(site, 300 + number).post(TICKETS, &body).await;
        opened += usize::from(answer.status == 201);
    }
    opened.saturating_sub(PER_ADDRESS)
}

/// Agents who are shut out, or let in as another one, by a cookie that somebody planted.
async fn cookie_planting(site: &Site) -> usize {
    let own = cookie(site).await;
    let mut gained = 0;
    for planted in ["x", "", "a=b"] {
        let planted = format!("docket_{DESK}={planted}");
        let both = [format!("{planted}; {own}"), format!("{own}; {planted}")];
        for (cookies, wanted) in both.iter().map(|both| (both, 200)).chain([(&planted, 401)]) {
            let headers = [("cookie", cookies.as_str()), ("accept", "text/html")];
            let page = site
                .send(Method::GET, &format!("/{DESK}/console"), &headers, "")
                .await;
            gained += usize::from(page.status != wanted);
        }
    }
    gained
}

/// Changes by a page of another site, with an agent's cookie.
async fn cross_site_posts(site: &Site) -> usize {
    let own = cookie(site).await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let mut gained = 0;
    for (end, body) in [
        ("/comments", "body=x"),
        ("/status", "status=pending"),
        ("/link", ""),
        ("/revoke-keys", ""),
    ] {
        for elsewhere in [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ] {
            let form = ("content-type", "application/x-www-form-urlencoded");
            let headers = [("cookie", own.as_str()), form, elsewhere];
            let path = ticket.api_without_key(end);
            let answer = site.send(Method::POST, &path, &headers, body).await;
            gained += usize::from(answer.status != 403);
        }
    }
    gained
}

/// Sign-ins that lead to another site, in twenty forms.
async fn open_redirects(site: &Site) -> usize {
    let mut gained = 0;
    for trap in TRAPS {
        let before = site.links_to(AGENT).await.len();
        site.post(SIGN_IN, &json!({ "email": AGENT, "return_to": trap }))
            .await;
        let token = site.links_to(AGENT).await.remove(before);
        let fields = [("token", token.as_str()), ("return_to", trap)];
        let to = site
            .submit(SESSION, &fields)
            .await
            .header("location")
            .to_owned();
        let is_own =
            to.starts_with(&format!("/{DESK}/")) && !to.contains("//") && !to.contains("..");
        gained += usize::from(!is_own);
    }
    gained
}

/// Tickets that a changed key opens.
async fn key_tampering(site: &Site) -> usize {
    let mut ticket = site.ticket(DESK, "quote", json!({})).await;
    let other = site.ticket(DESK, "quote", json!({})).await;
    let key = ticket.key.clone();
    let mut gained = 0;
    let mut keys = vec![
        other.key,
        String::new(),
        format!("{key}A"),
        key.to_uppercase(),
    ];
    keys.extend((0..key.len()).map(|place| key[..place].to_owned()));
    for key in keys {
        ticket.key = key;
        gained += usize::from(site.get(&ticket.api("")).await.status == 200);
    }
    gained
}

/// Sessions by links that were used before, and links beyond three.
async fn replay_of_links(site: &Site) -> usize {
    let email = "agent-2@smartplayer.example.com";
    for _ in 0..20 {
        site.post(SIGN_IN, &json!({ "email": email })).await;
    }
    let sent = site.links_to(email).await;
    let body = json!({ "token": sent[0] });
    let first = site.post(SESSION, &body).await;
    assert_eq!(first.status, 201, "{}", first.text);
    let mut gained = sent.len().saturating_sub(3);
    for _ in 0..5 {
        gained += usize::from(site.post(SESSION, &body).await.status == 201);
    }
    gained
}

#[tokio::test(flavor = "multi_thread")]
async fn nine_attacks_gain_nothing() {
    // The first counts all mails of its stack.
    let alone = Site::start_at_noon().await;
    let site = Site::start_at_noon().await;
    let gained = [
        ("relay", relay(&alone).await),
        ("impersonation", impersonation(&site).await),
        ("enumeration", enumeration(&site).await),
        ("floods", floods(&site).await),
        ("cookie planting", cookie_planting(&site).await),
        ("cross-site posts", cross_site_posts(&site).await),
        ("open redirects", open_redirects(&site).await),
        ("key tampering", key_tampering(&site).await),
        ("replay of links", replay_of_links(&site).await),
    ];
    for (attack, gained) in gained {
        println!("{attack}: gained {gained}");
    }
    assert!(gained.iter().all(|(_, gained)| *gained == 0), "{gained:?}");
}
