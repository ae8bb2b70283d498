//! Pictures of the pages, for the docs and for whoever looks at a change of them. `cargo xtask screenshots` writes them.

use super::accessible::sign_in;
use super::driver::Browser;
use crate::support::{Site, root};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

const FOLDER: &str = "docs/pages";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn of_every_page() {
    let site = Site::start_without_limits().await;
    let browser = Browser::start().await;
    let bug = json!({
        "subject": "The map stays white", "description": "I opened the map of our building.\nIt stayed white.",
        "requester": { "email": "ada@example.com", "name": "Ada" }, "priority": "high",
    });
    let new = site.ticket("spaceos", "bug", bug.clone()).await;
    let ticket = site
        .confirmed(&site.ticket("spaceos", "bug", bug).await)
        .await;
    for (subject, priority) in [
        ("How do I add a floor?", "low"),
        ("Nobody can book a desk", "critical"),
    ] {
        let more = json!({ "subject": subject, "priority": priority, "requester": { "email": "bo@example.com", "name": "Bo" } });
        site.ticket("spaceos", "bug", more).await;
    }
    let agent = site.agent("spaceos").await;
    agent
        .comment(
            &ticket,
            "Thank you for the report. Does it happen in another browser, too?",
        )
        .await;
    let note =
        json!({ "body": "The same as last week: the cache of the tiles.", "internal": true });
    agent
        .post(&ticket.api_without_key("/comments"), &note)
        .await;
    let mails = site.mails_to("ada@example.com").await;
    let mail = mails.last().unwrap()["html"]
        .as_str()
        .map(|html| format!("data:text/html;base64,{}", STANDARD.encode(html)));
    let mut pages = vec![
        ("portal", "/spaceos".to_owned()),
        ("form", "/spaceos/new?topic=bug".to_owned()),
        ("sent", new.page()),
        ("ticket", ticket.page()),
        ("problem", "/spaceos/nothing".to_owned()),
    ];
    let mut taken = 0;
    for signed_in in [false, true] {
        if signed_in {
            sign_in(&browser, &site, "spaceos").await;
            pages = vec![
                ("list", "/spaceos/console".to_owned()),
                ("console", format!("/spaceos/console/tickets/{}", ticket.id)),
            ];
        }
        for (name, path) in &pages {
            browser.open(&format!("{}{path}", site.url)).await;
            taken += pictures(&browser, name).await;
        }
    }
    if let Some(mail) = mail {
        browser.open(&mail).await;
        taken += pictures(&browser, "mail").await;
    }
    assert!(taken >= 7 * 3);
}

/// Takes the pictures of the page that is shown, and returns their number.
async fn pictures(browser: &Browser, name: &str) -> usize {
    let looks = [
        ("wide", 1280, "light"),
        ("narrow", 390, "light"),
        ("dark", 1280, "dark"),
    ];
    for (look, width, scheme) in looks {
        browser.scheme(scheme).await;
        browser.width(width).await;
        let picture = browser.picture().await;
        assert!(picture.len() > 1_000, "{name}, {look}");
        if std::env::var_os("DOCKET_SCREENSHOTS").is_some() {
            std::fs::create_dir_all(root().join(FOLDER)).unwrap();
            std::fs::write(
                root().join(FOLDER).join(format!("{name}-{look}.webp")),
                picture,
            )
            .unwrap();
        }
    }
    looks.len()
}
