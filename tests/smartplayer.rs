//! SmartPlayer: a customer portal, in English and Russian.

use crate::support::Site;
use crate::support::files::File;
use serde_json::{Value, json};

const AGENT: &str = "agent-1@smartplayer.example.com";

#[tokio::test(flavor = "multi_thread")]
async fn sp_2_the_four_request_types_are_offered() {
    let site = Site::start().await;
    let page = site.page("/smartplayer").await;
    for topic in [
        "server-installation",
        "suggest-a-feature",
        "report-a-bug",
        "quote",
    ] {
        assert!(
            page.text
                .contains(&format!("/smartplayer/new?topic={topic}")),
            "{topic}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_3_the_bug_form_asks_for_all_of_it() {
    let site = Site::start().await;
    let form = site.page("/smartplayer/new?topic=report-a-bug").await;
    let inputs = form.inputs();
    for input in [
        "subject",
        "fields.error_details",
        "cc",
        "fields.project_name",
        "impact",
        "description",
        "fields.operating_system",
        "fields.server_type",
        "fields.test_environment",
    ] {
        assert!(
            inputs.contains(&input.to_owned()),
            "{input} is missing in {inputs:?}"
        );
    }
    assert!(form.words().contains("Share with"));
    for listed in ["tizen", "webos", "cloud", "on-premises"] {
        assert!(
            form.text.contains(&format!("<option value=\"{listed}\">")),
            "{listed}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_4_after_submit_the_page_shows_everything_collected() {
    let site = Site::start().await;
    let landed = site
        .submit(
            "/api/desks/smartplayer/tickets",
            &[
                ("topic", "report-a-bug"),
                ("requester.email", "requester@example.com"),
                ("requester.name", "Requester"),
                ("subject", "Black screen on start"),
                ("fields.error_details", "E-1042"),
                ("cc", "colleague@example.com"),
                ("fields.project_name", "Lobby screens"),
                ("impact", "major"),
                (
                    "description",
                    "Steps: start it.\nExpected: a picture.\nActual: none.",
                ),
                ("fields.operating_system", "webos"),
                ("fields.server_type", "on-premises"),
                ("fields.test_environment", "4.2.1"),
            ],
        )
        .await;
    assert_eq!(landed.status, 303, "{}", landed.text);
    let words = site.page(landed.header("location")).await.words();
    for collected in [
        "SPSUP-1",
        "Black screen on start",
        "E-1042",
        "colleague@example.com",
        "Lobby screens",
        "Expected: a picture.",
        "webOS",
        "4.2.1",
        "Work in progress",
    ] {
        assert!(
            words.contains(collected),
            "{collected} is missing in {words}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_5_the_requester_closes_it_at_once() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let page = site.page(&ticket.page()).await;
    assert!(page.words().contains("Mark as Completed"));
    let closed = site
        .submit(
            &ticket.api("/status"),
            &[("status", "done"), ("comment", "")],
        )
        .await;
    assert_eq!(closed.status, 303, "{}", closed.text);
    let page = format!("{}&version=2#sent", ticket.page());
    assert_eq!(closed.header("location"), page);
    assert_eq!(site.status(&ticket).await, "done");
    // Twice is the same as once.
    let again = site
        .post(&ticket.api("/status"), &json!({ "status": "done" }))
        .await;
    assert_eq!((again.status, &again.json["version"]), (200, &json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_6_each_request_has_an_id_by_which_a_specialist_finds_it() {
    let site = Site::start().await;
    let first = site
        .ticket("smartplayer", "quote", json!({ "subject": "First" }))
        .await;
    let second = site
        .ticket("smartplayer", "quote", json!({ "subject": "Second" }))
        .await;
    assert_eq!(
        (first.id.as_str(), second.id.as_str()),
        ("SPSUP-1", "SPSUP-2")
    );
    let agent = site.agent("smartplayer").await;
    let found = agent.get("/api/desks/smartplayer/tickets/SPSUP-2").await;
    assert_eq!(found.json["subject"], "Second");
    assert_eq!(agent.queue("open").await, ["SPSUP-1", "SPSUP-2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_7_the_statuses_stand_at_the_top_right_with_their_meaning() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let agent = site.agent("smartplayer").await;
    let desk = site.get("/api/desks/smartplayer?language=en").await.json;
    let labels: Vec<&str> = desk["statuses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["label"].as_str().unwrap())
        .collect();
    assert_eq!(
        labels,
        [
            "Work in progress",
            "Dev waiting",
            "Pending",
            "Feedback waiting",
            "Reopen",
            "Done"
        ]
    );
    for (status, comment) in [
        ("pending", None),
        ("dev-waiting", None),
        (
            "feedback-waiting",
            Some("Version 4.2.2 is out: please update."),
        ),
        ("done", None),
    ] {
        agent.move_to(&ticket, status, comment).await;
        let page = site.page(&ticket.page()).await;
        let known = desk["statuses"]
            .as_array()
            .unwrap()
            .iter()
            .find(|s| s["id"] == status)
            .unwrap();
        let label = known["label"].as_str().unwrap();
        assert!(
            page.text.contains(&format!("id=\"status\">{label}<")),
            "{status}"
        );
        let meaning = known["help"]
            .as_str()
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(page.words().contains(&meaning), "{meaning}");
    }
    // The requester may not make the desk's moves.
    let refused = site
        .post(&ticket.api("/status"), &json!({ "status": "pending" }))
        .await;
    refused.is_problem(403, "status");
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_8_out_of_dev_waiting_the_move_carries_a_message_that_is_mailed() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let agent = site.agent("smartplayer").await;
    agent.move_to(&ticket, "dev-waiting", None).await;
    let silent = agent
        .post(
            &ticket.api_without_key("/status"),
            &json!({ "status": "feedback-waiting" }),
        )
        .await;
    silent.is_problem(422, "comment");
    agent
        .move_to(&ticket, "feedback-waiting", Some("Please update to 4.2.2."))
        .await;
    let mails = site.mails_to("requester@example.com").await;
    let last = mails.last().unwrap();
    assert!(
        last["text"]
            .as_str()
            .unwrap()
            .contains("Please update to 4.2.2.")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_9_the_customer_reopens_the_case_with_a_comment() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    // Only from Feedback waiting, or when it is done.
    let early = site
        .post(
            &ticket.api("/status"),
            &json!({ "status": "reopen", "comment": "No" }),
        )
        .await;
    early.is_problem(422, "status");
    site.agent("smartplayer")
        .await
        .move_to(&ticket, "feedback-waiting", None)
        .await;
    let page = site.page(&ticket.page()).await;
    assert!(page.words().contains("Customer reopen case"));
    let silent = site
        .submit(
            &ticket.api("/status"),
            &[("status", "reopen"), ("comment", " ")],
        )
        .await;
    assert_eq!(silent.status, 422);
    assert!(silent.words().contains("Please fill this in."));
    // A move that is not open any more keeps what was typed for it.
    let other = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let late = [("status", "reopen"), ("comment", "Words that took long")];
    let refused = site.submit(&other.api("/status"), &late).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text.contains("\nWords that took long</textarea>"),
        "{}",
        refused.text
    );
    let comment = [("status", "reopen"), ("comment", "It is back.")];
    assert_eq!(
        site.submit(&ticket.api("/status"), &comment).await.status,
        303
    );
    let read = site.read(&ticket).await;
    assert_eq!(read["status"]["id"], "reopen");
    assert_eq!(read["timeline"][2]["body"], "It is back.");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_4_a_silent_requester_is_reminded_once_before_the_closing() {
    let site = Site::start().await;
    let ticket = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let agent = site.agent("smartplayer").await;
    agent.move_to(&ticket, "feedback-waiting", None).await;
    let reminders = async || {
        let mails = site.mails_to("requester@example.com").await;
        let of = mails.into_iter().filter(|mail| {
            let text = mail["text"].as_str().unwrap();
            text.contains("We are waiting for your reply")
        });
        of.collect::<Vec<Value>>()
    };
    site.advance("P9DT23H59M").await;
    assert_eq!(reminders().await.len(), 0);
    site.advance("PT1M").await;
    assert_eq!(reminders().await.len(), 1);
    site.advance("P1D").await;
    assert_eq!(reminders().await.len(), 1, "once");
    // A session is over by then.
    let agent = site.agent("smartplayer").await;
    let view = agent.get(&ticket.api_without_key("")).await.json;
    let timeline = view["timeline"].as_array().unwrap();
    let last = timeline.last().unwrap();
    assert_eq!(last["kind"], "requester_reminded");
    assert_eq!(last["closes_at"], view["due_at"]);
    assert_eq!(last["actor"]["role"], "system");
    // What they write begins the silence anew, and they are reminded of that one too.
    let said = json!({ "body": "I am still trying." });
    site.post(&ticket.api("/comments"), &said).await;
    site.advance("P9DT23H59M").await;
    assert_eq!(reminders().await.len(), 1);
    site.advance("PT1M").await;
    assert_eq!(reminders().await.len(), 2);
    site.advance("P4D").await;
    assert_eq!(site.status(&ticket).await, "done");
    // A desk whose clock stood still meanwhile closes, and says that alone.
    let other = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let agent = site.agent("smartplayer").await;
    agent.move_to(&other, "feedback-waiting", None).await;
    site.advance("P20D").await;
    assert_eq!(site.status(&other).await, "done");
    assert_eq!(reminders().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_10_silence_of_14_days_closes_the_ticket() {
    let site = Site::start().await;
    let silent = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let spoken = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let elsewhere = site.ticket("smartplayer", "report-a-bug", json!({})).await;
    let agent = site.agent("smartplayer").await;
    agent.move_to(&silent, "feedback-waiting", None).await;
    agent.move_to(&spoken, "feedback-waiting", None).await;
    agent.move_to(&elsewhere, "pending", None).await;
    assert_eq!(site.read(&elsewhere).await["due_at"], json!(null));

    site.advance("P13DT23H59M").await;
    assert_eq!(site.status(&silent).await, "feedback-waiting");
    let said = site
        .post(
            &spoken.api("/comments"),
            &json!({ "body": "I am still trying." }),
        )
        .await;
    assert_eq!(
        (said.status, &said.json["status"]["id"]),
        (201, &json!("feedback-waiting"))
    );

    site.advance("PT1M").await;
    let closed = site.read(&silent).await;
    assert_eq!(closed["status"]["id"], "done");
    let last = closed["timeline"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (&last["cause"], &last["actor"]["role"]),
        (&json!("silence"), &json!("system"))
    );
    assert_eq!(site.status(&spoken).await, "feedback-waiting");
    assert_eq!(site.status(&elsewhere).await, "pending");
    let mails = site.mails_to("requester@example.com").await;
    let told = mails
        .iter()
        .filter(|m| m["text"].as_str().unwrap().contains("there was no reply"))
        .count();
    assert_eq!(told, 1);

    site.advance("P14D").await;
    assert_eq!(site.status(&spoken).await, "done");
    // Both of the team are told of each: nobody has written to the requester.
    let mails = site.mails_to(AGENT).await;
    let is_told = |mail: &&Value| {
        mail["text"]
            .as_str()
            .unwrap()
            .contains("because nobody wrote")
    };
    assert_eq!(mails.iter().filter(is_told).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn sp_3_a_bug_is_reported_with_screenshots_and_logs() {
    let site = Site::start().await;
    site.takes_files("smartplayer", "report-a-bug").await;
    let bug =
        json!({ "fields": { "test_environment": "2.14.1" }, "cc": ["colleague@example.com"] });
    let ticket = site.ticket("smartplayer", "report-a-bug", bug).await;
    let ticket = site.confirmed(&ticket).await;
    let files = [
        File::png("player.png"),
        File::new("device.json", "application/json", "{\"os\": \"tizen\"}"),
        // Browsers know no type for it.
        File::new("player.log", "", "12:00 started\n12:01 black screen\n"),
        File::new(
            "logs.gz",
            "application/x-gzip",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0",
        ),
    ];
    site.carries(&ticket, &files).await;
    // Whom it is shared with sees the files as well.
    let mails = site.mails_to("colleague@example.com").await;
    let (_, path) = mails[0]["text"]
        .as_str()
        .unwrap()
        .split_once(&site.url)
        .unwrap();
    let page = site.page(path.split_whitespace().next().unwrap()).await;
    assert!(page.words().contains("player.log"), "{}", page.words());
}
