//! What everybody sees: the status page, and the ticket.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_status_page_is_kept_for_a_moment_and_answered_with_304() {
    let site = Site::start().await;
    let client: &Client = site.client();
    let first: Answer = client.page("/spotme/status").await;
    assert_eq!(first.header("cache-control"), "max-age=10");
    let tag = first.header("etag").to_owned();
    let again = client
        .get_with(
            "/spotme/status",
            &[("accept", "text/html"), ("if-none-match", &tag)],
        )
        .await;
    assert_eq!((again.status, again.text.len()), (304, 0));
    declare(&site, json!({ "title": "Video stops" })).await;
    let after = client
        .get_with(
            "/spotme/status",
            &[("accept", "text/html"), ("if-none-match", &tag)],
        )
        .await;
    assert_eq!(after.status, 200);
    let agent = site.agent("spotme").await;
    let own = agent.page("/spotme/status").await;
    assert_eq!(
        own.header("cache-control"),
        "no-store",
        "it names its reader"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_requester_reads_on_the_ticket_that_the_problem_is_known() {
    let site = Site::start().await;
    let ticket = ticket(&site, "streaming", "ada@example.com").await;
    let ticket = site.confirmed(&ticket).await;
    let declared = declare(
        &site,
        json!({ "title": "Video stops", "tickets": [ticket.id] }),
    )
    .await;
    let page = site.page(&ticket.page()).await;
    assert!(
        page.words().contains("belongs to a known problem"),
        "{}",
        page.words()
    );
    assert!(page.text.contains(&format!(
        "/spotme/status/{}",
        declared["id"].as_str().unwrap()
    )));
    assert!(
        page.words()
            .contains("linked this to the incident “Video stops”")
    );
    let agent = site.agent("spotme").await;
    let console = agent
        .page(&format!("/spotme/console/tickets/{}", ticket.id))
        .await;
    assert!(
        console.words().contains("See the incident"),
        "{}",
        console.words()
    );
    let list = agent
        .page(&format!("/spotme/console/incidents?ticket={}", ticket.id))
        .await;
    assert!(list.input_value("tickets").contains(&ticket.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn long_updates_fill_no_board() {
    let site = Site::start().await;
    let long = "\u{1f6a8}".repeat(10_000);
    let agent = site.agent("spotme").await;
    for n in 0..22 {
        let declared = declare(
            &site,
            json!({ "title": format!("Trouble {n}"), "body": long }),
        )
        .await;
        if n < 13 {
            let closed = agent
                .post(&path(&declared, "/close"), &json!({ "body": long }))
                .await;
            assert_eq!(closed.status, 200, "{}", closed.text);
        }
    }
    let status = site.get("/api/desks/spotme/status").await;
    assert_eq!(status.json["open"].as_array().unwrap().len(), 9);
    assert!(status.text.len() < 100_000, "{}", status.text.len());
    let shown = status.json["open"][0]["update"].as_str().unwrap();
    assert!(shown.ends_with('…') && shown.chars().count() <= 1_002);
}
