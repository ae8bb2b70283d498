//! Twin24: one account a company, in Russian.

use crate::support::Site;
use crate::support::files::File;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn tw_1_category_topic_and_a_form_with_fields_of_its_own() {
    let site = Site::start().await;
    let topics = site.page("/twin24").await;
    assert!(topics.text.contains("id=\"chats\"") && topics.text.contains("id=\"calls\""));
    let chat = site.page("/twin24/new?topic=chat-problem").await.inputs();
    let call = site
        .page("/twin24/new?topic=telephony-problem")
        .await
        .inputs();
    assert!(
        chat.contains(&"fields.chat_id".to_owned()) && !chat.contains(&"fields.call_id".to_owned())
    );
    assert!(
        call.contains(&"fields.call_id".to_owned()) && !call.contains(&"fields.chat_id".to_owned())
    );
    let body = crate::support::ticket_body(
        "twin24",
        "telephony-problem",
        json!({ "fields": { "chat_id": "7" } }),
    );
    site.post("/api/desks/twin24/tickets", &body)
        .await
        .is_problem(422, "fields.chat_id");
}

#[tokio::test(flavor = "multi_thread")]
async fn tw_2_the_chat_form_tells_where_to_find_each_value() {
    let site = Site::start().await;
    let form = site.page("/twin24/new?topic=chat-problem").await;
    let words = form.words();
    for label in [
        "Номер ЛК",
        "Идентификатор чата",
        "Идентификатор диалога",
        "Канал",
        "Краткий смысл",
        "Подробное описание",
    ] {
        assert!(words.contains(label), "{label} is missing in {words}");
    }
    for help in [
        "правом верхнем углу",
        "Чаты",
        "Просмотреть диалоги",
        "мессенджер",
    ] {
        assert!(words.contains(help), "{help} is missing in {words}");
    }
    let fields =
        json!({ "fields": { "chat_id": "c-5", "dialogue_id": "d-9", "channel": "Telegram" } });
    let ticket = site.ticket("twin24", "chat-problem", fields).await;
    let page = site.page(&ticket.page()).await.words();
    for value in ["77001", "c-5", "d-9", "Telegram"] {
        assert!(page.contains(value), "{value}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tw_3_the_categories_cover_the_examples() {
    let site = Site::start().await;
    let desk = site.get("/api/desks/twin24").await.json;
    let categories: Vec<&str> = desk["categories"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        categories,
        [
            "scenarios",
            "reports",
            "calls",
            "chats",
            "mailings",
            "suggestions"
        ]
    );
    let has_topics =
        |category: &serde_json::Value| !category["topics"].as_array().unwrap().is_empty();
    assert!(
        desk["categories"]
            .as_array()
            .unwrap()
            .iter()
            .all(has_topics)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tw_5_it_is_in_the_queue_at_once_in_order_of_arrival() {
    let site = Site::start().await;
    let agent = site.agent("twin24").await;
    let mut arrived = Vec::new();
    for topic in [
        "report-not-built",
        "chat-problem",
        "scenario-wrong",
        "improvement",
    ] {
        arrived.push(site.ticket("twin24", topic, json!({})).await.id);
        assert_eq!(agent.queue("open").await, arrived);
    }
    // A page at a time, the order goes on.
    let mut paged = Vec::new();
    let mut path = "/api/desks/twin24/tickets?phase=open&limit=3".to_owned();
    loop {
        let page = agent.get(&path).await.json;
        let ids = page["tickets"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| t["id"].as_str().unwrap().to_owned());
        paged.extend(ids);
        match page["next"].as_str() {
            Some(next) => {
                path = format!("/api/desks/twin24/tickets?phase=open&limit=3&cursor={next}")
            }
            None => break,
        }
    }
    assert_eq!(paged, arrived);
}

#[tokio::test(flavor = "multi_thread")]
async fn tw_6_comments_are_notified_by_mail() {
    let site = Site::start().await;
    let ticket = site.ticket("twin24", "chat-problem", json!({})).await;
    let ticket = site.mailed(&ticket, "requester@example.com").await;
    let agent = site.agent("twin24").await;
    agent
        .comment(&ticket, "Пришлите, пожалуйста, запись.")
        .await;
    let mails = site.mails_to("requester@example.com").await;
    assert_eq!(mails.len(), 2, "the acknowledgement and the comment");
    let text = mails[1]["text"].as_str().unwrap();
    assert!(text.contains("Пришлите, пожалуйста, запись."), "{text}");
    assert!(text.contains(&format!("{}{}", site.url, ticket.page())));
}

#[tokio::test(flavor = "multi_thread")]
async fn tw_7_silence_of_more_than_2_days_closes_and_writing_makes_it_current() {
    let site = Site::start().await;
    let ticket = site.ticket("twin24", "chat-problem", json!({})).await;
    let unanswered = site.ticket("twin24", "chat-problem", json!({})).await;
    let agent = site.agent("twin24").await;
    agent.comment(&ticket, "Какая версия?").await;
    assert_eq!(site.status(&ticket).await, "waiting-for-reply");
    site.advance("P1DT23H").await;
    assert_eq!(site.status(&ticket).await, "waiting-for-reply");
    site.advance("PT1H").await;
    assert_eq!(site.status(&ticket).await, "closed");
    assert_eq!(
        site.status(&unanswered).await,
        "new",
        "the desk's own silence closes nothing"
    );

    let again = site
        .post(
            &ticket.api("/comments"),
            &json!({ "body": "Версия 3, проблема осталась." }),
        )
        .await;
    assert_eq!(
        (again.status, &again.json["status"]["id"]),
        (201, &json!("in-progress"))
    );
    let agent = site.agent("twin24").await;
    assert!(agent.queue("open").await.contains(&ticket.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn tw_2_an_attachment_goes_along() {
    let site = Site::start().await;
    site.takes_files("twin24", "chat-problem").await;
    let ticket = site.ticket("twin24", "chat-problem", json!({})).await;
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let files = [
        File::png("Снимок экрана.png"),
        File::new(
            "Отчёт.xlsx",
            sheet,
            b"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml",
        ),
        File::new(
            "звонок.wav",
            "audio/x-wav",
            b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0",
        ),
    ];
    site.carries(&ticket, &files).await;
}
