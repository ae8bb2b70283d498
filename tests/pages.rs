//! Each kind of page, as its snapshot has it: a review sees what changes for readers.

use crate::support::{Site, snapshots};
use docket_domain::desk::{DARK_GROUND, TEXT_CONTRAST};
use docket_domain::value::Colour;
use serde_json::json;
use std::collections::BTreeMap;

const FOLDER: &str = "tests/data/pages";
const DEMO: &str = include_str!("data/demo.toml");

/// Replaces what stands behind each of these words, up to a character that cannot belong to it.
fn masked(text: &str, before: &str, belongs: fn(char) -> bool) -> String {
    let mut pieces = text.split(before);
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.trim_start_matches(belongs);
        masked.push_str(before);
        masked.push('…');
        masked.push_str(rest);
    }
    masked
}

/// A page without what is another time each time: keys, versions of files, and instants.
fn timeless(page: &str) -> String {
    let is_id = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let is_time = |c: char| c != '"';
    let page = masked(page, "key=", is_id);
    let page = masked(&page, "?v=", is_id);
    let page = masked(&page, "name=\"idempotency_key\" value=\"", is_id);
    let page = masked(&page, "datetime=\"", is_time);
    masked(&page, "\" title=\"20", is_time)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_reads_as_its_snapshot() {
    let site = Site::start_with_desk(DEMO).await;
    let mut pages: BTreeMap<&str, String> = BTreeMap::new();
    let new = site.ticket("demo", "question", json!({})).await;
    pages.insert("ticket-new", site.page(&new.page()).await.text);
    let ticket = site.confirmed(&new).await;
    let agent = site.agent("demo").await;
    agent.comment(&ticket, "Is it better now?").await;
    let note = json!({ "body": "It was the cache", "internal": true });
    agent
        .post(&ticket.api_without_key("/comments"), &note)
        .await;
    for (name, path) in [
        ("front", "/"),
        ("desk", "/demo"),
        ("form", "/demo/new?topic=question"),
        ("sign-in", "/demo/sign-in"),
        ("problem-of-a-desk", "/demo/nothing"),
        ("problem-of-no-desk", "/no-such-desk"),
        ("contacts", "/spotme/new?topic=personal-information"),
        ("ticket-for-its-requester", &ticket.page()),
    ] {
        pages.insert(name, site.page(path).await.text);
    }
    let wrong = [
        ("topic", "question"),
        ("subject", "It is slow"),
        ("requester.email", "wrong"),
    ];
    pages.insert(
        "form-with-mistakes",
        site.submit("/api/desks/demo/tickets", &wrong).await.text,
    );
    for (name, path) in [
        ("list", "/demo/console"),
        (
            "ticket-for-an-agent",
            &format!("/demo/console/tickets/{}", ticket.id),
        ),
        (
            "ticket-from-the-list",
            &format!("/demo/console/tickets/{}?phase=open&after={0}", ticket.id),
        ),
        ("desk-for-an-agent", "/demo"),
    ] {
        pages.insert(name, agent.page(path).await.text);
    }
    let requester = site.sign_in("demo", "requester@example.com").await;
    for (name, path) in [
        ("own-requests", "/demo/tickets"),
        (
            "ticket-of-ones-own",
            &format!("/demo/tickets/{}", ticket.id),
        ),
        ("problem-for-a-requester", "/demo/console"),
    ] {
        pages.insert(name, requester.page(path).await.text);
    }
    let files = pages.iter();
    let files = files.map(|(name, page)| (format!("{name}.html"), timeless(page)));
    snapshots::compare(FOLDER, &files.collect());
    // One frame for all: the way back to the desk, one heading, and the desk in the title.
    for (name, page) in &pages {
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        let is_of_site = ["front", "problem-of-no-desk"].contains(name);
        let desk = if *name == "contacts" {
            "SpotMe Support"
        } else {
            "Demo"
        };
        assert_eq!(
            page.contains(&format!(" – {desk}</title>")),
            !is_of_site,
            "{name}"
        );
        assert!(
            !page.contains("style=") && !page.contains("<style"),
            "{name}: the policy forbids it"
        );
    }
    assert!(
        pages["desk-for-an-agent"].contains("Sign out"),
        "a header for who is signed in, everywhere"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_has_a_face_of_its_own() {
    let brand = "[brand]\nname = \"Demo help\"\ncolour = \"#0b6e4f\"\nlogo = '<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>'\nfooter = \"Demo Ltd.\"\nlisted = false\n\n[hours]";
    let site = Site::start_with_desk(&DEMO.replace("[hours]", brand)).await;
    let page = site.page("/demo").await.text;
    for part in [
        "<img src=\"/demo/logo.svg?v=",
        "Demo help",
        "Demo Ltd.",
        "href=\"/demo/style.css?v=",
        "href=\"/demo/icon.svg?v=",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let style = site.get("/demo/style.css").await;
    let (_, own) = style.text.rsplit_once(":root { --key: #0b6e4f; }").unwrap();
    let (_, dark) = own.split_once(":root { --key: ").unwrap();
    let dark: Colour = dark[..7].parse().unwrap();
    assert!(dark.contrast(DARK_GROUND) >= TEXT_CONTRAST, "{dark}");
    assert!(style.header("cache-control").contains("immutable"));
    let logo = site.get("/demo/logo.svg").await;
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    assert!(logo.header("content-security-policy").contains("sandbox"));
    assert_eq!(site.get("/spotme/icon.svg").await.status, 200);
    assert!(
        site.get("/twin24/icon.svg")
            .await
            .text
            .contains(">T</text>")
    );
    // It is reached by whoever has its address, and not listed.
    assert!(!site.page("/").await.text.contains("Demo help"));
    assert!(
        !site
            .page("/demo/nothing")
            .await
            .text
            .contains("Support</a>"),
        "a problem has the desk's face"
    );
}

#[test]
fn a_face_that_nobody_can_read_is_refused_with_one_that_they_can() {
    let folder = crate::support::Folder::new();
    let refused = |brand: &str| {
        let text = DEMO.replace("[hours]", &format!("[brand]\n{brand}\n\n[hours]"));
        std::fs::write(folder.path().join("demo.toml"), text).unwrap();
        docket::check_folder(folder.path(), jiff::Timestamp::now())
            .unwrap_err()
            .to_string()
    };
    let pale = refused("colour = \"#ffcc00\"");
    assert!(
        pale.contains("its contrast is 1.4, and 4.5 is the least")
            && pale.contains("is the nearest that is readable"),
        "{pale}"
    );
    assert!(refused("colour = \"red\"").contains("is not a colour"));
    assert!(refused("logo = \"logo.png\"").contains("the text of an SVG file"));
    assert!(refused("logo = \"<svg></svg>\"").contains("add `xmlns="));
    let script = "logo = '<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>'";
    assert!(refused(script).contains("no browser runs a script"));
    let torn = "logo = '<svg xmlns=\"http://www.w3.org/2000/svg\"><rect</svg>'";
    let torn = refused(torn);
    assert!(
        torn.contains("demo.toml:") && torn.contains("no program can draw this picture"),
        "{torn}"
    );
    let letters = "logo = '<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text y=\"9\">A</text></svg>'";
    assert!(refused(letters).contains("turn text into paths"));
}
