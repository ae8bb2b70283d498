//! What holds for all five desks.

use crate::support::{Site, root};
use reqwest::Method;
use serde_json::json;

/// A topic of each desk that needs no more than `ticket_body` gives.
const TOPICS: [(&str, &str); 5] = [
    ("spotme", "technical-problem"),
    ("smartplayer", "report-a-bug"),
    ("twin24", "chat-problem"),
    ("spaceos", "bug"),
    ("learnupon", "technical-problem"),
];

#[tokio::test(flavor = "multi_thread")]
async fn all_1_a_plain_form_on_any_website_lands_on_the_ticket() {
    let site = Site::start().await;
    // The form of the example page, sent as a browser on another site would.
    let example = std::fs::read_to_string(root().join("docs/examples/contact.html")).unwrap();
    assert!(!example.contains("<script"));
    let (_, form) = example.split_once("<form").unwrap();
    let (head, _) = form.split_once('>').unwrap();
    assert!(
        head.contains("method=\"post\"") && head.contains("/api/desks/spotme/tickets"),
        "{head}"
    );
    let names: Vec<&str> = form
        .split(" name=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    for name in &names {
        let known = [
            "topic",
            "language",
            "requester.email",
            "requester.name",
            "subject",
            "description",
        ];
        assert!(known.contains(name), "{name}");
    }
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        (
            "accept",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        ),
        ("origin", "https://www.example.com"),
        ("referer", "https://www.example.com/contact"),
    ];
    let body = "topic=technical-problem&language=en&requester.email=visitor%40example.com&requester.name=&subject=Hello+there&description=Caf%C3%A9+%E2%80%93+%22quoted%22+%3Cb%3E";
    let landed = site
        .send(Method::POST, "/api/desks/spotme/tickets", &headers, body)
        .await;
    assert_eq!(landed.status, 303, "{}", landed.text);
    let page = site.page(landed.header("location")).await;
    assert_eq!(page.status, 200);
    assert!(page.words().contains("SPOT-1") && page.words().contains("Hello there"));
    assert!(
        page.text.contains("Café – &#34;quoted&#34; &#60;b&#62;"),
        "what was typed is shown, and never as markup"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn all_2_everything_speaks_the_requesters_language() {
    let site = Site::start().await;
    let russian = json!({ "language": "ru", "requester": { "email": "ru@example.com" } });
    let ticket = site.ticket("smartplayer", "report-a-bug", russian).await;
    assert_eq!(ticket.body["language"], "ru");
    assert!(
        ticket.body["status"]["label"]
            .as_str()
            .unwrap()
            .contains("работе"),
        "{}",
        ticket.body["status"]
    );
    let english = json!({ "requester": { "email": "en@example.com" } });
    let other = site.ticket("smartplayer", "report-a-bug", english).await;
    let agent = site.agent("smartplayer").await;
    agent.move_to(&ticket, "feedback-waiting", None).await;
    agent.move_to(&other, "feedback-waiting", None).await;
    let mails = site.mails_to("ru@example.com").await;
    assert!(
        mails[0]["text"].as_str().unwrap().contains("Здравствуйте"),
        "{}",
        mails[0]["text"]
    );
    assert_eq!(mails[0]["headers"]["Content-Language"], "ru");
    assert_eq!(mails.len(), 2);
    let mails = site.mails_to("en@example.com").await;
    assert!(
        mails[1]["text"]
            .as_str()
            .unwrap()
            .contains("Feedback waiting")
    );
    // The requester's page is in the language of the request, whatever the browser says; a click changes it.
    let headers = [("accept", "text/html"), ("accept-language", "en")];
    let page = site.send(Method::GET, &ticket.page(), &headers, "").await;
    assert!(page.text.contains("<html lang=\"ru\">"));
    let chosen = site.page(&format!("{}&language=en", ticket.page())).await;
    assert!(chosen.text.contains("<html lang=\"en\">"));
    // Forms follow the browser, and what a desk does not speak becomes its first language.
    for (desk, wanted, given) in [
        ("smartplayer", "ru-RU,ru;q=0.9,en;q=0.5", "ru"),
        ("smartplayer", "de", "en"),
        ("learnupon", "pt-BR", "pt"),
        ("learnupon", "ru,en;q=0.4", "en"),
        ("twin24", "en", "ru"),
    ] {
        let headers = [("accept", "text/html"), ("accept-language", wanted)];
        let page = site
            .send(Method::GET, &format!("/{desk}"), &headers, "")
            .await;
        assert!(
            page.text.contains(&format!("<html lang=\"{given}\">")),
            "{desk} {wanted}"
        );
    }
    // So do the messages beside a form's fields.
    let refused = site
        .submit(
            "/api/desks/twin24/tickets",
            &[
                ("topic", "chat-problem"),
                ("requester.email", "x"),
                ("subject", "Тема"),
            ],
        )
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("<html lang=\"ru\">") && refused.text.contains("value=\"Тема\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_4_the_sweeper_closes_silent_tickets_on_time_and_asks_only_the_index() {
    let site = Site::start_with_probe().await;
    for _ in 0..15 {
        site.ticket("smartplayer", "quote", json!({})).await;
    }
    let silent = site.ticket("smartplayer", "quote", json!({})).await;
    site.agent("smartplayer")
        .await
        .move_to(&silent, "feedback-waiting", None)
        .await;
    site.advance("P13D").await;
    site.settle().await;
    let before = site.get("/_local/requests").await.json;
    site.advance("P1D").await;
    site.settle().await;
    let after = site.get("/_local/requests").await.json;
    assert_eq!(site.status(&silent).await, "done");
    let made = |operation: &str| {
        after[operation].as_u64().unwrap_or(0) - before[operation].as_u64().unwrap_or(0)
    };
    assert_eq!(made("Scan"), 0);
    // The closing, and its count.
    assert_eq!(made("TransactWriteItems"), 2);
    // The mail shows what was said before. The clock may have had a sweep of its own in the same moment.
    let of_the_mail = 1;
    assert!(
        [4, 8].contains(&(made("Query") - of_the_mail)),
        "one query for each shard of the index in each sweep: {}",
        made("Query")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_desk_takes_a_ticket_by_json_and_by_form_and_carries_it_to_its_end() {
    let site = Site::start().await;
    for (desk, topic) in TOPICS {
        let ticket = site.ticket(desk, topic, json!({})).await;
        let body = crate::support::ticket_body(desk, topic, json!({}));
        let mut fields = vec![
            ("requester.email".to_owned(), "form@example.com".to_owned()),
            ("requester.name".to_owned(), "Form".to_owned()),
        ];
        for name in ["topic", "subject", "description", "priority", "impact"] {
            if let Some(value) = body[name].as_str() {
                fields.push((name.to_owned(), value.to_owned()));
            }
        }
        for (name, value) in body["fields"].as_object().into_iter().flatten() {
            fields.push((format!("fields.{name}"), value.as_str().unwrap().to_owned()));
        }
        let pairs: Vec<(&str, &str)> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let landed = site
            .submit(&format!("/api/desks/{desk}/tickets"), &pairs)
            .await;
        assert_eq!(landed.status, 303, "{desk}: {}", landed.text);

        let agent = site.agent(desk).await;
        agent.comment(&ticket, "We are looking into it.").await;
        let moves = site.read(&ticket).await["moves"].clone();
        let close = moves.as_array().unwrap().first().unwrap()["to"]
            .as_str()
            .unwrap()
            .to_owned();
        let closed = site
            .post(&ticket.api("/status"), &json!({ "status": close }))
            .await;
        assert_eq!(
            closed.json["status"]["phase"], "done",
            "{desk}: {}",
            closed.text
        );
        assert_eq!(site.mails_to("form@example.com").await.len(), 1, "{desk}");
        site.advance("P1D").await;
        // The next desk's mails are counted from nothing.
        for path in std::fs::read_dir(site.folder().join("mail")).unwrap() {
            std::fs::remove_file(path.unwrap().path()).unwrap();
        }
    }
    let front = site.page("/").await;
    for (desk, _) in TOPICS {
        assert!(front.text.contains(&format!("href=\"/{desk}\"")), "{desk}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mails_of_each_desk_show_its_logo_as_a_picture() {
    let site = Site::start().await;
    for (desk, topic) in TOPICS {
        let address = format!("{desk}@example.com");
        let requester = json!({ "requester": { "email": address } });
        let ticket = site.ticket(desk, topic, requester).await;
        let mails = site.mails_to(&address).await;
        let html = mails[0]["html"].as_str().unwrap();
        let path = format!("/{desk}/logo.png");
        assert!(
            html.contains(&format!("{path}\" height=\"32\"")),
            "{}: {html}",
            ticket.id
        );
        let logo = site.get(&path).await;
        assert_eq!(logo.header("content-type"), "image/png");
        assert!(logo.bytes.starts_with(b"\x89PNG\r\n"), "{desk}");
        // Width and height stand in its first chunk.
        assert_eq!(logo.bytes[16..24], [0, 0, 0, 64, 0, 0, 0, 64], "{desk}");
    }
}
