//! What Docket mails, and how: behaviours 9 to 13.

use crate::support::Site;
use crate::support::table::RawTable;
use docket_cloud::store::MailCause;
use serde_json::{Value, json};

fn header<'m>(mail: &'m Value, name: &str) -> &'m str {
    mail["headers"][name].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_9_automatic_mails_say_so() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    let agent = site.agent("smartplayer").await;
    agent.comment(&ticket, "Hello").await;
    agent.move_to(&ticket, "feedback-waiting", None).await;
    site.advance("P14D").await;
    let mails = site.mails_to("requester@example.com").await;
    assert_eq!(
        mails.len(),
        4,
        "acknowledgement, comment, status change, closed by silence"
    );
    for (place, mail) in mails.iter().enumerate() {
        let submitted = header(mail, "Auto-Submitted");
        // What the agent wrote is no automatic mail.
        let is_written = place == 1;
        assert_eq!(submitted.is_empty(), is_written, "{submitted}");
        assert_eq!(header(mail, "X-Auto-Response-Suppress"), "All");
        assert_eq!(
            mail["parts"],
            json!(["multipart/alternative", "text/plain", "text/html"])
        );
        let link = format!("{}{}", site.url, ticket.page());
        assert!(mail["text"].as_str().unwrap().contains(&link));
        assert!(
            mail["html"]
                .as_str()
                .unwrap()
                .contains(&format!("href=\"{link}\""))
        );
        // The form's words are not in the first mail, since anybody may have sent the form.
        let words = if place == 0 {
            "Report a bug"
        } else {
            "It does not work"
        };
        assert_eq!(mail["subject"], format!("[SPSUP-1] {words}"));
    }
    assert_eq!(header(&mails[0], "Auto-Submitted"), "auto-replied");
    let sign_in = &site.mails_to("agent-1@smartplayer.example.com").await[0];
    assert_eq!(header(sign_in, "Auto-Submitted"), "auto-generated");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_has_what_was_said_before_and_a_way_to_get_no_more() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    let agent = site.agent("smartplayer").await;
    agent.comment(&ticket, "Which version?").await;
    let note = json!({ "body": "They always ask", "internal": true });
    agent
        .post(&ticket.api_without_key("/comments"), &note)
        .await;
    let long = "The newest one. ".repeat(200);
    let answer = json!({ "body": long });
    site.post(&ticket.api("/comments"), &answer).await;
    agent.comment(&ticket, "Then it is a bug").await;
    let mails = site.mails_to("requester@example.com").await;
    let [first, second, third] = mails.as_slice() else {
        panic!("{mails:?}");
    };
    // The form may be a stranger's: the first mail has none of its words. The second has them.
    assert!(!first["text"].as_str().unwrap().contains("First I did this"));
    let after = |mail: &Value| {
        let text = mail["text"].as_str().unwrap();
        let (_, after) = text.split_once("Earlier on this request:").unwrap();
        after.to_owned()
    };
    assert!(after(second).contains("First I did this."), "{second}");
    // The newest first, and no more of each than its beginning.
    let earlier = after(third);
    let place = |words: &str| {
        earlier
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {earlier}"))
    };
    assert!(place("The newest one.") < place("Which version?"));
    assert!(place("Which version?") < place("First I did this."));
    assert!(!earlier.contains("They always ask"), "a note: {earlier}");
    assert!(earlier.contains(" …") && earlier.len() < 2_000, "{earlier}");
    assert!(third["html"].as_str().unwrap().contains("Which version?"));
    // The desk lets people choose what they are mailed about, but not whether they get the link.
    let choose = format!("<{}/smartplayer/profile>", site.url);
    assert_eq!(header(third, "List-Unsubscribe"), choose);
    assert_eq!(header(first, "List-Unsubscribe"), "");
    // Another one does not.
    let other = site.ticket("spotme", "streaming", json!({})).await;
    let other = site.confirmed(&other).await;
    site.agent("spotme").await.comment(&other, "Hello").await;
    let mails = site.mails_to("requester@example.com").await;
    assert_eq!(header(mails.last().unwrap(), "List-Unsubscribe"), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_10_ids_and_reply_addresses_are_signed() {
    let site = Site::start().await;
    let signature = |mail: &Value| {
        let id = header(mail, "Message-ID")
            .trim_matches(['<', '>'])
            .to_owned();
        let reply = header(mail, "Reply-To").trim_matches(['<', '>']).to_owned();
        let (_, signed) = reply.split_once('+').unwrap();
        let (signed, _) = signed.split_once('@').unwrap();
        let (ticket, signature) = signed.split_once('.').unwrap();
        assert!(
            id.contains(signature) && id.starts_with(ticket),
            "{id} {reply}"
        );
        assert!(signature.len() >= 16);
        signature.to_owned()
    };
    let copied = json!({ "cc": ["copied@example.com"] });
    let first = site.ticket("smartplayer", "report-a-bug", copied).await;
    site.confirmed(&first).await;
    site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let mine = site.mails_to("requester@example.com").await;
    let theirs = site.mails_to("copied@example.com").await;
    let signatures = [
        signature(&mine[0]),
        signature(&mine[1]),
        signature(&theirs[0]),
    ];
    assert_ne!(signatures[0], signatures[1], "each ticket has its own");
    assert_ne!(signatures[0], signatures[2], "each person has their own");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_11_a_tickets_mails_make_one_thread() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let agent = site.agent("smartplayer").await;
    for n in 0..12 {
        agent.comment(&ticket, &format!("Comment {n}")).await;
    }
    let mails = site.mails_to("requester@example.com").await;
    assert_eq!(mails.len(), 13);
    let root = header(&mails[0], "Message-ID");
    assert_eq!(header(&mails[0], "In-Reply-To"), "");
    // SES gives the first mail another ID: what all have in common is the reference.
    assert_eq!(header(&mails[0], "References"), root);
    let mut ids = vec![root];
    for mail in &mails[1..] {
        assert_eq!(header(mail, "In-Reply-To"), root);
        let references: Vec<&str> = header(mail, "References").split(' ').collect();
        assert!(references.contains(&root) && references.len() <= 10);
        ids.push(header(mail, "Message-ID"));
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 13, "every mail has an ID of its own");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_12_nobody_is_mailed_their_own_doing_and_one_change_is_one_mail() {
    let site = Site::start().await;
    let roles = json!({ "cc": ["requester@example.com", "agent-1@smartplayer.example.com", "copied@example.com"] });
    let ticket = site.ticket("smartplayer", "report-a-bug", roles).await;
    let ticket = site.confirmed(&ticket).await;
    site.post(&ticket.api("/comments"), &json!({ "body": "Mine" }))
        .await;
    site.post(&ticket.api("/status"), &json!({ "status": "done" }))
        .await;
    // The acknowledgement, and the question how the desk did (SP-11), which is about the desk.
    let mails = site.mails_to("requester@example.com").await;
    assert_eq!(mails.len(), 2, "{mails:?}");
    assert!(mails[1]["text"].as_str().unwrap().contains("score=5"));
    assert_eq!(site.mails_to("copied@example.com").await.len(), 3);
    let told = site.mails_to("agent-1@smartplayer.example.com").await.len();
    let agent = site.agent("smartplayer").await;
    agent
        .move_to(&ticket, "pending", Some("With a comment"))
        .await;
    agent.comment(&ticket, "Mine too").await;
    let mails = site.mails_to("agent-1@smartplayer.example.com").await;
    assert_eq!(mails.len(), told + 1, "the sign-in link only");
    assert_eq!(
        site.mails_to("requester@example.com").await.len(),
        4,
        "one for the move with its comment, one for the comment"
    );
    // A comment that sets off a change of status is one change.
    let chat = site
        .ticket(
            "twin24",
            "chat-problem",
            json!({ "requester": { "email": "one@example.com" } }),
        )
        .await;
    site.agent("twin24").await.comment(&chat, "Уточните").await;
    assert_eq!(site.mails_to("one@example.com").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_13_a_redelivered_event_sends_no_second_mail() {
    let site = Site::start().await;
    let ticket = site
        .ticket(
            "smartplayer",
            "report-a-bug",
            json!({ "cc": ["copied@example.com"] }),
        )
        .await;
    site.mails_to("requester@example.com").await;
    let record = site.stream_record(&ticket.id).await;
    let batch = json!({ "Records": [record, record] });
    for path in std::fs::read_dir(site.folder().join("mail")).unwrap() {
        std::fs::remove_file(path.unwrap().path()).unwrap();
    }
    let notify = site.notify();
    for _ in 0..3 {
        let answer = notify.handle(batch.clone()).await.unwrap();
        assert_eq!(answer, json!({ "batchItemFailures": [] }));
    }
    assert!(site.mails_to("requester@example.com").await.is_empty());
    assert!(site.mails_to("copied@example.com").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_people_are_never_markup_nor_headers() {
    let site = Site::start().await;
    let nasty = json!({
        "subject": "=?utf-8?q?x?= <b>\"Привет\" \u{202e}olleh",
        "description": "<script>alert(1)</script>\n.\n\nFrom me & you",
        "requester": { "name": "Name, \"Quoted\" <x@example.com>" },
    });
    let ticket = site.ticket("smartplayer", "quote", nasty).await;
    let ticket = site.confirmed(&ticket).await;
    let agent = site.agent("smartplayer").await;
    let words = "<script>alert(1)</script>\n.\n\nFrom me & you";
    agent.comment(&ticket, words).await;
    let mail = site.mails_to("requester@example.com").await[1].clone();
    assert!(mail["subject"].as_str().unwrap().contains("Привет"));
    assert!(!mail["html"].as_str().unwrap().contains("<script>"));
    assert!(
        mail["text"]
            .as_str()
            .unwrap()
            .contains("> <script>alert(1)</script>")
    );
    let page = site.page(&ticket.page()).await;
    assert!(!page.text.contains("<script>"));
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'none'")
    );
    assert_eq!(page.header("referrer-policy"), "same-origin");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_not_taken_goes_out_later_and_once() {
    let site = Site::start_with_probe().await;
    let (mailbox, away) = (site.folder().join("mail"), site.folder().join("away"));
    std::fs::rename(&mailbox, &away).unwrap();
    let ticket = site.ticket("spotme", "streaming", json!({})).await;
    let record = site.stream_record(&ticket.id).await;
    let batch = json!({ "Records": [record] });
    let failed = site.notify().handle(batch.clone()).await.unwrap();
    let named = &failed["batchItemFailures"][0]["itemIdentifier"];
    assert_eq!(*named, record["dynamodb"]["SequenceNumber"]);
    // The second attempt shows that the first one has failed and is over.
    while sends(&site).await < 2 {
        site.notify().handle(batch.clone()).await.unwrap();
    }
    std::fs::rename(&away, &mailbox).unwrap();
    // The stack's own stream hands the record over again, too.
    assert_eq!(site.mails_to("requester@example.com").await.len(), 1);
    for _ in 0..2 {
        let done = site.notify().handle(batch.clone()).await.unwrap();
        assert_eq!(done, json!({ "batchItemFailures": [] }));
    }
    assert_eq!(site.mails_to("requester@example.com").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_without_an_answer_waits_for_the_lease_before_it_goes_out_again() {
    let lease = jiff::SignedDuration::from_mins(1);
    let site = Site::start_with_lease(lease).await;
    let faults = json!({ "no_mail_answers": true });
    assert_eq!(site.post("/_local/faults", &faults).await.status, 204);
    let ticket = site.ticket("spotme", "streaming", json!({})).await;
    let batch = json!({ "Records": [site.stream_record(&ticket.id).await] });
    let handle = async || site.notify().handle(batch.clone()).await.unwrap();
    // The stack's own stream hands the record over as well: whichever comes first, the mail goes out once.
    while sends(&site).await == 0 {
        handle().await;
    }
    for _ in 0..3 {
        assert_ne!(handle().await, json!({ "batchItemFailures": [] }));
        assert_eq!(sends(&site).await, 1, "it may have gone out");
    }
    assert_eq!(site.post("/_local/faults", &json!({})).await.status, 204);
    // Not by the API, which would first wait for this very mail.
    let over = jiff::SignedDuration::from_secs(61);
    site.stack.cloud().clock.advance(over);
    while handle().await != json!({ "batchItemFailures": [] }) {}
    // The two of the team are told after the requester, once each.
    assert_eq!(sends(&site).await, 4, "twice is better than never");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_fails_holds_up_no_other_tickets() {
    let lease = jiff::SignedDuration::from_secs(60);
    let site = Site::start_with_lease(lease).await;
    let email = |name: &str| json!({ "requester": { "email": format!("{name}@example.com") } });
    let stuck = site.ticket("spotme", "streaming", email("stuck")).await;
    let free = site.ticket("spotme", "streaming", email("free")).await;
    site.get("/_local/mail").await;
    let mut failing = site.stream_record(&stuck.id).await;
    failing["dynamodb"]["SequenceNumber"] = "7".into();
    let good = site.stream_record(&free.id).await;
    for path in std::fs::read_dir(site.folder().join("mail")).unwrap() {
        std::fs::remove_file(path.unwrap().path()).unwrap();
    }
    // As if nobody had been told yet, and another process had just begun to tell the first.
    let cloud = site.stack.cloud();
    let table = RawTable::of(&site).await;
    for (ticket, to) in [(&stuck, "stuck@example.com"), (&free, "free@example.com")] {
        let pk = format!("DELIVERY#{}", ticket.id);
        table.remove(&pk, &format!("0000000001#{to}")).await;
    }
    let event = format!("{}-1", stuck.id).parse().unwrap();
    let (event, to) = (
        MailCause::Event(event),
        "stuck@example.com".parse().unwrap(),
    );
    let now = cloud.clock.now();
    let claimed = cloud.store.claim_mail(&event, &to, now, lease, "another");
    claimed.await.unwrap();
    let batch = json!({ "Records": [failing, good] });
    let answer = site.notify().handle(batch).await.unwrap();
    assert_eq!(
        answer,
        json!({ "batchItemFailures": [{ "itemIdentifier": "7" }] })
    );
    assert_eq!(site.mails_to("free@example.com").await.len(), 1);
}

/// How often SES was asked to send.
async fn sends(site: &Site) -> u64 {
    let requests = site.get("/_local/requests").await;
    assert_eq!(requests.status, 200, "the stack has no probe");
    requests.json["SendRawEmail"].as_u64().unwrap_or_default()
}
