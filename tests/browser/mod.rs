//! The pages in a real browser, as far as they have a script: files.
//!
//! These need Chromium, so `cargo test` alone leaves them out; `cargo xtask test` runs them.

mod accessible;
mod driver;
mod incidents;
mod on_call;
mod people;
mod screenshots;
mod ways;

use crate::support::Site;
use crate::support::files::PNG;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use driver::Browser;
use serde_json::{Value, json};

const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\0\0isomiso2";

/// The states of the rows, in order.
const STATES: &str =
    "return [...document.querySelectorAll('#files-rows > li')].map((row) => row.dataset.state)";

fn begin(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The names and states of the ticket's files.
fn files(ticket: &Value) -> Vec<(String, String)> {
    let mut files: Vec<_> = ticket["attachments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| {
            let text = |name: &str| file[name].as_str().unwrap().to_owned();
            (text("name"), text("state"))
        })
        .collect();
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn all_5_three_files_are_dropped_the_network_is_lost_and_all_three_are_on_the_ticket() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let browser = Browser::start().await;
    browser
        .open(&format!("{}{}", site.url, ticket.page()))
        .await;
    browser.fill("body", "What I type is not lost.").await;
    // Slow enough that the network is lost in the middle.
    browser.network(4_000_000).await;
    let (png, mp4) = (begin(PNG), begin(MP4));
    browser
        .drop_files(&[
            ("screen.png", "image/png", &png, 300_000),
            ("video.mp4", "video/mp4", &mp4, 20_000_000),
            ("notes.log", "", &begin(b"line one\n"), 9),
        ])
        .await;
    browser
        .wait_for("return [...document.querySelectorAll('#files-rows progress')].some((bar) => bar.value > 5_000_000)")
        .await;
    browser.network(0).await;
    browser
        .wait_for("return document.querySelector('#files-rows > li[data-state=lost]') !== null")
        .await;
    assert_eq!(
        site.read(&ticket).await["attachments"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    browser.network(100_000_000).await;
    browser
        .run(
            "window.dispatchEvent(new Event('online')); return true",
            json!([]),
        )
        .await;
    browser
        .wait_for("const rows = [...document.querySelectorAll('#files-rows > li')]; return rows.length === 3 && rows.every((row) => row.dataset.state === 'stored')")
        .await;

    let read = site.read(&ticket).await;
    let stored = |name: &str| (name.to_owned(), "stored".to_owned());
    assert_eq!(
        files(&read),
        [
            stored("notes.log"),
            stored("screen.png"),
            stored("video.mp4")
        ]
    );
    let typed = browser
        .run(
            "return document.getElementsByName('body')[0].value",
            json!([]),
        )
        .await;
    assert_eq!(typed, "What I type is not lost.");
    let policy = browser
        .run(
            "return document.querySelectorAll('#files-rows > li').length",
            json!([]),
        )
        .await;
    assert_eq!(policy, 3);

    // On the page that is loaded anew they are shown: the picture from its own origin, which the page's policy lets in.
    browser.fill("body", "").await;
    browser
        .open(&format!("{}{}", site.url, ticket.page()))
        .await;
    let text = browser
        .run("return document.querySelector('main').innerText", json!([]))
        .await;
    for name in ["notes.log", "screen.png", "video.mp4"] {
        assert!(text.as_str().unwrap().contains(name), "{name} in {text}");
    }
    // Too large, too many, of another type: said before anything is sent.
    browser
        .drop_files(&[
            ("setup.exe", "application/x-msdownload", "", 10),
            ("huge.mp4", "video/mp4", &mp4, 110_000_000),
            ("empty.png", "image/png", "", 0),
        ])
        .await;
    let states = browser.run(STATES, json!([])).await;
    assert_eq!(states, json!(["refused", "refused", "refused"]));
    assert_eq!(
        site.read(&ticket).await["attachments"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn so_7_screenshots_go_along_with_the_form_and_nothing_is_lost_when_it_is_refused() {
    let site = Site::start().await;
    let browser = Browser::start().await;
    browser
        .open(&format!("{}/spaceos/new?topic=bug", site.url))
        .await;
    browser
        .drop_files(&[
            ("screen.png", "image/png", &begin(PNG), 5_000),
            ("video.mp4", "video/mp4", &begin(MP4), 9_000_000),
        ])
        .await;
    assert_eq!(
        browser.run(STATES, json!([])).await,
        json!(["kept", "kept"])
    );
    for (name, text) in [
        ("requester.email", "requester@example.com"),
        ("requester.name", "Requester"),
        ("subject", "The map stays white"),
        ("description", "I opened the map, and it stayed white."),
        ("fields.symptoms", "A white page"),
        ("priority", "high"),
        ("impact", "everyone"),
    ] {
        browser.fill(name, text).await;
    }
    // Not asked by the browser for once: the form comes back from us.
    browser.run("document.getElementsByName('fields.where')[0].removeAttribute('required'); return true", json!([])).await;
    browser.press("#request > .acts button").await;
    browser
        .wait_for("return document.querySelector('.summary[role=alert]') !== null")
        .await;
    assert_eq!(
        browser.run(STATES, json!([])).await,
        json!(["kept", "kept"])
    );
    let subject = browser
        .run(
            "return document.getElementsByName('subject')[0].value",
            json!([]),
        )
        .await;
    assert_eq!(subject, "The map stays white");

    browser.fill("fields.where", "browser").await;
    browser.press("#request > .acts button").await;
    browser
        .wait_for("return /^\\/spaceos\\/tickets\\/SOS-\\d+$/.test(location.pathname)")
        .await;
    browser
        .wait_for("return document.querySelector('#attachments') !== null")
        .await;
    let text = browser
        .run("return document.querySelector('main').innerText", json!([]))
        .await;
    assert!(
        text.as_str().unwrap().contains("screen.png")
            && text.as_str().unwrap().contains("video.mp4"),
        "{text}"
    );
    let json = browser
        .run("return fetch(location.pathname.replace('/spaceos/', '/api/desks/spaceos/') + location.search, { headers: { accept: 'application/json' } }).then((answer) => answer.json())", json!([]))
        .await;
    let stored = |name: &str| (name.to_owned(), "stored".to_owned());
    assert_eq!(files(&json), [stored("screen.png"), stored("video.mp4")]);
    assert_eq!(json["version"], 3, "one ticket, and two files");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it needs Chromium; `cargo xtask test` runs it"]
async fn behaviour_37_a_draft_survives_a_closed_tab_until_it_is_sent() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let browser = Browser::start().await;
    let page = format!("{}{}", site.url, ticket.page());
    let typed = "return document.getElementById('body').value";
    browser.open(&page).await;
    browser.fill("body", "Half a sentence").await;
    browser.open("about:blank").await;
    browser.open(&page).await;
    assert_eq!(browser.run(typed, json!([])).await, "Half a sentence");
    // Sent: the next page begins anew.
    let send = "document.getElementById('body').form.querySelector('button').click(); return true";
    browser.run(send, json!([])).await;
    browser
        .wait_for("return location.search.includes('version=')")
        .await;
    browser
        .wait_for("return document.readyState === 'complete'")
        .await;
    assert_eq!(browser.run(typed, json!([])).await, "");
    browser.open(&page).await;
    assert_eq!(browser.run(typed, json!([])).await, "");
    // The form of another topic has a draft of its own, and a field that is not asked is not shown.
    let form = format!("{}/spaceos/new?topic=bug", site.url);
    browser.open(&form).await;
    browser.fill("description", "What happens").await;
    let shows = "return [...document.querySelectorAll('.reveal')].map((each) => getComputedStyle(each).display)";
    assert_eq!(browser.run(shows, json!([])).await, json!(["none"]));
    let choose = "document.querySelector('[name=impact][value=other]').click(); return true";
    browser.run(choose, json!([])).await;
    assert_eq!(browser.run(shows, json!([])).await, json!(["block"]));
    browser
        .open(&format!("{}/spaceos/new?topic=incident", site.url))
        .await;
    let described = "return document.getElementById('description').value";
    assert_eq!(browser.run(described, json!([])).await, "");
    browser.open(&form).await;
    assert_eq!(browser.run(described, json!([])).await, "What happens");
    assert_eq!(browser.run(shows, json!([])).await, json!(["block"]));
}
