//! Everybody can use every kind of page: axe finds nothing, no page scrolls sideways, and the keyboard suffices.

use super::driver::Browser;
use crate::support::{Site, root};
use serde_json::{Value, json};

/// WCAG 2.2 AA, and what is good practice.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// The checker, as the part `pages` of `cargo xtask test` has put it there.
pub(super) fn axe() -> String {
    let file = root().join(".tools/axe/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(file).expect("`cargo xtask test --only pages` installs axe-core")
}

/// Everything that the checker finds on the page that is shown: rules, and what breaks them.
async fn findings(browser: &Browser, axe: &str, only: &str) -> Vec<String> {
    browser.run(&format!("{axe}; return true"), json!([])).await;
    let run = format!(
        "return axe.run(document, {{ runOnly: {only} }}).then(({{ violations }}) => violations.map(({{ id, nodes }}) => \
         `${{id}}: ${{nodes.map((node) => node.html + ' ' + node.any.map((check) => check.message).join()).join(' | ')}}`))"
    );
    let found = browser.run(&run, json!([])).await;
    let found = found.as_array().unwrap_or_else(|| panic!("{found}"));
    found
        .iter()
        .map(|each| each.as_str().unwrap().to_owned())
        .collect()
}

/// Looks at the page in both schemes and at the narrowest width that people have.
pub(super) async fn look(browser: &Browser, axe: &str, name: &str, faults: &mut Vec<String>) {
    browser.scheme("light").await;
    browser.width(1280).await;
    faults.extend(
        findings(browser, axe, RULES)
            .await
            .into_iter()
            .map(|found| format!("{name}: {found}")),
    );
    browser.scheme("dark").await;
    let dark = findings(browser, axe, "{ type: 'rule', values: ['color-contrast'] }").await;
    faults.extend(
        dark.into_iter()
            .map(|found| format!("{name}, dark: {found}")),
    );
    browser.scheme("light").await;
    for width in [390, 320] {
        browser.width(width).await;
        let size = "return [document.documentElement.scrollWidth, window.innerWidth]";
        let size = browser.run(size, json!([])).await;
        if size[0].as_u64() > size[1].as_u64() {
            faults.push(format!("{name}: it scrolls sideways at {width} px: {size}"));
        }
    }
    browser.width(1280).await;
}

/// Sends the form of a request past the browser's own checks, so that it comes back with its mistakes.
async fn send_with_mistakes(browser: &Browser) {
    let send = "const form = document.getElementById('request'); form.noValidate = true; form.requestSubmit(); return true";
    browser.run(send, json!([])).await;
    browser
        .wait_for("return document.title.startsWith('Error:')")
        .await;
}

/// Signs the browser in by the mailed link.
pub(super) async fn sign_in(browser: &Browser, site: &Site, desk: &str) {
    sign_in_as(browser, site, desk, &format!("agent-1@{desk}.example.com")).await;
    browser
        .wait_for("return location.pathname.endsWith('/console')")
        .await;
}

/// Signs the browser in with that address, which the desk knows.
pub(super) async fn sign_in_as(browser: &Browser, site: &Site, desk: &str, email: &str) {
    site.post(
        &format!("/api/desks/{desk}/sign-in"),
        &json!({ "email": email }),
    )
    .await;
    // What they are told of tickets may come after it: the link waits for nothing.
    let links = site.links_to(email).await;
    let token = links.last().expect("a mail with a link to sign in");
    browser
        .open(&format!("{}/{desk}/sign-in?token={token}", site.url))
        .await;
    browser.press("main form button").await;
    browser
        .wait_for("return !location.pathname.endsWith('/sign-in')")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn every_kind_of_page_is_accessible_and_as_narrow_as_a_phone() {
    let site = Site::start_without_limits().await;
    let axe = axe();
    let browser = Browser::start().await;
    let long = json!({ "subject": "A subject of one very long word: Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" });
    let ticket = site.ticket("spaceos", "bug", long).await;
    let confirmed = site
        .confirmed(&site.ticket("spaceos", "bug", json!({})).await)
        .await;
    site.agent("spaceos")
        .await
        .comment(&confirmed, "Is it better now?")
        .await;
    // The checker itself finds what it should.
    browser.open("data:text/html,<main><h1>Hello</h1><input><p style='color:gray;background:silver'>Words</p></main>").await;
    let found = findings(&browser, &axe, RULES).await.join(" ");
    for rule in ["html-has-lang", "label", "color-contrast"] {
        assert!(found.contains(rule), "{rule} is not among {found}");
    }
    let mut faults = Vec::new();
    let pages = [
        ("the front page", "/".to_owned()),
        ("a desk", "/spaceos".to_owned()),
        ("a desk in Portuguese", "/learnupon?language=pt".to_owned()),
        ("a desk in Russian", "/twin24".to_owned()),
        ("a form", "/spaceos/new?topic=bug".to_owned()),
        (
            "contacts",
            "/spotme/new?topic=personal-information".to_owned(),
        ),
        ("a ticket, for who opened it", ticket.page()),
        ("a ticket, for its requester", confirmed.page()),
        ("the page to sign in", "/spaceos/sign-in".to_owned()),
        ("a problem", "/spaceos/nothing".to_owned()),
        ("no desk", "/no-such-desk".to_owned()),
        ("the page about the API", "/docs/api".to_owned()),
        ("the page of all parts", "/_local/parts".to_owned()),
    ];
    for (name, path) in pages {
        browser.open(&format!("{}{path}", site.url)).await;
        look(&browser, &axe, name, &mut faults).await;
    }
    // A form that comes back with mistakes.
    browser
        .open(&format!("{}/spaceos/new?topic=bug", site.url))
        .await;
    browser.fill("requester.email", "nobody-at-all").await;
    send_with_mistakes(&browser).await;
    look(&browser, &axe, "a form with mistakes", &mut faults).await;
    sign_in(&browser, &site, "spaceos").await;
    look(&browser, &axe, "the list of tickets", &mut faults).await;
    for (name, ticket) in [
        ("a new ticket, for an agent", &ticket),
        ("a ticket, for an agent", &confirmed),
    ] {
        browser
            .open(&format!(
                "{}/spaceos/console/tickets/{}",
                site.url, ticket.id
            ))
            .await;
        look(&browser, &axe, name, &mut faults).await;
    }
    // A requester who is signed in.
    let browser = Browser::start().await;
    sign_in_as(&browser, &site, "spaceos", "requester@example.com").await;
    for (name, path) in [
        ("one's own requests", "/spaceos/tickets".to_owned()),
        (
            "a ticket of one's own",
            format!("/spaceos/tickets/{}", ticket.id),
        ),
        ("a page for others", "/spaceos/console".to_owned()),
    ] {
        browser.open(&format!("{}{path}", site.url)).await;
        look(&browser, &axe, name, &mut faults).await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test --long` runs it"]
async fn every_desk_is_accessible_in_each_language_and_scheme() {
    if std::env::var_os("DOCKET_LONG").is_none() {
        return;
    }
    let site = Site::start_without_limits().await;
    let (axe, browser) = (axe(), Browser::start().await);
    let mut faults = Vec::new();
    for (desk, topic, languages) in [
        ("spotme", "access", ["en"].as_slice()),
        ("smartplayer", "report-a-bug", &["en", "ru"]),
        ("twin24", "calls-not-working", &["ru"]),
        ("spaceos", "bug", &["en"]),
        ("learnupon", "technical-problem", &["pt", "en"]),
    ] {
        let ticket = site.ticket(desk, topic, json!({})).await;
        let confirmed = site
            .confirmed(&site.ticket(desk, topic, json!({})).await)
            .await;
        site.agent(desk)
            .await
            .comment(&confirmed, "Is it better now?")
            .await;
        sign_in(&browser, &site, desk).await;
        for language in languages {
            let console = format!("/{desk}/console?phase=open&language={language}");
            let shown = format!(
                "/{desk}/console/tickets/{}?phase=open&language={language}",
                ticket.id
            );
            let pages = [
                format!("/{desk}?language={language}"),
                format!("/{desk}/new?topic={topic}&language={language}"),
                format!("{}&language={language}", ticket.page()),
                format!("{}&language={language}", confirmed.page()),
                format!("/{desk}/sign-in?language={language}"),
                format!("/{desk}/nothing?language={language}"),
                console,
                shown,
            ];
            for path in pages {
                browser.open(&format!("{}{path}", site.url)).await;
                for scheme in ["light", "dark"] {
                    browser.scheme(scheme).await;
                    let found = findings(&browser, &axe, RULES).await;
                    faults.extend(
                        found
                            .into_iter()
                            .map(|found| format!("{path}, {scheme}: {found}")),
                    );
                }
                for width in [1280, 390, 320] {
                    browser.width(width).await;
                    let size = "return [document.documentElement.scrollWidth, window.innerWidth]";
                    let size = browser.run(size, json!([])).await;
                    if size[0].as_u64() > size[1].as_u64() {
                        faults.push(format!("{path}: it scrolls sideways at {width} px: {size}"));
                    }
                }
                browser.width(1280).await;
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn a_summary_of_mistakes_has_the_focus_and_leads_to_each_input() {
    let site = Site::start().await;
    let browser = Browser::start().await;
    browser
        .open(&format!("{}/spaceos/new?topic=bug", site.url))
        .await;
    browser.fill("subject", "The map stays white").await;
    send_with_mistakes(&browser).await;
    let focus = "return document.activeElement.className";
    assert_eq!(browser.run(focus, json!([])).await, "summary");
    let each = "return [...document.querySelectorAll('.summary a')].map((link) => {
        const input = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        const group = input.closest('fieldset.field') ?? input;
        const tied = (input.getAttribute('aria-describedby') ?? group.getAttribute('aria-describedby') ?? '').split(' ');
        return [link.textContent, tied.some((id) => document.getElementById(id)?.classList.contains('wrong'))];
    })";
    let each = browser.run(each, json!([])).await;
    let each: Vec<(String, bool)> = serde_json::from_value(each).unwrap();
    assert!(each.len() >= 4, "{each:?}");
    assert!(each.iter().all(|(_, is_tied)| *is_tied), "{each:?}");
    assert!(
        each.iter()
            .any(|(text, _)| text.starts_with("Your e-mail address:")),
        "{each:?}"
    );
    let typed = "return document.getElementById('subject').value";
    assert_eq!(browser.run(typed, json!([])).await, "The map stays white");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn another_language_keeps_what_was_typed_and_the_enter_key_sends() {
    let site = Site::start().await;
    let browser = Browser::start().await;
    browser
        .open(&format!(
            "{}/learnupon/new?topic=technical-problem&language=en",
            site.url
        ))
        .await;
    for (name, text) in [
        ("subject", "It is slow"),
        ("description", "Since yesterday"),
        ("requester.email", "ada@example.com"),
    ] {
        browser.fill(name, text).await;
    }
    browser.press("nav button[name=show_in][value=pt]").await;
    browser
        .wait_for("return document.documentElement.lang === 'pt'")
        .await;
    let typed = "return ['subject', 'description', 'requester.email'].map((id) => document.getElementById(id).value)";
    let kept = json!(["It is slow", "Since yesterday", "ada@example.com"]);
    assert_eq!(browser.run(typed, json!([])).await, kept);
    // The key presses a form's first button: that must not be one for a language.
    let first = "return [...document.querySelectorAll('button')].find((button) => button.form?.id === 'request').name";
    assert_eq!(browser.run(first, json!([])).await, "");
    let tickets: Value = site
        .agent("learnupon")
        .await
        .get("/api/desks/learnupon/tickets")
        .await
        .json;
    assert_eq!(tickets["tickets"], json!([]), "no ticket was opened");
}
