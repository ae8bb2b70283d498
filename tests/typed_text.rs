//! What people typed is never lost, whatever the answer is: behaviours 37, 39, 47 and 48.

use crate::support::{Answer, Created, Site, Staff, token_in};
use reqwest::Method;
use serde_json::json;

/// What somebody typed, in scripts of all kinds, with markup and lines.
const TYPED: &str = "First <b>line</b> & \"quotes\"\n    second   line: Привет, 漢字 👋";
const DESK: &str = "smartplayer";

/// The text as a page holds it in an input.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&#38;").replace('<', "&#60;");
    text.replace('>', "&#62;").replace('"', "&#34;")
}

/// A form of a page: where it goes, and its fields without those of one try.
struct Form {
    name: &'static str,
    path: String,
    fields: Vec<(String, String)>,
}

impl Form {
    fn new(name: &'static str, path: &str, fields: &[(&str, &str)]) -> Self {
        let fields = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self {
            name,
            path: path.to_owned(),
            fields: fields.collect(),
        }
    }

    fn pairs(&self) -> Vec<(&str, &str)> {
        let pairs = self.fields.iter();
        pairs
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    async fn send(&self, site: &Site, more: &[(&str, &str)], bearer: Option<&str>) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in &self.fields {
            if more.iter().all(|(other, _)| other != name) {
                body.append_pair(name, value);
            }
        }
        body.extend_pairs(more.iter().filter(|(_, value)| !value.is_empty()));
        let mut headers = vec![
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html"),
        ];
        headers.extend(bearer.map(|bearer| ("authorization", bearer)));
        site.send(Method::POST, &self.path, &headers, body.finish())
            .await
    }
}

/// Asserts that the page has the text in an input, a way to send it again, and a key that is new.
#[track_caller]
fn has_text(answer: &Answer, what: &str, used_key: &str) {
    assert!(
        answer.header("content-type").starts_with("text/html"),
        "{what}: {}",
        answer.text
    );
    assert!(
        answer.text.contains(&escaped(TYPED)),
        "{what}: {}",
        answer.text
    );
    assert!(answer.text.contains("<form method=\"post\""), "{what}");
    let key = answer.input_value("idempotency_key");
    if answer.status < 500 {
        assert_ne!(key, used_key, "{what}");
    } else {
        assert_eq!(key, used_key, "{what}: it may have been carried out");
    }
}

fn new_ticket(more: &[(&str, &str)]) -> Form {
    let mut fields = vec![
        ("topic", "quote"),
        ("requester.email", "requester@example.com"),
        ("subject", "It does not work"),
        ("description", TYPED),
    ];
    fields.extend(more);
    Form::new("new ticket", &format!("/api/desks/{DESK}/tickets"), &fields)
}

fn forms(ticket: &Created) -> Vec<Form> {
    vec![
        new_ticket(&[]),
        Form::new("comment", &ticket.api("/comments"), &[("body", TYPED)]),
        Form::new(
            "move",
            &ticket.api("/status"),
            &[("status", "done"), ("comment", TYPED)],
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_37_whatever_refuses_a_form_the_text_comes_back() {
    let site = Site::start_with_probe().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    for form in forms(&ticket) {
        let key = format!("{}-1", form.name.replace(' ', "-"));
        let key = key.as_str();
        let in_order = form.send(&site, &[("idempotency_key", key)], None).await;
        assert_eq!(in_order.status, 303, "{}: {}", form.name, in_order.text);
        // Back, another text, and the same button.
        let again = [("idempotency_key", key), ("subject", "Another")];
        let again = match form.name {
            "new ticket" => form.send(&site, &again, None).await,
            "comment" => {
                form.send(&site, &[again[0], ("internal", "false")], None)
                    .await
            }
            _ => {
                form.send(&site, &[again[0], ("status", "pending")], None)
                    .await
            }
        };
        assert!(
            [409, 422].contains(&again.status),
            "{}: {}",
            form.name,
            again.status
        );
        has_text(&again, form.name, key);
        // A wrong field.
        let wrong = match form.name {
            "new ticket" => {
                form.send(&site, &[("requester.email", "nobody-at-all")], None)
                    .await
            }
            "comment" => form.send(&site, &[("version", "latest")], None).await,
            _ => form.send(&site, &[("status", "vanished")], None).await,
        };
        assert_eq!(wrong.status, 422, "{}: {}", form.name, wrong.text);
        has_text(&wrong, form.name, "");
        // More than a body may have.
        let filler = "x".repeat(1_100_000);
        let large = form.send(&site, &[("filler", &filler)], None).await;
        assert_eq!(large.status, 413, "{}", form.name);
        has_text(&large, form.name, "");
        // Neither key nor session.
        if form.name != "new ticket" {
            let path = form.path.split('?').next().unwrap();
            let nobody = Form {
                name: form.name,
                path: path.to_owned(),
                fields: form.fields.clone(),
            };
            let nobody = nobody.send(&site, &[], None).await;
            assert_eq!(nobody.status, 401, "{}", form.name);
            has_text(&nobody, form.name, "");
            assert!(
                nobody.text.contains("/sign-in?return_to="),
                "{}",
                nobody.text
            );
        }
        // A table that fails.
        let faults = json!({ "percent": 100 });
        assert_eq!(site.post("/_local/faults", &faults).await.status, 204);
        let failed = form
            .send(&site, &[("idempotency_key", "page-2")], None)
            .await;
        assert_eq!(site.post("/_local/faults", &json!({})).await.status, 204);
        assert!(failed.status >= 500, "{}: {}", form.name, failed.status);
        has_text(&failed, form.name, "page-2");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_37_the_page_that_keeps_a_text_sends_it() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let form = Form::new("comment", &ticket.api("/comments"), &[("body", TYPED)]);
    form.send(
        &site,
        &[("idempotency_key", "page-1"), ("body", "Something else")],
        None,
    )
    .await;
    let kept = form
        .send(&site, &[("idempotency_key", "page-1")], None)
        .await;
    let address = kept.text.split("action=\"").nth(1).unwrap();
    let address = address.split('"').next().unwrap().replace("&#38;", "&");
    assert_eq!(address, ticket.api("/comments"));
    let key = kept.input_value("idempotency_key");
    let sent = site
        .submit(&address, &[("idempotency_key", &key), ("body", TYPED)])
        .await;
    assert_eq!(sent.status, 303);
    let read = site.read(&ticket).await;
    let bodies: Vec<&str> = read["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|e| e["body"].as_str())
        .collect();
    assert!(bodies.contains(&TYPED), "{bodies:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_37_a_body_is_as_long_as_its_fields_may_be() {
    let site = Site::start().await;
    for (what, letter) in [
        ("漢字", "漢"),
        ("emoji", "👋"),
        ("Cyrillic", "Ж"),
        ("plain", "x"),
    ] {
        let long = letter.repeat(10_000);
        let form = new_ticket(&[]);
        let answer = form.send(&site, &[("description", &long)], None).await;
        assert_eq!(answer.status, 303, "{what}: {}", answer.text);
    }
    let too_long = "漢".repeat(10_001);
    let answer = new_ticket(&[])
        .send(&site, &[("description", &too_long)], None)
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains(&too_long));
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_37_a_session_that_ended_costs_no_text() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let agent = site.agent(DESK).await;
    site.advance("PT13H").await;
    let form = Form::new(
        "note",
        &ticket.api_without_key("/comments"),
        &[("body", TYPED), ("internal", "true")],
    );
    let answer = form
        .send(&site, &[("idempotency_key", "page-1")], Some(&agent.bearer))
        .await;
    assert_eq!(answer.status, 401);
    has_text(&answer, "note", "page-1");
    // A note does not become public on the second try.
    assert_eq!(answer.input_value("internal"), "true");
    // Whoever was behind is still behind.
    let seen = [("idempotency_key", "page-2"), ("version", "1")];
    let answer = form.send(&site, &seen, Some(&agent.bearer)).await;
    assert_eq!(answer.input_value("version"), "1");
    // A flag that nobody can read is set, in the page that comes back.
    let again = site.agent(DESK).await;
    let unclear = [("internal", "yes")];
    let answer = form.send(&site, &unclear, Some(&again.bearer)).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(
        answer
            .text
            .contains("name=\"internal\" value=\"true\" checked")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_gets_no_button_of_ours_for_its_words() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("status", "done"), ("comment", TYPED)])
        .finish();
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "text/html"),
            (name, value),
        ];
        let path = ticket.api_without_key("/status");
        let answer = site.send(Method::POST, &path, &headers, body.clone()).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
        assert!(!answer.text.contains(&escaped(TYPED)), "{name}: {value}");
    }
    let own = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
        ("origin", site.url.as_str()),
    ];
    let path = ticket.api_without_key("/status");
    let answer = site.send(Method::POST, &path, &own, body).await;
    assert!(answer.text.contains(&escaped(TYPED)));
    // The move is told, and not only sent.
    assert!(answer.text.contains("name=\"status\" value=\"done\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_37_what_a_form_says_twice_or_no_more_comes_back() {
    let site = Site::start().await;
    let twice = new_ticket(&[("description", "And more")]);
    let answer = twice.send(&site, &[], None).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains(&escaped(TYPED)) && answer.text.contains("And more"));
    // A field that has left the topic is left aside.
    let older = new_ticket(&[("fields.gone", "Typed long ago")]);
    assert_eq!(older.send(&site, &[], None).await.status, 303);
    // A topic that leads elsewhere now.
    let form = Form::new(
        "new ticket",
        "/api/desks/spotme/tickets",
        &new_ticket(&[]).pairs(),
    );
    let answer = form
        .send(&site, &[("topic", "personal-information")], None)
        .await;
    assert_eq!(answer.status, 422);
    has_text(&answer, "a redirect", "");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_37_a_text_of_an_old_encoding_comes_back_as_it_was_typed() {
    let site = Site::start().await;
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
    ];
    let body =
        "topic=quote&subject=Caf%E9&description=20+%80+for+%93two%94&requester.name=%C3%89va";
    let path = format!("/api/desks/{DESK}/tickets");
    let answer = site.send(Method::POST, &path, &headers, body).await;
    assert_eq!(answer.status, 400);
    for text in ["Café", "20 € for “two”", "Éva"] {
        assert!(answer.text.contains(text), "{text}: {}", answer.text);
    }
}

/// What a browser sees as an agent.
async fn submit(site: &Site, agent: &Staff<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    Form::new("", path, fields)
        .send(site, &[], Some(&agent.bearer))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_47_a_page_that_is_behind_shows_what_is_new() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let (first, second) = (
        site.agent(DESK).await,
        site.sign_in(DESK, "agent-2@smartplayer.example.com").await,
    );
    let console = format!("/{DESK}/console/tickets/{}", ticket.id);
    let shown = first.page(&console).await.input_value("version");
    second.move_to(&ticket, "pending", None).await;
    let api = ticket.api_without_key("/status");
    let fields = [
        ("status", "dev-waiting"),
        ("comment", TYPED),
        ("version", shown.as_str()),
    ];
    let behind = submit(&site, &first, &api, &fields).await;
    assert_eq!(behind.status, 409, "{}", behind.text);
    assert!(behind.text.contains(&escaped(TYPED)));
    assert!(behind.text.contains("href=\"#event-2\"") && behind.text.contains("id=\"event-2\""));
    assert_eq!(site.status(&ticket).await, "pending", "nothing was sent");
    // The page that came knows what is new.
    let fresh = behind.input_value("version");
    let fields = [
        ("status", "dev-waiting"),
        ("comment", TYPED),
        ("version", fresh.as_str()),
    ];
    assert_eq!(submit(&site, &first, &api, &fields).await.status, 303);

    // A requester's page is the same. An internal note is no news to them, and their own words are not.
    let ticket = site.mailed(&ticket, "requester@example.com").await;
    let page = site.page(&ticket.page()).await.input_value("version");
    let note = json!({ "body": "Between us", "internal": true });
    second
        .post(&ticket.api_without_key("/comments"), &note)
        .await;
    let send = async |text: &str| {
        site.submit(
            &ticket.api("/comments"),
            &[("body", text), ("version", &page)],
        )
        .await
    };
    assert_eq!(send("One").await.status, 303);
    assert_eq!(send("Two").await.status, 303);
    second.comment(&ticket, "An answer").await;
    let behind = send(TYPED).await;
    assert_eq!(behind.status, 409);
    assert!(behind.text.contains(&escaped(TYPED)) && behind.text.contains("An answer"));

    // A program is told.
    let stale = json!({ "body": "x", "version": 1 });
    let answer = site.post(&ticket.api("/comments"), &stale).await;
    answer.is_problem(412, "If-Match");
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_48_a_sign_in_returns_to_the_page_that_was_asked_for() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let email = "agent-1@smartplayer.example.com";
    let wanted = format!("/{DESK}/console/tickets/{}", ticket.id);
    for (page, leads_to) in [
        (wanted.clone(), wanted.clone()),
        (
            format!("/{DESK}/tickets/{}", ticket.id),
            format!("/{DESK}/tickets/{}", ticket.id),
        ),
        (
            format!("/{DESK}/console?phase=done"),
            format!("/{DESK}/console?phase=done"),
        ),
        (
            format!("/{DESK}/sign-in?return_to=%2F{DESK}%2Fconsole"),
            format!("/{DESK}/console"),
        ),
        (
            format!("/{DESK}/sign-in?return_to=https%3A%2F%2Fexample.com"),
            format!("/{DESK}/tickets"),
        ),
        (
            format!("/{DESK}/sign-in?return_to=%2F%2Fexample.com"),
            format!("/{DESK}/tickets"),
        ),
        (
            format!("/{DESK}/sign-in?return_to=%2Fspaceos%2Fconsole"),
            format!("/{DESK}/tickets"),
        ),
    ] {
        let asked = site.page(&page).await;
        let mut fields = vec![("email", email.to_owned())];
        if asked.text.contains("name=\"return_to\"") {
            let kept = asked.input_value("return_to").replace("&#38;", "&");
            fields.push(("return_to", kept));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let before = site.mails_to(email).await.len();
        let sent = site
            .submit(&format!("/api/desks/{DESK}/sign-in"), &fields)
            .await;
        assert_eq!(sent.status, 202);
        let token = token_in(&site.mails_to(email).await[before]);
        let begun = site
            .submit(&format!("/api/desks/{DESK}/session"), &[("token", &token)])
            .await;
        assert_eq!(begun.status, 303);
        assert_eq!(begun.header("location"), leads_to, "{page}");
    }
    // Nobody is led elsewhere by a form that somebody made.
    for path in [
        "https://example.com",
        "//example.com",
        "/\\example.com",
        "/spaceos/console",
        "javascript:alert(1)",
        "/smartplayer-evil",
        "/smartplayer/\r\nx: y",
        "/smartplayer/../spaceos/console",
        "/smartplayer/%2e%2E/spaceos",
        "/smartplayer/..//evil.example",
    ] {
        let before = site.mails_to(email).await.len();
        site.submit(
            &format!("/api/desks/{DESK}/sign-in"),
            &[("email", email), ("return_to", path)],
        )
        .await;
        let token = token_in(&site.mails_to(email).await[before]);
        let begun = site
            .submit(&format!("/api/desks/{DESK}/session"), &[("token", &token)])
            .await;
        assert_eq!(
            begun.header("location"),
            format!("/{DESK}/tickets"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behaviour_39_an_address_works_as_people_copy_it() {
    let site = Site::start().await;
    let ticket = site.ticket(DESK, "quote", json!({})).await;
    let lower = ticket.id.to_lowercase();
    for id in [
        lower.clone(),
        format!("{lower}."),
        format!("{},", ticket.id),
        format!("{}%3E", ticket.id),
        format!("{lower}%3E.%20"),
    ] {
        let page = site
            .page(&format!("/{DESK}/tickets/{id}?key={}", ticket.key))
            .await;
        assert_eq!(page.status, 200, "{id}: {}", page.text);
        assert!(page.text.contains(&ticket.id));
    }
    for sign in [".", ",", "%3E", ")"] {
        let page = format!("/{DESK}/tickets/{}?key={}{sign}", ticket.id, ticket.key);
        assert_eq!(site.page(&page).await.status, 200, "{sign}");
    }
    let agent = site.agent(DESK).await;
    let page = agent
        .page(&format!("/{DESK}/console?fbclid=1&phase=open"))
        .await;
    assert_eq!(page.status, 200);
}
