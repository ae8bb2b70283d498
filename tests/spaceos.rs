//! spaceOS: priorities, impact, opening hours.

use crate::support::Site;
use crate::support::files::{File, PART};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn so_1_staffed_9_to_17_in_berlin_on_working_days() {
    let site = Site::start().await;
    let mut seen_open = 0;
    for _ in 0..(7 * 8) {
        let local = site.now().await.in_tz("Europe/Berlin").unwrap();
        let workday = !matches!(
            local.weekday(),
            jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday
        );
        let open = site.get("/api/desks/spaceos").await.json["open_now"]
            .as_bool()
            .unwrap();
        if !open {
            let holiday = workday && (9..17).contains(&local.hour());
            assert!(!holiday || is_holiday(local.date()), "closed at {local}");
        } else {
            assert!(
                workday && (9..17).contains(&local.hour()),
                "open at {local}"
            );
            seen_open += 1;
        }
        site.advance("PT3H").await;
    }
    assert!(seen_open > 4, "{seen_open}");
}

fn is_holiday(date: jiff::civil::Date) -> bool {
    let file = std::fs::read_to_string(crate::support::root().join("desks/spaceos.toml")).unwrap();
    docket_domain::desk::Desk::parse(&file)
        .unwrap()
        .hours
        .is_holiday(date)
}

#[tokio::test(flavor = "multi_thread")]
async fn so_2_the_five_request_types_are_offered() {
    let site = Site::start().await;
    let page = site.page("/spaceos").await;
    for topic in [
        "feature-request",
        "bug",
        "question",
        "incident",
        "translation",
    ] {
        assert!(
            page.text.contains(&format!("/spaceos/new?topic={topic}")),
            "{topic}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn so_4_priorities_have_definitions_and_order_the_queue() {
    let site = Site::start().await;
    let form = site.page("/spaceos/new?topic=bug").await;
    let desk = site.get("/api/desks/spaceos").await.json;
    let priorities = desk["priorities"].as_array().unwrap();
    let ids: Vec<&str> = priorities
        .iter()
        .map(|p| p["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["system-down", "critical", "high", "medium", "low"]);
    for priority in priorities {
        let help = priority["help"]
            .as_str()
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(form.words().contains(&help), "{help}");
    }
    for priority in [
        "low",
        "critical",
        "medium",
        "system-down",
        "high",
        "critical",
    ] {
        site.ticket("spaceos", "bug", json!({ "priority": priority }))
            .await;
    }
    let queue = site.agent("spaceos").await.queue("open").await;
    assert_eq!(
        queue,
        ["SOS-4", "SOS-2", "SOS-6", "SOS-5", "SOS-3", "SOS-1"]
    );
    // Whoever chooses none gets the desk's default.
    let default = site.ticket("spaceos", "question", json!({})).await;
    assert_eq!(default.body["priority"], "medium");
}

#[tokio::test(flavor = "multi_thread")]
async fn so_5_impact_other_asks_who() {
    let site = Site::start().await;
    let desk = site.get("/api/desks/spaceos").await.json;
    let impacts: Vec<&Value> = desk["impacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| &i["id"])
        .collect();
    assert_eq!(
        impacts,
        [
            "single-user",
            "all-admin-users",
            "all-end-users",
            "everyone",
            "other"
        ]
    );
    let other = json!({ "impact": "other" });
    let body = crate::support::ticket_body("spaceos", "bug", other.clone());
    site.post("/api/desks/spaceos/tickets", &body)
        .await
        .is_problem(422, "fields.impacted_users");
    let told =
        json!({ "impact": "other", "fields": { "impacted_users": "Guests of one building" } });
    let ticket = site.ticket("spaceos", "bug", told).await;
    assert_eq!(
        ticket.body["fields"]["impacted_users"],
        "Guests of one building"
    );
    let nobody = crate::support::ticket_body(
        "spaceos",
        "bug",
        json!({ "fields": { "impacted_users": "x" } }),
    );
    site.post("/api/desks/spaceos/tickets", &nobody)
        .await
        .is_problem(422, "fields.impacted_users");
}

#[tokio::test(flavor = "multi_thread")]
async fn so_6_it_asks_where_it_happens() {
    let site = Site::start().await;
    let form = site.page("/spaceos/new?topic=bug").await;
    for place in ["browser", "mobile-app", "merchant-app"] {
        assert!(
            form.text.contains(&format!("<option value=\"{place}\">")),
            "{place}"
        );
    }
    let body =
        crate::support::ticket_body("spaceos", "bug", json!({ "fields": { "where": "fridge" } }));
    let refused = site.post("/api/desks/spaceos/tickets", &body).await;
    refused.is_problem(422, "fields.where");
    assert!(
        refused.text.contains("merchant-app"),
        "the choices are named"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn so_7_the_form_asks_for_symptoms_steps_and_how_to_reproduce() {
    let site = Site::start().await;
    let form = site.page("/spaceos/new?topic=bug").await;
    for input in [
        "fields.symptoms",
        "fields.steps_taken",
        "fields.how_to_reproduce",
    ] {
        assert!(form.inputs().contains(&input.to_owned()), "{input}");
    }
    assert!(form.words().to_lowercase().contains("screenshot"));
}

#[tokio::test(flavor = "multi_thread")]
async fn so_7_screenshots_and_videos_go_along() {
    let site = Site::start().await;
    site.takes_files("spaceos", "bug").await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let files = [
        File::png("map.png"),
        File::video("booking.mp4", 100_000),
        File::video("whole day.mp4", 2 * PART + 5),
    ];
    site.carries(&ticket, &files).await;
    let page = site.page(&ticket.page()).await;
    assert!(page.text.contains("<video controls") && page.text.contains("<img loading=\"lazy\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn so_10_a_remote_session_is_offered_mailed_kept_and_ends() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "question", json!({})).await;
    let opened = ticket.clone();
    let ticket = site.confirmed(&ticket).await;
    let agent = site.agent("spaceos").await;
    let copied = json!({ "email": "copied@example.com" });
    let watchers = ticket.api_without_key("/watchers");
    assert_eq!(agent.post(&watchers, &copied).await.status, 201);
    let path = ticket.api_without_key("/remote-session");
    let url = "https://meet.example.com/abc?pwd=1";
    // What is wrong is told by field, and nobody is offered anything.
    for (wrong, field) in [
        (json!({}), "url"),
        (json!({ "url": " " }), "url"),
        (json!({ "url": "http://meet.example.com/abc" }), "url"),
        (json!({ "url": "javascript:alert(1)" }), "url"),
        (
            json!({ "url": "https://meet.example.com@evil.example/" }),
            "url",
        ),
        (json!({ "url": url, "minutes": 4 }), "minutes"),
        (json!({ "url": url, "minutes": 481 }), "minutes"),
        (json!({ "url": url, "minutes": "soon" }), "minutes"),
    ] {
        agent.post(&path, &wrong).await.is_problem(422, field);
    }
    // A page keeps what was typed, the reply among it.
    let typed = [
        ("url", "meet"),
        ("minutes", "30"),
        ("body", "Let me see it"),
    ];
    let back = agent.submit(&path, &typed).await;
    assert_eq!(back.status, 422);
    for kept in [
        ">\nmeet</textarea>",
        "<option value=\"30\" selected>",
        "Let me see it",
    ] {
        assert!(back.text.contains(kept), "{kept}: {}", back.text);
    }
    // Only the desk's people offer one.
    let own = ticket.api("/remote-session");
    let own = site.post(&own, &json!({ "url": url })).await;
    assert_eq!(own.status, 403);

    let before = site.mails_to("requester@example.com").await.len();
    let copied = site.mails_to("copied@example.com").await.len();
    let offer = json!({ "url": url, "minutes": 30 });
    let offered = agent.post(&path, &offer).await;
    assert_eq!(offered.status, 201, "{}", offered.text);
    let mails = site.mails_to("requester@example.com").await;
    assert_eq!(mails.len(), before + 1);
    let mail = mails.last().unwrap();
    assert!(mail["text"].as_str().unwrap().contains(url), "{mail}");
    let button = format!(
        "href=\"{}\" style=\"color:#ffffff",
        url.replace('&', "&#38;")
    );
    assert!(mail["html"].as_str().unwrap().contains(&button), "{mail}");
    // It is for the requester alone: not for those copied, and not for whoever only opened the ticket.
    assert_eq!(site.mails_to("copied@example.com").await.len(), copied);
    let watcher = site.mailed(&ticket, "copied@example.com").await;
    for other in [&watcher, &opened] {
        let read = site.get(&other.api("")).await;
        assert_eq!(read.status, 200);
        assert!(!read.text.contains("meet.example.com"), "{}", read.text);
    }
    // It is kept on the ticket, with its end, for both sides.
    let last = |read: serde_json::Value| {
        let timeline = read["timeline"].as_array().unwrap().clone();
        let mut offers = timeline.into_iter();
        offers
            .rfind(|event| event["kind"] == "remote_session_offered")
            .unwrap()
    };
    let by_requester = last(site.read(&ticket).await);
    let by_agent = last(agent.get(&ticket.api_without_key("")).await.json);
    for event in [&by_requester, &by_agent] {
        assert_eq!(event["kind"], "remote_session_offered");
        assert_eq!(event["remote_session"]["url"], url);
        assert!(event["remote_session"]["ends_at"].is_string());
    }
    let join = format!("<a class=\"button\" href=\"{url}\"");
    let page = site.page(&ticket.page()).await;
    assert!(page.text.contains(&join), "{}", page.text);
    let page = format!("/spaceos/console/tickets/{}", ticket.id);
    assert!(agent.page(&page).await.text.contains(&join));
    site.advance("PT29M").await;
    assert!(site.page(&ticket.page()).await.text.contains(&join));
    site.advance("PT1M").await;
    // Past its end, the page leads there no more.
    let page = site.page(&ticket.page()).await;
    assert!(!page.text.contains(&join), "{}", page.text);
    let ended = last(site.read(&ticket).await);
    assert_eq!(ended["kind"], "remote_session_offered");
    assert!(!ended.to_string().contains("meet.example.com"), "{ended}");
    assert!(
        page.text.contains("The link to the session has ended."),
        "{}",
        page.text
    );
    // A desk that has none offers none.
    let other = site.ticket("spotme", "streaming", json!({})).await;
    let agent = site.agent("spotme").await;
    let path = other.api_without_key("/remote-session");
    assert_eq!(agent.post(&path, &json!({ "url": url })).await.status, 403);
    let page = agent
        .page(&format!("/spotme/console/tickets/{}", other.id))
        .await;
    assert!(!page.text.contains("id=\"remote-session\""));
}
