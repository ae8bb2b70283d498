//! Whoever opens a ticket in another's name learns nothing of the answers.

use crate::support::files::File;
use crate::support::{Created, Site};
use serde_json::{Value, json};

const DESK: &str = "smartplayer";
const VICTIM: &str = "ceo@victim.example";
const SECRET: &str = "The password is under the mat";

/// A ticket that a stranger opened in the victim's name, which the desk has answered in every way.
async fn answered(site: &Site) -> Created {
    let stranger = json!({
        "requester": { "email": VICTIM, "name": "Buy now" },
        "subject": "Cheap pills", "description": "Visit evil.example",
        "cc": ["copied@example.com"],
    });
    let ticket = site.ticket(DESK, "report-a-bug", stranger).await;
    let agent = site.agent(DESK).await;
    agent.comment(&ticket, SECRET).await;
    agent
        .move_to(&ticket, "feedback-waiting", Some(SECRET))
        .await;
    let file = File::png("password.png");
    let body = file.announcement(crate::support::files::PART);
    let answer = agent
        .post(&ticket.api_without_key("/attachments"), &body)
        .await;
    site.put(&answer.json["upload"], &file.bytes).await;
    site.settle().await;
    ticket
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_41_an_opener_reads_no_answer() {
    let site = Site::start().await;
    let ticket = answered(&site).await;
    let read = site.get(&ticket.api("")).await;
    assert_eq!(read.json["status"]["id"], "feedback-waiting");
    assert_eq!(read.json["attachments"], json!([]));
    let cursor = format!("{}&cursor={}-4", ticket.api("/timeline"), ticket.id);
    let owner = site.mailed(&ticket, VICTIM).await;
    let file = site.read(&owner).await["attachments"][0]["id"].clone();
    let file = file.as_str().unwrap();
    site.get(&ticket.api(&format!("/attachments/{file}")))
        .await
        .is_problem(404, "file");
    for answer in [
        read,
        site.page(&ticket.page()).await,
        site.get(&cursor).await,
        site.post(&ticket.api("/comments"), &json!({ "body": "And?" }))
            .await,
        site.post(&ticket.api("/status"), &json!({ "status": "done" }))
            .await,
        site.post(
            &ticket.api("/comments"),
            &json!({ "body": "x", "version": 1 }),
        )
        .await,
    ] {
        for said in [SECRET, "password.png", "SmartPlayer Support 1"] {
            assert!(!answer.text.contains(said), "{said}: {}", answer.text);
        }
    }
    // They close and open it again, and see what they sent.
    assert_eq!(site.status(&ticket).await, "done");
    let file = site.attach(&ticket, &File::png("mine.png")).await;
    assert_eq!(
        site.download(&ticket, &file, "").await.1,
        File::png("").bytes
    );
    let own = site.page(&ticket.page()).await;
    assert!(own.words().contains("And?") && own.words().contains("mine.png"));
    assert!(own.words().contains(VICTIM), "where the answers go");
    // The mailbox has all of it.
    let owner_reads = site.get(&owner.api("")).await.text;
    assert_eq!(owner_reads.matches(SECRET).count(), 2, "{owner_reads}");
}

/// The kinds of the ticket's events, and who caused each, as an agent sees them.
async fn events(site: &Site, ticket: &Created) -> Vec<(String, String)> {
    let agent = site.agent(DESK).await;
    let read = agent.get(&ticket.api_without_key("")).await.json;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let events = read["timeline"].as_array().unwrap().iter();
    events
        .map(|event| (text(&event["kind"]), text(&event["actor"]["role"])))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_41_the_first_act_with_a_mailed_key_is_the_proof() {
    let site = Site::start().await;
    let copied = json!({ "cc": ["copied@example.com"] });
    let ticket = site.ticket(DESK, "report-a-bug", copied).await;
    let agent = site.agent(DESK).await;
    let console = format!("/{DESK}/console/tickets/{}", ticket.id);
    let unknown = agent.page(&console).await;
    assert!(unknown.words().contains("address not confirmed"));
    let queue = agent.page(&format!("/{DESK}/console")).await;
    assert!(queue.words().contains("address not confirmed"));
    // An opener's act proves nothing, nor does whoever only looks, as scanners of mails do.
    site.post(&ticket.api("/comments"), &json!({ "body": "Mine" }))
        .await;
    site.post(&ticket.api("/confirm"), &json!({}))
        .await
        .is_problem(403, "key");
    let owner = site.mailed(&ticket, "requester@example.com").await;
    let page = site.page(&owner.page()).await;
    assert!(page.words().contains("This is my request"));
    assert_eq!(site.read(&owner).await["requester"]["confirmed"], false);
    assert_eq!(site.mails_to("copied@example.com").await.len(), 0);
    let form = [("idempotency_key", page.input_value("idempotency_key"))];
    let form = form.each_ref().map(|(name, key)| (*name, key.as_str()));
    assert_eq!(site.submit(&owner.api("/confirm"), &form).await.status, 303);
    let read = site.read(&owner).await;
    assert_eq!(read["requester"]["confirmed"], true);
    assert!(
        !site
            .page(&owner.page())
            .await
            .words()
            .contains("This is my request")
    );
    assert!(
        !agent
            .page(&console)
            .await
            .words()
            .contains("address not confirmed")
    );
    // Those copied are first written to now.
    let copied = site.mails_to("copied@example.com").await;
    assert_eq!(copied.len(), 1);
    assert!(
        copied[0]["subject"]
            .as_str()
            .unwrap()
            .contains("It does not work")
    );
    // Again, it changes nothing.
    site.post(&owner.api("/confirm"), &json!({})).await;
    let kinds = events(&site, &ticket).await;
    let kinds: Vec<(&str, &str)> = kinds
        .iter()
        .map(|(k, r)| (k.as_str(), r.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("opened", "opener"),
            ("commented", "opener"),
            ("confirmed", "requester")
        ]
    );
    // Any other act proves it as well, in one change.
    let other = site.ticket(DESK, "quote", json!({})).await;
    let owner = site.mailed(&other, "requester@example.com").await;
    let said = site
        .post(&owner.api("/comments"), &json!({ "body": "Yes" }))
        .await;
    assert_eq!(said.json["timeline"].as_array().unwrap().len(), 2);
    assert_eq!(said.json["requester"]["confirmed"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistyped_address_is_corrected_once_and_the_link_is_sent_again() {
    let site = Site::start().await;
    let typo = json!({ "requester": { "email": "typo@example.com" } });
    let ticket = site.ticket(DESK, "quote", typo).await;
    let wrong = site.mailed(&ticket, "typo@example.com").await;
    let page = site.page(&ticket.page()).await;
    assert!(page.words().contains("typo@example.com"));
    for (typed, field) in [("", "email"), ("right", "email"), ("a@b, c@d", "email")] {
        let refused = json!({ "email": typed });
        site.post(&ticket.api("/address"), &refused)
            .await
            .is_problem(422, field);
    }
    let form = [("email", "right @ example"), ("idempotency_key", "one")];
    let again = site.submit(&ticket.api("/address"), &form).await;
    assert_eq!(again.status, 422);
    assert_eq!(again.input_value("email"), "right @ example");
    let form = [("email", "right@example.com"), ("idempotency_key", "two")];
    assert_eq!(
        site.submit(&ticket.api("/address"), &form).await.status,
        303
    );
    let right = site.mailed(&ticket, "right@example.com").await;
    assert_eq!(
        site.read(&right).await["requester"]["email"],
        "right@example.com"
    );
    // The mailbox of the typo is out.
    site.get(&wrong.api("")).await.is_problem(404, "");
    let second = json!({ "email": "third@example.com" });
    site.post(&ticket.api("/address"), &second)
        .await
        .is_problem(422, "email");
    assert!(
        !site
            .page(&ticket.page())
            .await
            .inputs()
            .contains(&"email".to_owned())
    );
    // The link goes out again, three times.
    for sent in 2..=4 {
        let answer = site.post(&ticket.api("/link"), &json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(site.mails_to("right@example.com").await.len(), sent);
    }
    site.post(&ticket.api("/link"), &json!({}))
        .await
        .is_problem(409, "key");
    assert_eq!(site.mails_to("right@example.com").await.len(), 4);
    // Not after it was confirmed, either.
    let other = site.ticket(DESK, "quote", json!({})).await;
    site.confirmed(&other).await;
    site.post(&other.api("/address"), &second)
        .await
        .is_problem(422, "email");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_hands_over_nothing_that_was_for_the_address_before() {
    let site = Site::start().await;
    let ticket = answered(&site).await;
    let thief = json!({ "email": "thief@evil.example" });
    site.post(&ticket.api("/address"), &thief)
        .await
        .is_problem(422, "email");
    assert_eq!(site.mails_to("thief@evil.example").await.len(), 0);
    // A file that was announced from the first mailbox proves nothing of the second.
    let typo = site.ticket(DESK, "report-a-bug", json!({})).await;
    let first = site.mailed(&typo, "requester@example.com").await;
    let file = File::png("late.png");
    let waiting = site.announce(&first, &file).await.json;
    let right = json!({ "email": "right@example.com" });
    assert_eq!(site.post(&typo.api("/address"), &right).await.status, 200);
    site.put(&waiting["upload"], &file.bytes).await;
    site.settle().await;
    let read = site.read(&typo).await;
    assert_eq!(read["requester"]["confirmed"], false, "{read}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_the_ticket_is_not_from_says_so_with_one_button() {
    let site = Site::start().await;
    let ticket = answered(&site).await;
    let victim = site.mailed(&ticket, VICTIM).await;
    let page = site.page(&victim.page()).await;
    assert!(page.words().contains("This is not my request"));
    site.post(&ticket.api("/disown"), &json!({}))
        .await
        .is_problem(403, "key");
    let form = [("idempotency_key", "disown")];
    assert_eq!(site.submit(&victim.api("/disown"), &form).await.status, 303);
    let page = site.page(&victim.page()).await;
    assert!(page.words().contains("You get no more mails"));
    // The stranger is out, nobody is mailed, and the desk sees why.
    site.get(&ticket.api("")).await.is_problem(404, "");
    let mails = site.get("/_local/mail").await.text;
    let agent = site.agent(DESK).await;
    agent.comment(&ticket, SECRET).await;
    site.post(&victim.api("/comments"), &json!({ "body": "Who are you?" }))
        .await;
    let sent = site.mails_to(VICTIM).await.len();
    assert_eq!(mails.matches(VICTIM).count() > 0, sent > 0);
    assert_eq!(site.mails_to("copied@example.com").await.len(), 0);
    agent.comment(&ticket, SECRET).await;
    assert_eq!(site.mails_to(VICTIM).await.len(), sent);
    let console = format!("/{DESK}/console/tickets/{}", ticket.id);
    assert!(
        agent
            .page(&console)
            .await
            .words()
            .contains("says it is not theirs")
    );
    // Whoever has confirmed a ticket cannot.
    let own = site.ticket(DESK, "quote", json!({})).await;
    let own = site.confirmed(&own).await;
    site.post(&own.api("/disown"), &json!({}))
        .await
        .is_problem(409, "key");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opener_does_not_pass_for_the_person_who_confirmed() {
    let site = Site::start().await;
    let opened = site.ticket(DESK, "report-a-bug", json!({})).await;
    let owner = site.confirmed(&opened).await;
    site.post(
        &opened.api("/comments"),
        &json!({ "body": "Pay to this account" }),
    )
    .await;
    let agent = site.agent(DESK).await;
    let console = format!("/{DESK}/console/tickets/{}", opened.id);
    for page in [agent.page(&console).await, site.page(&owner.page()).await] {
        assert!(
            page.words().contains("address not proven"),
            "{}",
            page.words()
        );
    }
    // Nor does the opener use up what the owner may do.
    for _ in 0..61 {
        site.post(&opened.api("/comments"), &json!({ "body": "x" }))
            .await;
    }
    let said = site
        .post(&owner.api("/comments"), &json!({ "body": "Mine" }))
        .await;
    assert_eq!(said.status, 201, "{}", said.text);
}
