//! People with accounts in a real browser: they confirm, share an account, and manage others; and everybody can use those pages.

use super::accessible::{axe, look, sign_in_as};
use super::driver::Browser;
use crate::support::{Site, token_in};
use docket_domain::account::AccountRole::{Administrator, Member};
use serde_json::{Value, json};

const ADA: &str = "ada@example.com";
const GROUP: &str = "group@example.com";
const PATH: &str = "return location.pathname + location.search";
const TEXT: &str = "return document.querySelector('main').innerText";

async fn text(browser: &Browser) -> String {
    let text: Value = browser.run(TEXT, json!([])).await;
    text.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn lu_4_an_administrator_confirms_once_and_comes_back_to_the_form() {
    let site = Site::start_as_shipped().await;
    site.account("learnupon", ADA, "", Administrator).await;
    let browser = Browser::start().await;
    let form = "/learnupon/new?topic=technical-problem&language=en";
    browser.open(&format!("{}{form}", site.url)).await;
    assert!(text(&browser).await.contains("Sign in to send a request"));
    let button = "return document.querySelector('main form button').innerText";
    assert_eq!(
        browser.run(button, json!([])).await,
        "Send me a confirmation link"
    );
    // Whom to turn to stands there.
    assert!(
        text(&browser)
            .await
            .contains("contact your Customer Success Manager")
    );
    browser.fill("email", ADA).await;
    browser.press("main form button").await;
    browser
        .wait_for(
            "return document.querySelector('main').innerText.includes('Look in your mailbox')",
        )
        .await;
    let mails = site.mails_to(ADA).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["subject"], "Confirm your account at LearnUpon");
    let link = format!(
        "{}/learnupon/sign-in?token={}&language=en",
        site.url,
        token_in(&mails[0])
    );
    // A program that opens the link uses nothing up.
    site.page(link.strip_prefix(&site.url).unwrap()).await;
    browser.open(&link).await;
    assert!(
        text(&browser)
            .await
            .contains(&format!("You sign in as {ADA}"))
    );
    browser.press("main form button").await;
    browser
        .wait_for("return location.pathname === '/learnupon/new'")
        .await;
    assert_eq!(browser.run(PATH, json!([])).await, form);
    assert!(
        text(&browser)
            .await
            .contains(&format!("You send this request as {ADA}"))
    );
    for (name, words) in [
        ("subject", "The course does not open"),
        ("description", "Since this morning"),
    ] {
        browser.fill(name, words).await;
    }
    browser.press("#request > .acts button").await;
    browser
        .wait_for("return /^\\/learnupon\\/tickets\\/LRN-\\d+$/.test(location.pathname)")
        .await;
    // The link works no more.
    browser.open(&link).await;
    browser.press("main form button").await;
    browser
        .wait_for(
            "return document.querySelector('main').innerText.includes('does not work any more')",
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn tw_4_two_addresses_of_a_company_use_its_one_account() {
    let site = Site::start_as_shipped().await;
    site.company("twin24", "romashka", &[]).await;
    for email in [ADA, GROUP] {
        site.account("twin24", email, "romashka", Member).await;
    }
    let first = Browser::start().await;
    sign_in_as(&first, &site, "twin24", ADA).await;
    first
        .open(&format!("{}/twin24/new?topic=report-not-built", site.url))
        .await;
    for (name, words) in [
        ("subject", "Отчёт пуст"),
        ("description", "С утра"),
        ("fields.account_number", "77001"),
    ] {
        first.fill(name, words).await;
    }
    // The browser itself asks for the name of who writes.
    first.press("#request > .acts button").await;
    let missing = "return document.getElementsByName('requester.name')[0].validity.valueMissing";
    assert_eq!(first.run(missing, json!([])).await, true);
    first.fill("requester.name", "Анна").await;
    first.press("#request > .acts button").await;
    first
        .wait_for("return /^\\/twin24\\/tickets\\/TWIN-\\d+$/.test(location.pathname)")
        .await;
    let second = Browser::start().await;
    sign_in_as(&second, &site, "twin24", GROUP).await;
    second.open(&format!("{}/twin24/tickets", site.url)).await;
    second.press(".list tbody a").await;
    second
        .wait_for("return document.querySelector('#body') !== null")
        .await;
    second.fill("body", "И у меня").await;
    second.press("#reply > .acts button").await;
    second
        .wait_for("return document.querySelector('#sent') !== null")
        .await;
    first.open(&format!("{}/twin24/tickets", site.url)).await;
    first.press(".list tbody a").await;
    first
        .wait_for("return document.querySelector('#body') !== null")
        .await;
    let seen = text(&first).await;
    assert!(
        seen.contains("И у меня") && seen.contains("Отчёт пуст"),
        "{seen}"
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn pages_of_people_are_accessible_and_as_narrow_as_a_phone() {
    let site = Site::start_as_shipped().await;
    let long = "a-very-long-name-of-a-mailbox-that-somebody-really-has@a-subdomain-of.example.com";
    site.company("learnupon", "acme", &["portal.acme.example.com"])
        .await;
    for email in [ADA, long] {
        site.account("learnupon", email, "acme", Administrator)
            .await;
    }
    let (axe, browser) = (axe(), Browser::start().await);
    let mut faults = Vec::new();
    browser
        .open(&format!("{}/learnupon?language=en", site.url))
        .await;
    look(&browser, &axe, "a desk that asks to sign in", &mut faults).await;
    sign_in_as(&browser, &site, "learnupon", ADA).await;
    for path in ["profile", "tickets", "support-access", "tickets?q=nothing"] {
        browser
            .open(&format!("{}/learnupon/{path}", site.url))
            .await;
        look(&browser, &axe, path, &mut faults).await;
    }
    let admin = Browser::start().await;
    sign_in_as(&admin, &site, "learnupon", "admin@learnupon.example.com").await;
    let account = format!("account?email={}", long.replace('@', "%40"));
    for path in [
        "accounts",
        "account",
        &account,
        "companies",
        "company",
        "company?id=acme",
        "import",
    ] {
        admin
            .open(&format!("{}/learnupon/console/{path}", site.url))
            .await;
        look(&admin, &axe, path, &mut faults).await;
    }
    // What is wrong with a table is told at the top.
    admin.fill("table", "email\nnobody\n").await;
    admin.press("main form button").await;
    admin
        .wait_for("return document.querySelector('.summary[role=alert]') !== null")
        .await;
    look(&admin, &axe, "an import with mistakes", &mut faults).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
