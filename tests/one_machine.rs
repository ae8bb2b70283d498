//! The stack on one machine: what it says, what it keeps, what it refuses.

use crate::support::{Client, Folder, Site, config, root};
use docket::check_folder;
use docket_local::{Config, Stack, StackError};
use serde_json::json;
use std::process::Command;

async fn start(config: Config) -> Result<Stack, StackError> {
    Stack::start(config, docket::functions()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_goes_on_where_the_first_stopped() {
    let folder = Folder::new();
    let first = start(config(folder.path())).await.unwrap();
    let client = Client::new(&first.url());
    let ticket = client.ticket("spaceos", "bug", json!({})).await;
    client.advance("P3D").await;
    client.mails_to("x@example.com").await;
    drop(first);
    let second = start(config(folder.path())).await.unwrap();
    let client = Client::new(&second.url());
    assert_eq!(client.read(&ticket).await["subject"], "It does not work");
    assert_eq!(client.ticket("spaceos", "bug", json!({})).await.id, "SOS-2");
    let mails = client.mails_to("requester@example.com").await;
    assert_eq!(mails.len(), 2);
    // The clock goes on too.
    let now = client.now().await;
    assert!(now.duration_since(jiff::Timestamp::now()).as_hours() >= 71);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_stacks_do_not_share_a_folder() {
    let folder = Folder::new();
    let _first = start(config(folder.path())).await.unwrap();
    let second = start(config(folder.path())).await;
    assert!(matches!(second, Err(StackError::InUse(_))), "{second:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mailbox_is_a_page() {
    let site = Site::start().await;
    assert!(site.page("/_local").await.text.contains("No mail yet"));
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let ticket = site.mailed(&ticket, "requester@example.com").await;
    let page = site.page("/_local").await;
    assert!(page.text.contains("[SOS-1] "));
    assert!(
        page.text
            .contains(&format!("<a href=\"{}{}\">", site.url, ticket.page()))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_takes_lengths_of_time_only() {
    let site = Site::start().await;
    for body in [
        "",
        "{}",
        "{\"advance\": 5}",
        "{\"advance\": \"tomorrow\"}",
        "{\"advance\": \"-P1D\"}",
        "{\"advance\": \"P999999Y\"}",
    ] {
        let answer = site
            .send(reqwest::Method::POST, "/_local/clock", &[], body)
            .await;
        answer.is_problem(400, "advance");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sites_in_the_browser_reach_neither_mailbox_nor_clock() {
    let site = Site::start().await;
    let body = "{\"advance\": \"P1D\"}";
    for headers in [
        [("origin", "https://other.example.com")],
        [("host", "other.example.com")],
    ] {
        let clock = site
            .send(reqwest::Method::POST, "/_local/clock", &headers, body)
            .await;
        clock.is_problem(403, "Origin");
        site.send(reqwest::Method::GET, "/_local/mail", &headers, "")
            .await
            .is_problem(403, "Origin");
    }
    // Nor does the clock leave the calendar.
    for _ in 0..3 {
        let far = site
            .send(
                reqwest::Method::POST,
                "/_local/clock",
                &[],
                "{\"advance\": \"P36500D\"}",
            )
            .await;
        assert!([200, 400].contains(&far.status));
    }
    assert_eq!(site.get("/api/desks/spaceos").await.status, 200);
}

#[test]
fn the_five_desk_files_are_reported_on() {
    let report = check_folder(&root().join("desks"), jiff::Timestamp::now()).unwrap();
    assert_eq!(report.len(), 5);
    assert!(
        report
            .iter()
            .any(|line| line.contains("SPSUP-1 on; speaks en, ru")),
        "{report:?}"
    );
}

#[test]
fn mistakes_in_desk_files_are_told_with_file_and_line() {
    let folder = Folder::new();
    let good = std::fs::read_to_string(root().join("desks/spotme.toml")).unwrap();
    std::fs::write(folder.path().join("spotme.toml"), &good).unwrap();
    let twin = good.replacen("id = \"spotme\"", "id = \"copy\"", 1);
    std::fs::write(folder.path().join("copy.toml"), twin).unwrap();
    std::fs::write(
        folder.path().join("other.toml"),
        good.replacen("ticket_prefix", "ticket_prefox", 1),
    )
    .unwrap();
    std::fs::write(folder.path().join("latin1.toml"), b"name = \"caf\xe9\"").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_docket"))
        .args(["desks", "check"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    for part in [
        "spotme.toml:1:1: its `ticket_prefix`",
        "other.toml:",
        "ticket_prefox",
        "latin1.toml:1:1: is not text in UTF-8",
    ] {
        assert!(told.contains(part), "{part} is missing in {told}");
    }
    let fine = Command::new(env!("CARGO_BIN_EXE_docket"))
        .args(["desks", "check"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(fine.status.success());
    let wrong = Command::new(env!("CARGO_BIN_EXE_docket"))
        .args(["--lisen", "x"])
        .output()
        .unwrap();
    assert!(!wrong.status.success() && String::from_utf8_lossy(&wrong.stderr).contains("--lisen"));
}
