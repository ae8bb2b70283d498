//! What becomes of notices: delivered, returned, held back, sent again, and many in one.

use crate::support::program::Place;
use crate::support::{Client, Created, Site};
use docket_domain::account::AccountRole::Member;
use serde_json::{Value, json};

const AGENT: &str = "agent-1@demo.example.com";
const GONE: &str = "bounce@simulator.amazonses.com";
const FULL: &str = "ooto@simulator.amazonses.com";
const ANNOYED: &str = "complaint@simulator.amazonses.com";
const REQUESTER: &str = "requester@example.com";

/// What became of the notices to somebody, those of the newest events first.
async fn states(site: &Site, ticket: &Created, to: &str) -> Vec<String> {
    site.settle().await;
    let agent = site.agent("demo").await;
    let answer = agent.get(&ticket.api_without_key("/notices")).await;
    assert_eq!(answer.status, 200);
    let all = answer.json["notices"].as_array().unwrap().clone();
    let to = |it: &&Value| it["to"] == to;
    let state = |it: &Value| it["state"].as_str().unwrap().to_owned();
    all.iter().filter(to).map(state).collect()
}

fn of(email: &str) -> Value {
    json!({ "requester": { "email": email } })
}

/// The demo desk, where anybody may be copied, with these parts.
fn desk(more: &str) -> String {
    let demo = include_str!("data/demo.toml")
        .replace("id = \"question\"\n", "id = \"question\"\ncc = true\n");
    format!("{demo}\n[cc]\nlabel = \"Copy\"\nwho = \"anyone\"\n{more}")
}

async fn start() -> Site {
    Site::start_with_desk(&desk("")).await
}

fn console(ticket: &Created) -> String {
    format!("/{}/console/tickets/{}", ticket.desk, ticket.id)
}

/// The name of the mail about an event to somebody, as its tag tells SES.
async fn name_of(site: &Site, ticket: &Created, sequence: u64, to: &str) -> String {
    let keys = site.stack.cloud().store.keyring().await.unwrap();
    let cause = format!("{}-{sequence}", ticket.id);
    docket_app::links::notice_name(&keys, &cause, &to.parse().unwrap())
}

/// A desk whose mails wait for ten minutes.
async fn start_with_digest() -> Site {
    Site::start_with_desk(&desk("[mail]\ndigest = \"PT10M\"\n")).await
}

/// The mails to somebody after the acknowledgement.
async fn later_mails(site: &Site, to: &str) -> Vec<Value> {
    let mut mails = site.mails_to(to).await;
    mails.remove(0);
    mails
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_15_an_address_that_bounced_is_written_to_no_more_and_the_ticket_says_so() {
    let site = start().await;
    let ticket = site.ticket("demo", "question", of(GONE)).await;
    assert_eq!(states(&site, &ticket, GONE).await, ["bounced"]);
    let agent = site.agent("demo").await;
    agent.comment(&ticket, "An answer").await;
    assert_eq!(
        states(&site, &ticket, GONE).await,
        ["undeliverable", "bounced"]
    );
    assert_eq!(site.mails_to(GONE).await.len(), 1);
    // Neither are links to sign in, nor anything of another desk.
    let other = site.ticket("spotme", "streaming", of(GONE)).await;
    site.post("/api/desks/demo/sign-in", &json!({ "email": GONE }))
        .await;
    site.settle().await;
    assert_eq!(site.mails_to(GONE).await.len(), 1, "{}", other.id);
    let page = agent.page(&console(&ticket)).await;
    for words in [
        GONE,
        "not sent: earlier mails to this address were returned",
        "550 5.1.1 user unknown",
        "Send again",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    // It stands at the top, where nobody misses it.
    let places = ["<a href=\"#notices\">", "id=\"timeline\""];
    let places = places.map(|words| page.text.find(words).unwrap());
    assert!(places.is_sorted());
    // The requester's page says nothing of it.
    let theirs = site.page(&ticket.page()).await;
    assert!(!theirs.text.contains("came back"), "{}", theirs.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_15_a_mail_that_came_back_for_now_marks_nobody() {
    let site = start().await;
    let ticket = site.ticket("demo", "question", of(FULL)).await;
    assert_eq!(states(&site, &ticket, FULL).await, ["deferred"]);
    let agent = site.agent("demo").await;
    agent.comment(&ticket, "An answer").await;
    assert_eq!(states(&site, &ticket, FULL).await, ["deferred", "deferred"]);
    assert_eq!(site.mails_to(FULL).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_calls_a_mail_spam_gets_no_more_even_if_an_agent_wants_it() {
    let site = start().await;
    let ticket = site.ticket("demo", "question", of(ANNOYED)).await;
    assert_eq!(states(&site, &ticket, ANNOYED).await, ["complained"]);
    let agent = site.agent("demo").await;
    let again = ticket.api_without_key("/notices/retry");
    let answer = agent.post(&again, &json!({ "to": ANNOYED })).await;
    assert_eq!(answer.status, 200);
    agent.comment(&ticket, "An answer").await;
    assert_eq!(
        states(&site, &ticket, ANNOYED).await,
        ["complained", "complained"]
    );
    agent.post(&again, &json!({})).await;
    assert_eq!(
        states(&site, &ticket, ANNOYED).await,
        ["complained", "complained"]
    );
    assert_eq!(site.mails_to(ANNOYED).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_reach_somebody_is_sent_again_and_nothing_else() {
    let site = start().await;
    let more = json!({ "cc": ["watcher@example.com"] });
    let ticket = site.ticket("demo", "question", more).await;
    site.confirmed(&ticket).await;
    // A report of SES, as it comes by the bus.
    let agent = site.agent("demo").await;
    agent.comment(&ticket, "An answer").await;
    site.settle().await;
    bounce(&site, &ticket, 3, REQUESTER).await;
    agent.comment(&ticket, "A second answer").await;
    let before = states(&site, &ticket, REQUESTER).await;
    assert_eq!(before, ["undeliverable", "bounced", "delivered"]);
    let (theirs, others) = (
        site.mails_to(REQUESTER).await.len(),
        site.mails_to("watcher@example.com").await.len(),
    );
    let again = ticket.api_without_key("/notices/retry");
    let answer = agent.post(&again, &json!({ "to": REQUESTER })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let after = states(&site, &ticket, REQUESTER).await;
    assert_eq!(after, ["delivered"; 3]);
    let mails = site.mails_to(REQUESTER).await;
    assert_eq!(mails.len(), theirs + 2);
    let text = mails.last().unwrap()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("A second answer"), "{text}");
    assert_eq!(site.mails_to("watcher@example.com").await.len(), others);
    // Once more, there is nothing to send.
    agent.post(&again, &json!({})).await;
    site.settle().await;
    assert_eq!(site.mails_to(REQUESTER).await.len(), theirs + 2);
    // Nobody but the desk's people sees it, and `to` has to be an address.
    assert_eq!(site.get(&ticket.api("/notices")).await.status, 403);
    let wrong = agent.post(&again, &json!({ "to": "nobody" })).await;
    assert_eq!(
        (wrong.status, &wrong.json["errors"][0]["field"]),
        (422, &json!("to"))
    );
}

/// Tells the stack, as SES does, that the mail about an event came back for good.
async fn bounce(site: &Site, ticket: &Created, sequence: u64, to: &str) {
    let detail = json!({
        "eventType": "Bounce",
        "bounce": {
            "bounceType": "Permanent", "bounceSubType": "General",
            "bouncedRecipients": [{ "emailAddress": to, "diagnosticCode": "smtp; 550 5.1.1 unknown\r\nX: y" }],
        },
        "mail": {
            "destination": [to],
            "tags": {
                "notice": [name_of(site, ticket, sequence, to).await],
                "ses:configuration-set": ["docket-mails"],
            },
        },
    });
    let event = json!({ "source": "aws.ses", "detail-type": "Email Bounced", "detail": detail });
    assert_eq!(site.post("/_local/events", &event).await.status, 204);
    site.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_about_a_mail_that_was_never_sent_changes_nothing() {
    let site = start().await;
    let ticket = site.ticket("demo", "question", json!({})).await;
    let detail = |name: &str, to: Value| {
        json!({ "source": "aws.ses", "detail-type": "Email Bounced", "detail": {
            "eventType": "Bounce", "bounce": { "bounceType": "Permanent" },
            "mail": { "destination": to, "tags": {
                "notice": [name], "ses:configuration-set": ["docket-mails"],
            } },
        } })
    };
    let name = name_of(&site, &ticket, 1, "other@example.com").await;
    for event in [
        detail(&name, json!([REQUESTER])),
        detail("", json!([REQUESTER])),
        detail("é", json!([REQUESTER])),
        detail(
            &format!("{}-1-AAAAAAAAAAAAAAAAAAAAAA", ticket.id),
            json!([REQUESTER]),
        ),
        detail(&name, json!([])),
        detail(&name, json!(["not an address"])),
    ] {
        assert_eq!(site.post("/_local/events", &event).await.status, 204);
    }
    assert_eq!(states(&site, &ticket, REQUESTER).await, ["delivered"]);
    site.agent("demo").await.comment(&ticket, "Words").await;
    assert_eq!(
        states(&site, &ticket, REQUESTER).await,
        ["delivered", "delivered"]
    );
    // One about a mail that was sent counts.
    bounce(&site, &ticket, 1, REQUESTER).await;
    assert_eq!(
        states(&site, &ticket, REQUESTER).await,
        ["delivered", "bounced"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_within_the_digest_makes_one_mail() {
    let site = start_with_digest().await;
    let ticket = site.ticket("demo", "question", json!({})).await;
    site.confirmed(&ticket).await;
    assert_eq!(
        site.mails_to(REQUESTER).await.len(),
        1,
        "the first word does not wait"
    );
    let agent = site.agent("demo").await;
    agent.comment(&ticket, "The first words").await;
    site.advance("PT4M").await;
    agent.comment(&ticket, "The second words").await;
    agent.move_to(&ticket, "asked", None).await;
    assert_eq!(states(&site, &ticket, REQUESTER).await[..3], ["waiting"; 3]);
    site.advance("PT5M").await;
    assert_eq!(later_mails(&site, REQUESTER).await.len(), 0);
    site.advance("PT2M").await;
    let mails = later_mails(&site, REQUESTER).await;
    assert_eq!(mails.len(), 1);
    let text = mails[0]["text"].as_str().unwrap();
    let places = ["The first words", "The second words", "Its status is now"];
    let places = places.map(|words| {
        text.find(words)
            .unwrap_or_else(|| panic!("{words}: {text}"))
    });
    assert!(places.is_sorted(), "{text}");
    assert_eq!(
        mails[0]["subject"],
        format!("[{}] It does not work", ticket.id)
    );
    assert_eq!(
        states(&site, &ticket, REQUESTER).await[..3],
        ["delivered"; 3]
    );
    // What comes later is a mail of its own, as any other.
    agent.comment(&ticket, "The third words").await;
    site.advance("PT11M").await;
    let mails = later_mails(&site, REQUESTER).await;
    assert_eq!(mails.len(), 2);
    let text = mails[1]["text"].as_str().unwrap();
    assert!(text.contains("replied on request"), "{text}");
    site.advance("P1D").await;
    assert_eq!(later_mails(&site, REQUESTER).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_person_gets_the_digest_of_what_concerns_them() {
    let site = start_with_digest().await;
    let more = json!({ "cc": ["watcher@example.com"] });
    let ticket = site.ticket("demo", "question", more).await;
    site.confirmed(&ticket).await;
    let agent = site.agent("demo").await;
    agent.comment(&ticket, "For both").await;
    let requester = site.mailed(&ticket, REQUESTER).await;
    site.post(
        &requester.api("/comments"),
        &json!({ "body": "For the watcher" }),
    )
    .await;
    let note = json!({ "body": "For nobody of them", "internal": true });
    agent
        .post(&ticket.api_without_key("/comments"), &note)
        .await;
    site.advance("PT11M").await;
    let text = |mails: &[Value]| mails.last().unwrap()["text"].as_str().unwrap().to_owned();
    let theirs = later_mails(&site, REQUESTER).await;
    assert!(text(&theirs).contains("For both"), "{theirs:?}");
    assert!(!text(&theirs).contains("For the watcher"), "{theirs:?}");
    let others = site.mails_to("watcher@example.com").await;
    for words in ["For both", "For the watcher"] {
        assert!(text(&others).contains(words), "{others:?}");
    }
    for mails in [&theirs, &others] {
        assert!(!text(mails).contains("For nobody"), "{mails:?}");
    }
    // The desk's people are told at once: somebody waits for them.
    assert!(!site.mails_to(AGENT).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_or_is_removed_meanwhile_is_not_told() {
    let site = start_with_digest().await;
    let more = json!({ "cc": ["watcher@example.com"] });
    let ticket = site.ticket("demo", "question", more).await;
    site.confirmed(&ticket).await;
    let agent = site.agent("demo").await;
    let before = site.mails_to("watcher@example.com").await.len();
    agent.comment(&ticket, "For both").await;
    site.settle().await;
    let person = json!({ "person": "watcher@example.com" });
    agent
        .post(&ticket.api_without_key("/unshare"), &person)
        .await;
    site.advance("PT11M").await;
    assert_eq!(site.mails_to("watcher@example.com").await.len(), before);
    let states = states(&site, &ticket, "watcher@example.com").await;
    assert_eq!(states.first().map(String::as_str), Some("not_told"));
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_14_a_loop_of_two_programs_ends() {
    let limits = "[limits]\nautomatic_mails_per_address = 10\n";
    let site = Site::start_with_desk(&desk(limits)).await;
    let site = site.at_noon().await;
    let more = json!({ "cc": ["watcher@example.com"] });
    let ticket = site.ticket("demo", "question", more).await;
    site.confirmed(&ticket).await;
    let requester = site.mailed(&ticket, REQUESTER).await;
    // Each answer of the one is mailed to the other, who answers it.
    for turn in 0..15 {
        let body = json!({ "body": format!("I am out of office ({turn})") });
        site.post(&requester.api("/comments"), &body).await;
    }
    site.settle().await;
    let mails = site.mails_to("watcher@example.com").await.len();
    assert_eq!(mails, 10);
    let told = states(&site, &ticket, "watcher@example.com").await;
    assert_eq!(told[..6], ["too_many"; 6]);
    // An agent's words are no part of a loop.
    site.agent("demo").await.comment(&ticket, "Words").await;
    let told = states(&site, &ticket, "watcher@example.com").await;
    assert_eq!(told[0], "delivered");
    // In the next hour there is room again.
    site.advance("PT1H").await;
    site.post(&requester.api("/comments"), &json!({ "body": "Back" }))
        .await;
    let told = states(&site, &ticket, "watcher@example.com").await;
    assert_eq!(told[0], "delivered");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_shows_what_did_not_reach_somebody_and_has_it_sent_again() {
    let place = Place::new();
    let program = place.start();
    let client = Client::new(&program.url);
    let ticket = client.ticket("spotme", "streaming", of(GONE)).await;
    let fine = client.ticket("spotme", "streaming", json!({})).await;
    client.get("/_local/mail").await;
    let data = place.data();
    let data = data.to_str().unwrap();
    let docket = |words: &[&str]| place.command(&[words, &["--data", data]].concat());
    let bounced = format!("{}-1  ", ticket.id);
    let (is_done, all) = docket(&["notices"]);
    assert!(is_done && all.starts_with(&bounced), "{all}");
    assert!(
        all.contains("bounced: smtp; 550 5.1.1 user unknown"),
        "{all}"
    );
    assert!(!all.contains(&fine.id), "{all}");
    let (_, said) = docket(&["notices", "list", &fine.id.to_lowercase(), REQUESTER]);
    assert!(said.contains("  delivered\n"), "{said}");
    let (is_done, said) = docket(&["notices", "retry", &ticket.id]);
    assert!(is_done && said.contains(&bounced), "{said}");
    client.get("/_local/mail").await;
    assert_eq!(client.mails_to(GONE).await.len(), 2);
    let (is_done, said) = docket(&["notices", "allow", GONE]);
    assert!(is_done && said.contains(&bounced), "{said}");
    client.ticket("spotme", "streaming", of(GONE)).await;
    client.get("/_local/mail").await;
    assert_eq!(client.mails_to(GONE).await.len(), 3);
    for (words, told) in [
        (vec!["notices", "retry"], "name the ticket"),
        (
            vec!["notices", "list", "nonsense"],
            "is not the ID of a ticket",
        ),
        (vec!["notices", "list", &ticket.id, "nobody"], "`nobody` is"),
        (vec!["notices", "allow"], "name one address"),
        (
            vec!["notices", "send"],
            "there is no command `notices send`",
        ),
        (
            vec!["notices", "list", &ticket.id, GONE, "x"],
            "`x` is too much",
        ),
    ] {
        let (is_done, said) = docket(&words);
        assert!(!is_done && said.contains(told), "{words:?}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_bad_day_a_digest_is_one_mail_with_all_of_it() {
    const TICKETS: usize = 12;
    let site = Site::start_with_probe_as(|config| {
        // As on AWS, where no mail waits for it.
        config.send_lease = jiff::SignedDuration::from_hours(1);
        config.desks.push(desk("[mail]\ndigest = \"PT10M\"\n"));
    })
    .await;
    let agent = site.agent("demo").await;
    let email = |number| format!("requester-{number}@example.com");
    let mut tickets = Vec::new();
    for number in 0..TICKETS {
        let ticket = site.ticket("demo", "question", of(&email(number))).await;
        site.settle().await;
        for words in ["The first words", "The second words"] {
            agent.comment(&ticket, words).await;
        }
        tickets.push(ticket);
    }
    site.settle().await;
    let faults = async |percent: u32| {
        let percent = json!({ "percent": percent });
        assert_eq!(site.post("/_local/faults", &percent).await.status, 204);
    };
    faults(30).await;
    site.advance("PT11M").await;
    site.advance("PT1M").await;
    faults(0).await;
    site.advance("PT1M").await;
    for (number, ticket) in tickets.iter().enumerate() {
        let mails = later_mails(&site, &email(number)).await;
        assert_eq!(mails.len(), 1, "{}", ticket.id);
        let text = mails[0]["text"].as_str().unwrap();
        assert!(text.contains("The first words"), "{text}");
        assert!(text.contains("The second words"), "{text}");
        let states = states(&site, ticket, &email(number)).await;
        assert_eq!(states, ["delivered"; 3], "{}", ticket.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_changes_before_the_mail_counts() {
    let more = "[mail]\ndigest = \"PT10M\"\n[access]\nsee = \"own\"\nchoose_notices = true\n";
    let site = Site::start_with_desk(&desk(more)).await;
    site.account("demo", REQUESTER, "", Member).await;
    let ticket = site.ticket("demo", "question", json!({})).await;
    let requester = site.sign_in("demo", REQUESTER).await;
    let before = site.mails_to(REQUESTER).await.len();
    site.agent("demo").await.comment(&ticket, "An answer").await;
    site.settle().await;
    let choice = json!({ "notices": ["status", "files"] });
    let chosen = requester.post("/api/desks/demo/me", &choice).await;
    assert_eq!(chosen.status, 200, "{}", chosen.text);
    site.advance("PT11M").await;
    assert_eq!(site.mails_to(REQUESTER).await.len(), before);
    assert_eq!(
        states(&site, &ticket, REQUESTER).await[0],
        "unwanted",
        "the ticket says so"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_come_again_an_hour_later_mail_nobody_twice() {
    let site = start_with_digest().await;
    let ticket = site.ticket("demo", "question", json!({})).await;
    site.settle().await;
    let agent = site.agent("demo").await;
    agent.comment(&ticket, "An answer").await;
    site.settle().await;
    let opening = site.stream_record(&ticket.id).await;
    let comment = site.stream_record_of(&ticket.id, 2).await;
    // Its records come again after the mail about them has left.
    site.advance("PT1H").await;
    let mails = site.mails_to(REQUESTER).await.len();
    assert_eq!(mails, 2, "the first word, and the answer");
    for again in [&opening, &comment, &comment] {
        let batch = json!({ "Records": [again] });
        let answer = site.notify().handle(batch).await.unwrap();
        assert_eq!(answer, json!({ "batchItemFailures": [] }));
    }
    let ripe = json!({
        "eventName": "MODIFY",
        "dynamodb": {
            "Keys": { "pk": { "S": format!("DELIVERY#{}", ticket.id) }, "sk": { "S": format!("0000000002#{REQUESTER}") } },
            "NewImage": {
                "pk": { "S": format!("DELIVERY#{}", ticket.id) },
                "sk": { "S": format!("0000000002#{REQUESTER}") },
                "ripe": { "S": "due" },
            },
            "SequenceNumber": "100000000000000000003",
        },
    });
    let batch = json!({ "Records": [ripe, ripe] });
    let answer = site.notify().handle(batch).await.unwrap();
    assert_eq!(answer, json!({ "batchItemFailures": [] }));
    assert_eq!(site.mails_to(REQUESTER).await.len(), mails);
}
