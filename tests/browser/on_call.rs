//! The pages of the people on call, as they are used.

use super::accessible::{axe, look, sign_in};
use super::driver::Browser;
use crate::support::Site;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn who_is_called_acknowledges_by_a_button_and_who_is_away_is_replaced() {
    let site = Site::start_without_limits().await;
    let (axe, browser) = (axe(), Browser::start().await);
    let mut faults = Vec::new();
    let ticket = site.ticket("spotme", "large-scale", json!({})).await;
    let mails = site.get("/_local/mail").await;
    let mails = mails.json.as_array().unwrap();
    let called = mails
        .iter()
        .find(|mail| mail["subject"].as_str().unwrap().starts_with("Page: "));
    let text = called.unwrap()["text"].as_str().unwrap();
    let link = text.lines().find(|line| line.contains("/pages/")).unwrap();
    browser.open(link).await;
    look(
        &browser,
        &axe,
        "a page that nobody has acknowledged",
        &mut faults,
    )
    .await;
    browser.press("main form button").await;
    let words =
        "return document.querySelector('[role=status]').textContent.includes('acknowledged it')";
    browser.wait_for(words).await;
    look(
        &browser,
        &axe,
        "a page that somebody has acknowledged",
        &mut faults,
    )
    .await;
    sign_in(&browser, &site, "spotme").await;
    browser
        .open(&format!(
            "{}/spotme/console/tickets/{}",
            site.url, ticket.id
        ))
        .await;
    look(
        &browser,
        &axe,
        "a ticket that has called somebody",
        &mut faults,
    )
    .await;
    let on_call = format!("{}/spotme/console/oncall", site.url);
    browser.open(&on_call).await;
    look(&browser, &axe, "who is on call", &mut faults).await;
    // Without an end, the form comes back with what is wrong, and with what was chosen.
    let choose = "document.getElementById('kind').value = 'remove'; document.getElementById('until').form.noValidate = true;
        document.getElementById('person').value = 'on-call-1@spotme.example.com'; return true";
    browser.run(choose, json!([])).await;
    browser.press("form.card button").await;
    browser
        .wait_for("return document.title.startsWith('Error:')")
        .await;
    look(
        &browser,
        &axe,
        "a change of who is on call, with mistakes",
        &mut faults,
    )
    .await;
    let kept =
        "return [document.getElementById('kind').value, document.getElementById('person').value]";
    let kept = browser.run(kept, json!([])).await;
    assert_eq!(kept, json!(["remove", "on-call-1@spotme.example.com"]));
    browser
        .run(
            "document.getElementById('until').value = '2126-01-01T09:00'; return true",
            json!([]),
        )
        .await;
    browser
        .run(
            "document.getElementById('from').value = '2125-12-31T09:00'; return true",
            json!([]),
        )
        .await;
    browser.press("form.card button").await;
    browser
        .wait_for("return document.body.textContent.includes('on Call 1 is not on call')")
        .await;
    look(&browser, &axe, "who is on call, with a change", &mut faults).await;
    browser.press("ul.people button").await;
    browser
        .wait_for("return !document.body.textContent.includes('on Call 1 is not on call')")
        .await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
