//! The pages of incidents, as they are used.

use super::accessible::{axe, look, sign_in};
use super::driver::Browser;
use crate::support::Site;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn an_incident_is_declared_corrected_and_closed_and_everybody_can_use_its_pages() {
    let site = Site::start_without_limits().await;
    let (axe, browser) = (axe(), Browser::start().await);
    let mut faults = Vec::new();
    let ticket = site.ticket("spotme", "streaming", json!({})).await;
    sign_in(&browser, &site, "spotme").await;
    let list = format!("{}/spotme/console/incidents", site.url);
    browser.open(&list).await;
    look(&browser, &axe, "the form of an incident", &mut faults).await;
    // It comes back with what is wrong, and each mistake leads to its field.
    let beyond = "document.getElementById('title').form.noValidate = true; return true";
    browser.run(beyond, json!([])).await;
    browser.fill("tickets", "no number").await;
    browser.press("main form.card button").await;
    browser
        .wait_for("return document.querySelector('.summary') !== null")
        .await;
    look(&browser, &axe, "an incident with mistakes", &mut faults).await;
    let leads = "return [...document.querySelectorAll('.summary a')].every((link) => document.querySelector(link.getAttribute('href')) !== null)";
    assert_eq!(browser.run(leads, json!([])).await, true);
    browser.fill("title", "The picture freezes").await;
    browser.fill("tickets", &ticket.id).await;
    browser.fill("body", "We look into it.").await;
    browser.press("main form.card button").await;
    browser
        .wait_for("return document.getElementById('correct') !== null")
        .await;
    look(&browser, &axe, "an incident, for an agent", &mut faults).await;
    let open = "document.getElementById('correct').open = true; return true";
    browser.run(open, json!([])).await;
    look(&browser, &axe, "a correction", &mut faults).await;
    browser.fill("title", "Picture and sound freeze").await;
    browser.press("#correct button").await;
    browser
        .wait_for("return document.querySelector('h1').textContent === 'Picture and sound freeze'")
        .await;
    browser
        .open(&format!(
            "{}/spotme/console/tickets/{}",
            site.url, ticket.id
        ))
        .await;
    look(&browser, &axe, "a ticket of an incident", &mut faults).await;
    for (name, path) in [
        ("the status page", "/spotme/status"),
        (
            "a form with a known incident",
            "/spotme/new?topic=streaming",
        ),
    ] {
        browser.open(&format!("{}{path}", site.url)).await;
        look(&browser, &axe, name, &mut faults).await;
    }
    browser.open(&format!("{}/spotme/status", site.url)).await;
    browser.press("main a[href*='/status/']").await;
    browser
        .wait_for("return location.pathname.includes('/status/')")
        .await;
    look(&browser, &axe, "an incident, for everybody", &mut faults).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
