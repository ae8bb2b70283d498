//! The ways through the pages: by as few acts as can be, by the keyboard alone, and without a script.

use super::accessible::sign_in;
use super::driver::{Browser, ENTER};
use crate::support::Site;
use serde_json::{Value, json};

const PATH: &str = "return location.pathname + location.search";

async fn tickets(site: &Site, count: usize) {
    for _ in 0..count {
        site.ticket("spaceos", "bug", json!({})).await;
    }
}

/// Waits until the page of that ticket is whole.
async fn at(browser: &Browser, id: &str) {
    browser
        .wait_for(&format!(
            "return location.pathname.endsWith('/console/tickets/{id}') && document.readyState === 'complete'"
        ))
        .await;
}

/// Types a request by the keyboard, with an address that is none, and sends it.
async fn send_with_a_mistake(browser: &Browser) {
    for (id, text) in [
        ("subject", "The page stays white"),
        ("description", "Since this morning"),
        ("requester\\.email", "nobody-at-all"),
    ] {
        browser.tab_to(&format!("#{id}")).await;
        browser.type_keys(text).await;
    }
    browser.type_keys(&ENTER.to_string()).await;
    browser
        .wait_for("return document.title.startsWith('Error:')")
        .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn answering_solving_and_going_on_is_one_act_and_few_requests() {
    let site = Site::start_without_limits().await;
    tickets(&site, 2).await;
    let browser = Browser::start().await;
    sign_in(&browser, &site, "spaceos").await;
    browser.press(".list tbody a").await;
    at(&browser, "SOS-1").await;
    // The answer is typed; then one button.
    browser.fill("body", "It works again. Please try it.").await;
    browser.press("[name=status][value=resolved]").await;
    at(&browser, "SOS-2").await;
    // The form, the way to the next ticket, and its page. Style and scripts are there already.
    let loaded = "const [page] = performance.getEntriesByType('navigation');
        const sent = performance.getEntriesByType('resource').filter((each) => each.transferSize > 0);
        return [page.redirectCount, sent.map((each) => each.name)]";
    let loaded = browser.run(loaded, json!([])).await;
    assert_eq!(
        loaded,
        json!([2, []]),
        "redirects, and what was loaded with the page"
    );
    // What was sent is no draft any more, on the page of that ticket.
    browser.press(".sent a").await;
    at(&browser, "SOS-1").await;
    let typed = "return document.getElementById('body').value";
    assert_eq!(browser.run(typed, json!([])).await, "");
    let agent = site.agent("spaceos").await;
    let done = agent.get("/api/desks/spaceos/tickets/SOS-1").await.json;
    assert_eq!(
        (&done["status"]["id"], &done["version"]),
        // Whoever answers has the ticket from then on.
        (&json!("resolved"), &json!(3))
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn the_keyboard_takes_an_agent_through_the_list() {
    let site = Site::start_without_limits().await;
    tickets(&site, 3).await;
    let browser = Browser::start().await;
    sign_in(&browser, &site, "spaceos").await;
    // Down twice, up once, and open.
    browser.type_keys("jjko").await;
    at(&browser, "SOS-1").await;
    // On to the next one, and back.
    browser.type_keys("j").await;
    at(&browser, "SOS-2").await;
    browser.type_keys("k").await;
    at(&browser, "SOS-1").await;
    // A note, whose letters are no keys; then the answer, solved, and the next one.
    browser.type_keys("njokers").await;
    let typed = "return [document.getElementById('body').value, document.querySelector('[name=internal]:checked').value]";
    assert_eq!(
        browser.run(typed, json!([])).await,
        json!(["jokers", "true"])
    );
    // A file that is added now is as internal as the note.
    let is_internal = "return document.getElementById('files-internal').checked";
    assert_eq!(browser.run(is_internal, json!([])).await, true);
    browser.tab_to("[data-key=send]").await;
    browser.type_keys("r").await;
    assert_eq!(browser.run(is_internal, json!([])).await, false);
    assert_eq!(
        browser.run(typed, json!([])).await,
        json!(["jokers", "false"])
    );
    browser.tab_to("[name=status][value=resolved]").await;
    browser.type_keys(&ENTER.to_string()).await;
    at(&browser, "SOS-2").await;
    browser.type_keys("s").await;
    let focus = "return document.activeElement.name";
    assert_eq!(browser.run(focus, json!([])).await, "status");
    // The list of the keys, where they are turned off.
    browser.type_keys("?").await;
    browser
        .wait_for("return document.getElementById('keys').open")
        .await;
    browser.tab_to("#keys-on").await;
    browser.type_keys(" ").await;
    browser.tab_to("#keys form button").await;
    browser.type_keys(&ENTER.to_string()).await;
    browser
        .wait_for("return !document.getElementById('keys').open")
        .await;
    browser
        .run("document.activeElement.blur(); return true", json!([]))
        .await;
    browser.type_keys("j?").await;
    assert_eq!(
        browser
            .run("return document.getElementById('keys').open", json!([]))
            .await,
        false
    );
    at(&browser, "SOS-2").await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn the_tab_key_takes_a_requester_through_a_form_with_a_mistake() {
    let site = Site::start().await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/spotme", site.url)).await;
    browser.tab_to(".cards a[href*='topic=access']").await;
    browser.type_keys(&ENTER.to_string()).await;
    browser
        .wait_for("return document.getElementById('subject') !== null")
        .await;
    send_with_a_mistake(&browser).await;
    // The summary has the focus, its link leads to the input, and the right address is typed over the wrong one.
    browser.tab_to(".summary a").await;
    browser.type_keys(&ENTER.to_string()).await;
    browser
        .wait_for("return document.activeElement.id === 'requester.email'")
        .await;
    browser
        .run("document.activeElement.select(); return true", json!([]))
        .await;
    browser
        .type_keys(&format!("somebody@example.com{ENTER}"))
        .await;
    browser
        .wait_for("return /\\/spotme\\/tickets\\/SPOT-1/.test(location.pathname)")
        .await;
    let words = browser
        .run(
            "return document.querySelector('.panel').innerText",
            json!([]),
        )
        .await;
    assert!(
        words
            .as_str()
            .unwrap()
            .contains("Your request SPOT-1 is sent"),
        "{words}"
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn without_a_script_everything_works_by_the_keyboard() {
    let site = Site::start_without_limits().await;
    let browser = Browser::start_without_scripts().await;
    // The browser runs none.
    browser
        .open("data:text/html,<title>none</title><script>document.title = 'some'</script>")
        .await;
    assert_eq!(
        browser.run("return document.title", json!([])).await,
        "none"
    );
    browser
        .open(&format!("{}/spotme/new?topic=access", site.url))
        .await;
    send_with_a_mistake(&browser).await;
    browser.tab_to("#requester\\.email").await;
    browser
        .run("document.activeElement.select(); return true", json!([]))
        .await;
    browser
        .type_keys(&format!("somebody@example.com{ENTER}"))
        .await;
    browser
        .wait_for("return /\\/spotme\\/tickets\\/SPOT-1/.test(location.pathname)")
        .await;
    // A reply under way outlives another button.
    browser.tab_to("#body").await;
    browser.type_keys("Half a sentence").await;
    browser.press("button[formaction*='/link']").await;
    browser
        .wait_for("return document.getElementById('sent') !== null")
        .await;
    let typed = "return document.getElementById('body').value";
    assert_eq!(browser.run(typed, json!([])).await, "Half a sentence");
    // An agent answers, solves and goes on.
    site.ticket("spotme", "access", json!({})).await;
    sign_in(&browser, &site, "spotme").await;
    browser.tab_to(".list tbody a").await;
    browser.type_keys(&ENTER.to_string()).await;
    at(&browser, "SPOT-1").await;
    browser.tab_to("#body").await;
    browser.type_keys("It works again").await;
    browser.tab_to("[name=status][value=solved]").await;
    browser.type_keys(&ENTER.to_string()).await;
    at(&browser, "SPOT-2").await;
    // The way back is at the same place of the list.
    browser.tab_to(".back").await;
    browser.type_keys(&ENTER.to_string()).await;
    browser.wait_for("return location.hash === '#SPOT-2'").await;
    assert_eq!(
        browser.run(PATH, json!([])).await,
        "/spotme/console?phase=open&at=SPOT-2"
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn a_draft_is_one_in_every_language_and_list_and_ends_with_the_session() {
    let site = Site::start_without_limits().await;
    let ticket = site.ticket("smartplayer", "quote", json!({})).await;
    let browser = Browser::start().await;
    sign_in(&browser, &site, "smartplayer").await;
    let page = format!("{}/smartplayer/console/tickets/{}", site.url, ticket.id);
    let typed = "return document.getElementById('body').value";
    browser.open(&format!("{page}?phase=open")).await;
    browser.fill("body", "Half a sentence").await;
    for query in ["", "?phase=open&language=ru", "?phase=waiting"] {
        browser.open(&format!("{page}{query}")).await;
        assert_eq!(
            browser.run(typed, json!([])).await,
            "Half a sentence",
            "{query}"
        );
    }
    // The key of Enter in the box for the right address corrects that, also where a desk speaks one language.
    let opened = site.ticket("spotme", "access", json!({})).await;
    browser
        .open(&format!("{}{}", site.url, opened.page()))
        .await;
    browser
        .run(
            "document.querySelector('details').open = true; return true",
            json!([]),
        )
        .await;
    browser.tab_to("#email").await;
    browser
        .type_keys(&format!("right@example.com{ENTER}"))
        .await;
    let words = browser
        .wait_for("return document.getElementById('sent')?.innerText ?? null")
        .await;
    assert!(
        words
            .as_str()
            .unwrap()
            .starts_with("The address is corrected."),
        "{words}"
    );
    // A form that was refused keeps its draft; whoever signs out leaves none.
    browser.open(&page).await;
    assert_eq!(browser.run(typed, json!([])).await, "Half a sentence");
    browser.open(&format!("{}/smartplayer", site.url)).await;
    browser.press("form[action$='/sign-out'] button").await;
    browser
        .wait_for("return document.querySelector('form[action$=\"/sign-out\"]') === null")
        .await;
    assert_eq!(
        browser.run("return localStorage.length", json!([])).await,
        0
    );
}

/// The bytes that came over the wire for the page that is open, with all that it loaded, and the milliseconds until its largest
/// content was there.
async fn weight(browser: &Browser) -> (u64, f64) {
    let measure = "return new Promise((resolve) => new PerformanceObserver((list) => {
            const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            resolve([all.reduce((sum, each) => sum + each.transferSize, 0), list.getEntries().at(-1).startTime]);
        }).observe({ type: 'largest-contentful-paint', buffered: true }))";
    let measured: Value = browser.run(measure, json!([])).await;
    (measured[0].as_u64().unwrap(), measured[1].as_f64().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn no_page_weighs_more_than_30_kb_and_then_8_kb() {
    let site = Site::start_without_limits().await;
    tickets(&site, 50).await;
    let new = site.ticket("spaceos", "bug", json!({})).await;
    let ticket = site.confirmed(&new).await;
    let agent = site.agent("spaceos").await;
    for number in 0..10 {
        agent
            .comment(&ticket, &format!("Answer {number}. Is it better now?"))
            .await;
    }
    let console = format!("/spaceos/console/tickets/{}?phase=open", ticket.id);
    let pages = [
        ("/".to_owned(), false),
        ("/spaceos".to_owned(), false),
        ("/spaceos/new?topic=bug".to_owned(), false),
        ("/learnupon/new?topic=technical-problem".to_owned(), false),
        (ticket.page(), false),
        ("/spaceos/sign-in".to_owned(), false),
        ("/docs/api".to_owned(), false),
        ("/spaceos/console".to_owned(), true),
        (console, true),
    ];
    let mut too_heavy = Vec::new();
    for (path, by_agent) in pages {
        // A browser that has nothing yet.
        let browser = Browser::start().await;
        if by_agent {
            sign_in(&browser, &site, "spaceos").await;
            browser.forget_files().await;
        }
        let mut weights = Vec::new();
        for most in [30_000, 8_000] {
            browser.open(&format!("{}{path}", site.url)).await;
            let (bytes, painted) = weight(&browser).await;
            weights.push(format!("{bytes} B, painted after {painted:.0} ms"));
            if bytes > most {
                too_heavy.push(format!("{path}: {bytes} B of {most}"));
            }
            browser.open("about:blank").await;
        }
        println!(
            "{}: {}",
            path.split("key=").next().unwrap(),
            weights.join("; again: ")
        );
    }
    assert!(too_heavy.is_empty(), "{}", too_heavy.join("\n"));
}
