//! A week of a desk, from a seed: how many mails a ticket makes.

use crate::support::{Created, Site};
use serde_json::json;
use std::collections::BTreeMap;

/// What somebody does on a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Open,
    Take,
    Ask,
    Add,
    Answer,
    HandOn,
    Explain,
    Solve,
    Resolve,
    Doubt,
}

const SEED: u64 = 20_261_130;

/// A day in minutes.
const DAY: u32 = 24 * 60;

/// The way of a ticket: each step with the minutes since the one before. Agents work on one ticket at a time, in one go; customers take hours.
fn way(random: &mut fastrand::Rng) -> Vec<(u32, Step)> {
    let mut steps = vec![
        (random.u32(0..5 * DAY), Step::Open),
        (random.u32(5..240), Step::Take),
        (random.u32(1..6), Step::Ask),
    ];
    if random.f32() < 0.7 {
        steps.push((random.u32(1..6), Step::Add));
    }
    steps.push((random.u32(60..900), Step::Answer));
    if random.f32() < 0.8 {
        steps.push((random.u32(10..200), Step::HandOn));
        steps.push((random.u32(1..5), Step::Explain));
        if random.f32() < 0.7 {
            steps.push((random.u32(1..6), Step::Add));
        }
    }
    steps.push((random.u32(200..900), Step::Solve));
    steps.push((random.u32(1..5), Step::Resolve));
    if random.f32() < 0.1 {
        steps.push((random.u32(30..600), Step::Doubt));
        steps.push((random.u32(10..200), Step::Solve));
        steps.push((random.u32(1..5), Step::Resolve));
    }
    steps
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_of_spaceos_makes_at_most_four_mails_a_ticket() {
    let tickets = match std::env::var_os("DOCKET_LONG") {
        Some(_) => 300,
        None => 25,
    };
    let site = Site::start_as_shipped().await;
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut plan: BTreeMap<u32, Vec<(usize, Step)>> = BTreeMap::new();
    for place in 0..tickets {
        let mut at = 0;
        for (later, step) in way(&mut random) {
            at += later;
            plan.entry(at).or_default().push((place, step));
        }
    }
    let agent = site.agent("spaceos").await;
    let mut opened: Vec<Option<Created>> = vec![None; tickets];
    let (mut now, mut bearer) = (0, agent.bearer.clone());
    for (at, steps) in plan {
        advance(&site, at - now).await;
        // A session lasts for some hours of work.
        if at / 360 != now / 360 {
            bearer = site.agent("spaceos").await.bearer.clone();
        }
        now = at;
        for (place, step) in steps {
            let ticket = &mut opened[place];
            take(&site, &bearer, place, ticket, step).await;
        }
    }
    site.advance("PT1H").await;
    let (mut mails, mut notices, mut most) = (0, 0, 0);
    for (place, ticket) in opened.iter().enumerate() {
        let ticket = ticket.as_ref().unwrap();
        let to = address(place);
        let own = site.mails_to(&to).await.len();
        let id = ticket.id.parse().unwrap();
        let all = site.stack.cloud().store.deliveries(&id, 200);
        let all = all.await.unwrap();
        notices += all.iter().filter(|it| it.to.as_str() == to).count();
        (mails, most) = (mails + own, most.max(own));
    }
    let each = |all: usize| all as f64 / tickets as f64;
    println!(
        "{tickets} tickets: {:.2} mails each, {most} at most; one mail a change makes {:.2}",
        each(mails),
        each(notices)
    );
    assert!(each(mails) <= 4.0, "{mails} mails");
    assert!(each(notices) >= 7.0, "{notices} notices");
}

/// As [`Site::advance`], but that it reads no mails: there are many.
async fn advance(site: &Site, minutes: u32) {
    let by = json!({ "advance": format!("PT{minutes}M") });
    let moved = site.post("/_local/clock", &by).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    // The clock answers within a second, and a busy machine may not have done all by then.
    if moved.json["settled"] != true {
        let settled = site.post("/_local/settle", &json!({})).await;
        assert!(settled.status < 300, "{}", settled.text);
    }
}

fn address(place: usize) -> String {
    format!("customer-{place}@example.com")
}

async fn take(site: &Site, bearer: &str, place: usize, ticket: &mut Option<Created>, step: Step) {
    let headers = [("authorization", bearer)];
    let post = async |end: &str, body| {
        let ticket = ticket.as_ref().unwrap();
        let path = ticket.api_without_key(end);
        let answer = site.post_with(&path, &body, &headers).await;
        assert!(answer.status < 300, "{step:?}: {}", answer.text);
    };
    let say = async |words: &str| post("/comments", json!({ "body": words })).await;
    let go = async |to: &str| post("/status", json!({ "status": to })).await;
    match step {
        Step::Open => {
            let requester = json!({ "requester": { "email": address(place) } });
            let new = site.ticket("spaceos", "question", requester).await;
            *ticket = Some(site.confirmed(&new).await);
        }
        Step::Take => go("assigned").await,
        Step::Ask => say("Which browser do you use?").await,
        Step::Add => say("And since when?").await,
        Step::HandOn => go("with-engineering").await,
        Step::Explain => say("Our engineers look into it.").await,
        Step::Solve => say("It is mended.").await,
        Step::Resolve => go("resolved").await,
        Step::Answer | Step::Doubt => {
            let ticket = ticket.as_ref().unwrap();
            let body = json!({ "body": "Here is what I see." });
            let answer = site.post(&ticket.api("/comments"), &body).await;
            assert_eq!(answer.status, 201, "{}", answer.text);
        }
    }
}
