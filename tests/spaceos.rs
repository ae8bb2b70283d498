//! spaceOS: priorities, impact, opening hours.

use crate::support::Site;
use crate::support::files::{File, PART};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn so_1_staffed_9_to_17_in_berlin_on_working_days() {
    let site = Site::start().await;
    let mut seen_open = 0;
    for _ in 0..(7 * 8) {
        let now = site.get("/_local/clock").await.json["now"]
            .as_str()
            .unwrap()
            .to_owned();
        let local = now
            .parse::<jiff::Timestamp>()
            .unwrap()
            .in_tz("Europe/Berlin")
            .unwrap();
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
        .holidays
        .contains(&date)
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
