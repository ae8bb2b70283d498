//! What scanners report.

use crate::support::files::{File, PART};
use crate::support::{Created, Site};
use serde_json::{Value, json};

fn guard_duty(ticket: &Created, id: &str, status: &str) -> Value {
    json!({
        "version": "0", "source": "aws.guardduty", "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "detail": {
            "schemaVersion": "1.0", "scanStatus": "COMPLETED", "resourceType": "S3_OBJECT",
            "s3ObjectDetails": { "bucketName": "docket-files", "objectKey": format!("files/{}/{id}", ticket.id), "eTag": "x", "s3Throttled": false },
            "scanResultDetails": { "scanResultStatus": status, "threats": null },
        },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_in_a_file_closes_it_and_is_told_once() {
    let site = Site::start().await;
    let ticket = site
        .ticket(
            "smartplayer",
            "report-a-bug",
            json!({ "cc": ["copied@example.com"] }),
        )
        .await;
    let ticket = site.confirmed(&ticket).await;
    let id = site.attach(&ticket, &File::png("screen.png")).await;
    let report = async |event: Value| {
        assert_eq!(site.post("/_local/events", &event).await.status, 204);
    };
    report(guard_duty(&ticket, &id, "UNSUPPORTED")).await;
    assert_eq!(site.file(&ticket, &id).await["scan"], "not_scanned");
    report(guard_duty(&ticket, &id, "NO_THREATS_FOUND")).await;
    assert_eq!(site.file(&ticket, &id).await["scan"], "clean");
    assert_eq!(
        site.read(&ticket).await["version"],
        3,
        "a file without harm is no event"
    );
    site.download(&ticket, &id, "").await;

    let before = site.mails_to("requester@example.com").await.len();
    for _ in 0..3 {
        report(guard_duty(&ticket, &id, "THREATS_FOUND")).await;
    }
    // A report that was overtaken opens nothing.
    report(guard_duty(&ticket, &id, "NO_THREATS_FOUND")).await;
    assert_eq!(site.file(&ticket, &id).await["scan"], "infected");
    let read = site.read(&ticket).await;
    assert_eq!(read["version"], 4);
    assert_eq!(read["timeline"][3]["kind"], "attachment_infected");
    assert_eq!(read["attachments"][0]["url"], json!(null));
    for more in ["", "&show=inline"] {
        let way = site
            .get(&format!(
                "{}{more}",
                ticket.api(&format!("/attachments/{id}"))
            ))
            .await;
        way.is_problem(403, "file");
    }
    assert_eq!(
        site.mails_to("requester@example.com").await.len(),
        before + 1
    );
    let copied = site.mails_to("copied@example.com").await;
    assert!(
        copied.last().unwrap()["text"]
            .as_str()
            .unwrap()
            .contains("screen.png")
    );
    let page = site.page(&ticket.page()).await;
    assert!(
        !page.text.contains(&format!("/attachments/{id}?")),
        "there is no way to it on the page"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn any_scanner_can_report() {
    let site = Site::start().await;
    let ticket = site.ticket("spaceos", "bug", json!({})).await;
    let ticket = site.confirmed(&ticket).await;
    let agent = site.agent("spaceos").await;
    let file = File::png("internal.png");
    let mut body = file.announcement(PART);
    body["internal"] = true.into();
    let answer = agent
        .post(&ticket.api_without_key("/attachments"), &body)
        .await
        .json;
    site.put(&answer["upload"], &file.bytes).await;
    site.settle().await;
    let id = answer["id"].as_str().unwrap();
    let event = |result: &str| {
        json!({
            "source": "docket.scanner", "detail-type": "File Scanned",
            "detail": { "bucket": "docket-files", "key": format!("files/{}/{id}", ticket.id), "result": result },
        })
    };
    let requester = site.mails_to("requester@example.com").await.len();
    assert_eq!(
        site.post("/_local/events", &event("infected")).await.status,
        204
    );
    let read = agent.get(&ticket.api_without_key("")).await.json;
    assert_eq!(read["attachments"][0]["scan"], "infected");
    // The desk's own file is the desk's own matter.
    assert_eq!(
        site.mails_to("requester@example.com").await.len(),
        requester
    );
    assert_eq!(
        site.read(&ticket).await["timeline"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let told = site.mails_to("agent-1@spaceos.example.com").await;
    let text = told.last().unwrap()["text"].as_str().unwrap();
    assert!(
        text.contains("internal.png") && !text.contains("key="),
        "{text}"
    );
    // A file that nobody knows, a word that nobody knows.
    let function = site.store_attachment();
    let mut unknown = event("clean");
    unknown["detail"]["key"] = "files/SOS-1/0190a0b1-0000-7000-8000-000000000000".into();
    assert!(function.handle(unknown).await.is_ok());
    assert!(function.handle(event("perhaps")).await.is_err());
}
