//! Files without JavaScript.

use crate::support::files::PNG;
use crate::support::{Answer, Created, Site};
use serde_json::json;

/// Sends a file by the form on that page, as a browser does.
async fn send_form(page: &Answer, name: &str, bytes: &[u8]) -> Answer {
    try_send_form(page, name, bytes).await.unwrap()
}

/// The same to storage that may hang up before it has all of it.
async fn try_send_form(page: &Answer, name: &str, bytes: &[u8]) -> Option<Answer> {
    let (_, rest) = page
        .text
        .split_once("<form method=\"post\" action=\"http")
        .unwrap();
    let action = format!("http{}", rest.split('"').next().unwrap());
    let (form, _) = rest.split_once("</form>").unwrap();
    let mut body = Vec::new();
    for input in form.split("<input type=\"hidden\" name=\"").skip(1) {
        let (field, rest) = input.split_once('"').unwrap();
        let value = rest.split('"').nth(1).unwrap();
        let value = value.replace("&#38;", "&").replace("&amp;", "&");
        body.extend(
            format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            )
            .into_bytes(),
        );
    }
    body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n").into_bytes());
    body.extend_from_slice(bytes);
    body.extend(b"\r\n--edge--\r\n");
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let sent = client
        .post(action)
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(body)
        .send()
        .await
        .ok()?;
    Answer::try_read(sent).await
}

async fn form(site: &Site, ticket: &Created) -> Answer {
    let page = site.submit(&ticket.api("/attachments"), &[]).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let policy = page.header("content-security-policy");
    let bucket = site.stack.files().clone();
    assert!(
        policy.contains("form-action 'self' http://127.0.0.1:"),
        "{policy} {bucket:?}"
    );
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sends_a_file_straight_to_storage_and_leads_back() {
    let site = Site::start().await;
    let ticket = site.ticket("twin24", "chat-problem", json!({})).await;
    let page = form(&site, &ticket).await;
    let sent = send_form(&page, "Снимок экрана.png", PNG).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let back = sent.header("location").to_owned();
    assert!(
        back.starts_with(&format!("{}{}", site.url, ticket.page())),
        "{back}"
    );
    site.settle().await;
    let landed = site.page(back.strip_prefix(&site.url).unwrap()).await;
    assert_eq!(landed.status, 200, "{}", landed.text);
    let file = &site.read(&ticket).await["attachments"][0];
    assert_eq!(file["state"], "stored");
    assert_eq!(file["name"], "Снимок экрана.png");
    assert_eq!(file["size"], PNG.len());
    let used = site
        .stack
        .cloud()
        .store
        .files_on(&ticket.id.parse().unwrap())
        .await
        .unwrap();
    assert_eq!((used.count, used.bytes), (1, PNG.len() as u64));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_held_to_its_policy() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    let page = form(&site, &ticket).await;
    // Asked for again, it is the same place.
    let again = form(&site, &ticket).await;
    assert_eq!(again.input_value("key"), page.input_value("key"));
    let too_long = vec![0; 50 * 1024 * 1024 + 1];
    if let Some(refused) = try_send_form(&page, "a.png", &too_long).await {
        assert_eq!(refused.status, 400, "{}", refused.text);
    }
    assert_eq!(send_form(&page, "a.png", b"").await.status, 400);
    let elsewhere = Answer {
        text: page.text.replace("value=\"incoming/", "value=\"files/"),
        ..page.clone()
    };
    let refused = send_form(&elsewhere, "a.png", PNG).await;
    assert!([400, 403].contains(&refused.status), "{}", refused.text);
    site.settle().await;
    assert_eq!(site.read(&ticket).await["attachments"], json!([]));

    // What is no picture is set aside; its place is free again.
    let sent = send_form(&page, "page.png", b"<html><script>alert(1)</script></html>").await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    site.settle().await;
    let aside = &site.read(&ticket).await["attachments"][0];
    assert_eq!(
        (&aside["state"], &aside["reason"]),
        (&json!("quarantined"), &json!("type"))
    );
    let used = site
        .stack
        .cloud()
        .store
        .files_on(&ticket.id.parse().unwrap())
        .await
        .unwrap();
    assert_eq!((used.count, used.bytes), (0, 0));
    let next = form(&site, &ticket).await;
    assert_ne!(next.input_value("key"), page.input_value("key"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_holds_its_place_for_as_long_as_it_can_be_sent_and_not_for_a_day() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    let first = form(&site, &ticket).await;
    site.advance("PT50M").await;
    let again = form(&site, &ticket).await;
    assert_eq!(again.input_value("key"), first.input_value("key"));
    site.advance("PT20M").await;
    assert_eq!(send_form(&again, "late.png", PNG).await.status, 303);
    site.settle().await;
    assert_eq!(
        site.read(&ticket).await["attachments"][0]["state"],
        "stored"
    );
    form(&site, &ticket).await;
    site.advance("PT2H").await;
    let used = site
        .stack
        .cloud()
        .store
        .files_on(&ticket.id.parse().unwrap())
        .await
        .unwrap();
    assert_eq!(used.count, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_file_by_the_same_form_is_told_of_and_the_first_one_stays() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    let page = form(&site, &ticket).await;
    assert_eq!(send_form(&page, "first.png", PNG).await.status, 303);
    site.settle().await;
    // A double click is no second file.
    assert_eq!(send_form(&page, "first.png", PNG).await.status, 303);
    site.settle().await;
    assert_eq!(site.read(&ticket).await["version"], 3);
    let second = [PNG, b"another"].concat();
    assert_eq!(send_form(&page, "second.png", &second).await.status, 303);
    let mails = site.mails_to("requester@example.com").await;
    let text = mails.last().unwrap()["text"].as_str().unwrap();
    assert!(
        text.contains("second.png") && text.contains("open the form again"),
        "{text}"
    );
    let files = &site.read(&ticket).await["attachments"];
    assert_eq!(files.as_array().unwrap().len(), 1);
    assert_eq!(files[0]["name"], "first.png");
    let (_, bytes) = site
        .download(&ticket, files[0]["id"].as_str().unwrap(), "")
        .await;
    assert_eq!(bytes, PNG);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_comes_back_from_storage_with_nothing_but_the_session() {
    let site = Site::start().await;
    let ticket = site.ticket("spotme", "technical-problem", json!({})).await;
    let agent = site.agent("spotme").await;
    let led = format!(
        "/spotme/console/tickets/{}?bucket=b&key=incoming%2Fx%2Fy&etag=z",
        ticket.id
    );
    let page = agent.page(&led).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(
        !page.text.contains("key=incoming"),
        "no link carries what is no key"
    );
}
