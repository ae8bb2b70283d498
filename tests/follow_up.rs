//! Closed tickets: until when they can be taken up again, and what a reply does after that.

use crate::support::{Created, Site};
use serde_json::{Value, json};

const REQUESTER: &str = "requester@example.com";

/// A ticket of smartplayer that is closed, with the key of its requester and somebody who is copied.
async fn closed(site: &Site) -> Created {
    let more = json!({ "cc": ["friend@example.com"], "impact": "blocker" });
    let ticket = site.ticket("smartplayer", "report-a-bug", more).await;
    let ticket = site.confirmed(&ticket).await;
    let agent = site.agent("smartplayer").await;
    agent.move_to(&ticket, "done", Some("Repaired.")).await;
    ticket
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_4_a_ticket_reopens_within_its_window_and_then_a_reply_opens_one_that_follows() {
    let site = Site::start().await;
    let ticket = closed(&site).await;
    let reply = json!({ "body": "It is broken again." });
    // The time counts from the last closing.
    site.advance("P29D").await;
    let again = site.post(&ticket.api("/comments"), &reply).await;
    assert_eq!(again.json["status"]["id"], "reopen", "{}", again.text);
    assert_eq!(again.json["reopens_until"], Value::Null);
    let agent = site.agent("smartplayer").await;
    agent.move_to(&ticket, "done", Some("Repaired.")).await;
    site.advance("P29DT23H").await;
    let early = site.post(&ticket.api("/follow-up"), &reply).await;
    assert_eq!(early.status, 409, "{}", early.text);
    assert!(early.text.contains("not-past-reopening"));
    let view = site.read(&ticket).await;
    assert!(view["reopens_until"].is_string() && view["moves"] != json!([]));
    site.advance("PT2H").await;
    let view = site.read(&ticket).await;
    assert_eq!(view["moves"], json!([]));
    // Nothing takes it up any more: no comment, no move, no file.
    let file = json!({ "name": "a.txt", "size": 3, "content_type": "text/plain", "sha256": "0".repeat(64) });
    for (end, body) in [
        ("/comments", reply.clone()),
        (
            "/status",
            json!({ "status": "reopen", "comment": "Once more" }),
        ),
        ("/attachments", file),
    ] {
        let refused = site.post(&ticket.api(end), &body).await;
        assert_eq!(refused.status, 409, "{end}: {}", refused.text);
        assert!(refused.text.contains("past-reopening"), "{}", refused.text);
    }
    let key = [("idempotency-key", "the-reply")];
    let opened = site
        .post_with(&ticket.api("/follow-up"), &reply, &key)
        .await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    let same = site
        .post_with(&ticket.api("/follow-up"), &reply, &key)
        .await;
    assert_eq!((same.status, &same.json["id"]), (201, &opened.json["id"]));
    let id = opened.json["id"].as_str().unwrap();
    assert_eq!(opened.json["follows"], ticket.id.as_str());
    assert_eq!(opened.json["description"], "It is broken again.");
    assert_eq!(opened.json["subject"], view["subject"]);
    let follow_up = site.staff_view("smartplayer", id).await;
    for same in ["topic", "priority", "impact", "requester", "watchers"] {
        assert_eq!(follow_up[same]["email"], view[same]["email"], "{same}");
        assert_eq!(follow_up[same].is_null(), view[same].is_null(), "{same}");
    }
    assert_eq!(follow_up["impact"], "blocker");
    assert_eq!(follow_up["watchers"], json!(["friend@example.com"]));
    // Both know of each other, and the closed one stays closed.
    let before = site.staff_view("smartplayer", &ticket.id).await;
    assert_eq!(
        (&before["follow_up"], &before["status"]["id"]),
        (&json!(id), &json!("done"))
    );
    let last = before["timeline"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (&last["kind"], &last["follow_up"]),
        (&json!("followed_up"), &json!(id))
    );
    // The requester and those copied are told of the new one as of any other.
    for (to, words) in [(REQUESTER, "is sent"), ("friend@example.com", "copied")] {
        let mails = site.mails_to(to).await;
        let of = |mail: &&Value| {
            mail["subject"]
                .as_str()
                .unwrap()
                .contains(&format!("[{id}]"))
        };
        let told: Vec<&Value> = mails.iter().filter(of).collect();
        assert_eq!(told.len(), 1, "{to}");
        let text = told[0]["text"].as_str().unwrap();
        assert!(text.contains(words), "{text}");
    }
    // The desk's people take tickets up whenever they want.
    let agent = site.agent("smartplayer").await;
    agent.comment(&ticket, "We looked again.").await;
    agent.move_to(&ticket, "work-in-progress", None).await;
    let late = site.post(&ticket.api("/follow-up"), &reply).await;
    assert_eq!(late.status, 409, "{}", late.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_copied_is_the_requester_of_what_they_open() {
    let site = Site::start().await;
    let ticket = closed(&site).await;
    let friend = site.mailed(&ticket, "friend@example.com").await;
    site.advance("P31D").await;
    let reply = json!({ "body": "I have it too." });
    let opened = site.post(&friend.api("/follow-up"), &reply).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    let view = site
        .staff_view("smartplayer", opened.json["id"].as_str().unwrap())
        .await;
    assert_eq!(view["requester"]["email"], "friend@example.com");
    assert_eq!(view["watchers"], json!([REQUESTER]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_opened_the_ticket_proves_nothing_by_a_reply() {
    let site = Site::start().await;
    let more = json!({ "cc": ["friend@example.com"] });
    let ticket = site.ticket("smartplayer", "report-a-bug", more).await;
    let agent = site.agent("smartplayer").await;
    agent.move_to(&ticket, "done", Some("Repaired.")).await;
    site.advance("P31D").await;
    let reply = json!({ "body": "Anybody may write this." });
    let opened = site.post(&ticket.api("/follow-up"), &reply).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    let view = site
        .staff_view("smartplayer", opened.json["id"].as_str().unwrap())
        .await;
    assert_eq!(view["requester"]["confirmed_at"], Value::Null);
    assert_eq!(view["watchers"], json!([]));
    // Neither a stranger's key nor one of another ticket opens anything.
    for key in ["", "?key=nonsense"] {
        let path = format!("{}{key}", ticket.api_without_key("/follow-up"));
        let refused = site.post(&path, &reply).await;
        assert!([401, 404].contains(&refused.status), "{}", refused.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_closed_ticket_takes_a_reply_and_loses_no_word() {
    let site = Site::start().await;
    let ticket = closed(&site).await;
    site.advance("P31D").await;
    let page = site.page(&ticket.page()).await;
    let words = page.words();
    assert!(
        words.contains("opens a new request that follows it"),
        "{words}"
    );
    assert!(page.text.contains("/follow-up?key="));
    assert!(!page.text.contains("/status?key="), "no move is offered");
    // A page that was open since before sends a comment. What was typed comes back, and the button now opens a request.
    let stale = site
        .submit(
            &ticket.api("/comments"),
            &[("body", "My long story"), ("version", "4")],
        )
        .await;
    assert_eq!(stale.status, 409, "{}", stale.text);
    assert!(stale.text.contains("My long story") && stale.text.contains("/follow-up?key="));
    let blank = site
        .submit(&ticket.api("/follow-up"), &[("body", " ")])
        .await;
    assert_eq!(blank.status, 422);
    let long = "x".repeat(10_001);
    let long = site
        .submit(&ticket.api("/follow-up"), &[("body", &long)])
        .await;
    assert_eq!(long.status, 422);
    assert!(long.text.contains(&"x".repeat(10_001)));
    let sent = site
        .submit(
            &ticket.api("/follow-up"),
            &[("body", "My long story"), ("version", "4")],
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let to = sent.headers["location"].to_str().unwrap().to_owned();
    let page = site.page(&to).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let words = page.words();
    assert!(
        words.contains("My long story") && words.contains("Follows request"),
        "{words}"
    );
    let before = site.page(&ticket.page()).await.words();
    assert!(before.contains("Followed by request"), "{before}");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_buttons_and_boxes_of_the_page_open_nothing_and_lose_nothing() {
    let site = Site::start().await;
    let ticket = closed(&site).await;
    site.advance("P31D").await;
    // Another language shows what was typed.
    let half = [
        ("body", "Half a story"),
        ("show_in", "ru"),
        ("comment", "It took long"),
    ];
    let shown = site.submit(&ticket.api("/follow-up"), &half).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    assert!(shown.text.contains("lang=\"ru\"") && shown.text.contains("Half a story"));
    assert!(shown.text.contains("It took long"));
    assert_eq!(
        site.staff_view("smartplayer", &ticket.id).await["follow_up"],
        Value::Null
    );
    // What stands beside the reply is shown again, whether it is refused or sent.
    let refused = [("body", " "), ("score", "2"), ("comment", "It took long")];
    let refused = site.submit(&ticket.api("/follow-up"), &refused).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("It took long"));
    let whole = [
        ("body", "The whole story"),
        ("score", "2"),
        ("comment", "It took long"),
    ];
    let sent = site.submit(&ticket.api("/follow-up"), &whole).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    assert!(sent.text.contains("It took long") && !sent.text.contains("The whole story"));
    assert!(sent.words().contains("Followed by request"));
    assert!(site.staff_view("smartplayer", &ticket.id).await["follow_up"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_desk_asks_late_is_answered_where_it_was_asked() {
    let site = Site::start().await;
    let ticket = closed(&site).await;
    site.advance("P31D").await;
    let agent = site.agent("smartplayer").await;
    agent.comment(&ticket, "Does it work now?").await;
    let answer = json!({ "body": "It does not." });
    let answered = site.post(&ticket.api("/comments"), &answer).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    assert_eq!(answered.json["status"]["id"], "reopen");
}
