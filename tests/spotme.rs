//! SpotMe: event participants, around the clock.

use crate::support::Site;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn sm_1_the_desk_never_shows_as_closed() {
    let site = Site::start().await;
    // Through a week and a night, in steps that share no divisor with a day.
    for _ in 0..9 {
        let desk = site.get("/api/desks/spotme").await;
        assert_eq!(desk.json["open_now"], true);
        let page = site.page("/spotme").await;
        assert!(
            page.words().contains("Open day and night"),
            "{}",
            page.words()
        );
        assert!(!page.words().contains("Closed"));
        site.advance("PT19H").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_2_the_five_topics_are_offered() {
    let site = Site::start().await;
    let desk = site.get("/api/desks/spotme").await.json;
    let topics: Vec<&str> = desk["categories"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|category| category["topics"].as_array().unwrap())
        .map(|topic| topic["id"].as_str().unwrap())
        .collect();
    for topic in [
        "access",
        "streaming",
        "personal-information",
        "technical-problem",
        "large-scale",
    ] {
        assert!(topics.contains(&topic), "{topics:?}");
        let page = site.page("/spotme").await;
        assert!(page.text.contains(&format!("/spotme/new?topic={topic}")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_3_access_shows_resources_before_the_form_and_in_the_acknowledgement() {
    let site = Site::start().await;
    let form = site.page("/spotme/new?topic=access").await;
    let desk = site.get("/api/desks/spotme").await.json;
    let access = desk["categories"][0]["topics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["id"] == "access")
        .unwrap();
    let resources = access["resources"].as_array().unwrap();
    assert!(!resources.is_empty());
    let form_at = form
        .text
        .find("<form method=\"post\" action=\"/api/desks/spotme/tickets\"")
        .unwrap();
    site.ticket("spotme", "access", json!({})).await;
    let mails = site.mails_to("requester@example.com").await;
    for resource in resources {
        let url = resource["url"].as_str().unwrap();
        assert!(
            form.text.find(url).unwrap() < form_at,
            "{url} stands before the form"
        );
        assert!(mails[0]["text"].as_str().unwrap().contains(url));
        assert!(mails[0]["html"].as_str().unwrap().contains(url));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_4_mail_delivery_is_out_of_scope_and_linked() {
    let site = Site::start().await;
    let form = site.page("/spotme/new?topic=access").await;
    let desk = site.get("/api/desks/spotme").await.json;
    let access = &desk["categories"][0]["topics"][0];
    let out = &access["out_of_scope"];
    assert!(form.words().to_lowercase().contains("e-mail"));
    assert!(form.text.contains(out["resource"]["url"].as_str().unwrap()));
    assert!(
        form.words()
            .contains(out["text"].as_str().unwrap().trim().lines().next().unwrap())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_5_streaming_offers_the_test_page() {
    let site = Site::start().await;
    let form = site.page("/spotme/new?topic=streaming").await;
    assert!(
        form.words().to_lowercase().contains("test page"),
        "{}",
        form.words()
    );
    for symptom in [
        "buffering",
        "audio-quality",
        "video-quality",
        "black-screen",
    ] {
        assert!(form.text.contains(&format!("value=\"{symptom}\"")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_6_personal_information_leads_to_the_organizers_and_makes_no_ticket() {
    let site = Site::start().await;
    let of_event = site
        .page("/spotme/new?topic=personal-information&eid=summit-2026")
        .await;
    assert!(
        of_event
            .text
            .contains("mailto:organizers-summit@example.com")
    );
    assert!(!of_event.text.contains("organizers-kickoff"));
    assert!(!of_event.text.contains("<textarea"));
    let unknown = site
        .page("/spotme/new?topic=personal-information&eid=other")
        .await;
    assert!(
        unknown
            .text
            .contains("https://example.com/find-your-organizer")
    );
    let body = crate::support::ticket_body("spotme", "personal-information", json!({}));
    site.post("/api/desks/spotme/tickets", &body)
        .await
        .is_problem(422, "topic");
    assert!(site.agent("spotme").await.queue("open").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_9_the_menu_is_generic_and_the_stream_window_has_streaming_chosen() {
    let site = Site::start().await;
    let menu = site.page("/spotme/workspace-support?pid=p-7&eid=e-9").await;
    assert_eq!(menu.status, 200);
    assert!(
        menu.text.contains("/spotme/new?topic=access&#38;pid=p-7")
            || menu.text.contains("topic=access&amp;")
            || menu.text.contains("topic=access&")
    );
    assert!(
        !menu.inputs().contains(&"topic".to_owned()),
        "no topic is chosen yet"
    );
    let stream = site.page("/spotme/stream-support?pid=p-7&eid=e-9").await;
    assert_eq!(stream.input_value("topic"), "streaming");
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_10_links_bring_person_and_event_onto_the_ticket() {
    let site = Site::start().await;
    let form = site
        .page("/spotme/access-support?pid=p-7&eid=summit-2026")
        .await;
    assert_eq!(form.input_value("topic"), "access");
    assert_eq!(form.input_value("context.pid"), "p-7");
    assert_eq!(form.input_value("context.eid"), "summit-2026");
    // From the generic entry, the context goes along to the form.
    let menu = site.page("/spotme/workspace-support?pid=p-8&eid=e-9").await;
    let (_, link) = menu
        .text
        .split_once("href=\"/spotme/new?topic=technical-problem")
        .unwrap();
    let (query, _) = link.split_once('"').unwrap();
    let query = query.replace("&#38;", "&").replace("&amp;", "&");
    let form = site
        .page(&format!("/spotme/new?topic=technical-problem{query}"))
        .await;
    assert_eq!(form.input_value("context.pid"), "p-8");
    let key = form.input_value("idempotency_key");
    let landed = site
        .submit(
            "/api/desks/spotme/tickets",
            &[
                ("topic", "technical-problem"),
                ("requester.email", "participant@example.com"),
                ("subject", "No sound"),
                ("description", "Since noon"),
                ("context.pid", "p-8"),
                ("context.eid", "e-9"),
                ("language", "en"),
                ("idempotency_key", &key),
            ],
        )
        .await;
    assert_eq!(landed.status, 303, "{}", landed.text);
    let agent = site.agent("spotme").await;
    let ticket = agent.get("/api/desks/spotme/tickets/SPOT-1").await.json;
    assert_eq!(ticket["context"], json!({ "pid": "p-8", "eid": "e-9" }));
    let page = agent.page("/spotme/console/tickets/SPOT-1").await.words();
    assert!(page.contains("p-8") && page.contains("e-9"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_11_a_participant_needs_no_account() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "streaming", json!({})).await;
    let page = site.page(&ticket.page()).await;
    assert_eq!(page.status, 200);
    let comment = site
        .post(&ticket.api("/comments"), &json!({ "body": "Still there" }))
        .await;
    assert_eq!(comment.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn sm_7_a_bug_is_reported_to_engineering_who_are_mailed_it_and_whose_outcome_comes_back() {
    const ENGINEER: &str = "on-call-1@spotme.example.com";
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    let agent = site.agent("spotme").await;
    agent.comment(&ticket, "Which browser do you use?").await;
    let written = json!({ "body": "The newest Firefox" });
    site.post(&ticket.api("/comments"), &written).await;
    let note = json!({ "body": "It is an actual bug: the poll is sent twice", "internal": true });
    agent
        .post(&ticket.api_without_key("/comments"), &note)
        .await;
    let about = async |person: &str| {
        let mark = format!("[{}]", ticket.id);
        let mut mails = site.mails_to(person).await;
        mails.retain(|mail| mail["subject"].as_str().unwrap().starts_with(&mark));
        mails
    };
    // Engineering learns of no other ticket.
    assert_eq!(about(ENGINEER).await.len(), 0);
    agent.move_to(&ticket, "with-engineering", None).await;
    for engineer in [ENGINEER, "on-call-2@spotme.example.com"] {
        let mails = about(engineer).await;
        assert_eq!(mails.len(), 1, "{engineer}");
        let text = mails[0]["text"].as_str().unwrap();
        let link = format!("{}/spotme/console/tickets/{}", site.url, ticket.id);
        for words in [
            "With engineering",
            &link,
            "SpotMe Support 1 (note)",
            "the poll is sent twice",
            "> The newest Firefox",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
    // The report stands on the ticket; the participant sees the status, and no note.
    let read = agent.get(&ticket.api_without_key("")).await;
    assert!(
        read.text.contains("the poll is sent twice"),
        "{}",
        read.text
    );
    let own = site.read(&ticket).await;
    assert_eq!(own["status"]["id"], "with-engineering");
    assert!(!own.to_string().contains("sent twice"), "{own}");
    let participant = site.mails_to("requester@example.com").await;
    let told = participant.last().unwrap()["text"].as_str().unwrap();
    assert!(
        told.contains("With engineering") && !told.contains("sent twice"),
        "{told}"
    );
    // What came of it comes back to who reported it.
    let engineer = site.sign_in("spotme", ENGINEER).await;
    let before = about("agent-1@spotme.example.com").await.len();
    let words = Some("Mended in 4.2, released today");
    engineer.move_to(&ticket, "in-progress", words).await;
    let mails = about("agent-1@spotme.example.com").await;
    assert_eq!(mails.len(), before + 1);
    let text = mails[before]["text"].as_str().unwrap();
    assert!(text.contains("> Mended in 4.2"), "{text}");
    assert_eq!(about(ENGINEER).await.len(), 1, "their own doing");
}
